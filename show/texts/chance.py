"""What chance allows to be said: small-number marks, better or worse, ranks and ties, intervals."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    # Marks: a word or two beside a figure, its rank or its colour
    "chance.few": ("poucos casos", "few cases"),
    "chance.floor": ("menos de {least} {what}", "fewer than {least} {what}"),
    "chance.floor.sample": ("menos de {least} respostas", "fewer than {least} answers"),
    "chance.unknown": ("sem número de casos", "number of cases not known"),
    # The same with its reason
    "chance.few.why": (
        "Assenta em {cases}; com menos de {few}, um a mais ou a menos muda muito a taxa: posição e cor leem-se com "
        "cautela.",
        "It rests on {cases}; with fewer than {few}, one more or fewer moves the rate a lot: read rank and colour with "
        "care.",
    ),
    "chance.floor.why": (
        "{why} Não se ordena nem se compara.",
        "{why} It is neither ranked nor compared.",
    ),
    "chance.unknown.why": (
        "Não se sabe em quantos casos assenta: sem intervalo, sem posição e sem comparação.",
        "Nobody says how many cases it rests on: no interval, no rank and no comparison.",
    ),
    "chance.answers": ("{n} de {of} respostas", "{n} of {of} answers"),
    "chance.hint": ("{mark}: sem posição", "{mark}: not ranked"),
    "chance.not_ranked": ("sem posição: {why}", "not ranked: {why}"),
    # On a map
    "chance.map": ("Assinalados com pontos (•)", "Marked with dots (•)"),
    "chance.map.few": ("poucos casos: {n}", "few cases: {n}"),
    "chance.map.unranked": ("{mark}, sem posição: {n}", "{mark}, not ranked: {n}"),
    "chance.wall": ("• {n} com poucos casos", "• {n} with few cases"),
    "chance.wall.unranked": ("{n} sem posição", "{n} not ranked"),
    # Beside the country
    "compared.better.country": ("melhor do que o país", "better than the country"),
    "compared.better.mainland": ("melhor do que o Continente", "better than the mainland"),
    "compared.worse.country": ("pior do que o país", "worse than the country"),
    "compared.worse.mainland": ("pior do que o Continente", "worse than the mainland"),
    "compared.similar.country": ("semelhante ao país", "similar to the country"),
    "compared.similar.mainland": ("semelhante ao Continente", "similar to the mainland"),
    "compared.equal.country": ("igual ao país", "the same as the country"),
    "compared.equal.mainland": ("igual ao Continente", "the same as the mainland"),
    "compared.above.country": ("acima do país", "above the country"),
    "compared.above.mainland": ("acima do Continente", "above the mainland"),
    "compared.below.country": ("abaixo do país", "below the country"),
    "compared.below.mainland": ("abaixo do Continente", "below the mainland"),
    "compared.why.no_value": ("sem valor", "no value"),
    "compared.why.no_reference": (
        "sem valor do país nesta série e período",
        "no value of the country in this series and period",
    ),
    "compared.why.total": ("um total segue o tamanho: não se compara", "a total follows size: not compared"),
    "compared.why.undated": ("sem ano confirmado: não se compara", "year not confirmed: not compared"),
    "compared.why.floor": ("casos de menos para comparar", "too few cases to compare"),
    "compared.why.unknown": ("sem número de casos: não se compara", "number of cases not known: not compared"),
    # Ranks
    "rank.with": ("ex aequo com {n}", "tied with {n}"),
    # Intervals
    "interval.said": ("intervalo a 95 %: {low} a {high} ({method})", "95% interval: {low} to {high} ({method})"),
    "interval.wilson": ("Wilson", "Wilson"),
    "interval.poisson": ("Poisson exato", "exact Poisson"),
    "interval.approximate": ("aproximado", "approximate"),
    "interval.complete": (
        "contagem completa: sem intervalo de amostragem",
        "a complete count: no sampling interval",
    ),
    "interval.too_few": ("sem intervalo: casos de menos", "no interval: too few cases"),
}
