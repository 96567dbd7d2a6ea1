"""Words of the screen, Portuguese first. One entry per key, both languages side by side."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    # frame
    "product": ("Dashboard de Políticas Públicas", "Public Policy Dashboard"),
    "strategy": ("Estratégia Nacional de Territórios Inteligentes", "National Strategy for Smart Territories"),
    "nav.section.synthesis": ("Síntese", "Overview"),
    "nav.section.explore": ("Explorar", "Explore"),
    "nav.section.system": ("Sistema", "System"),
    "nav.visao_geral": ("Visão geral", "Overview"),
    "nav.mapa": ("Mapa", "Map"),
    "nav.municipio": ("Município", "Municipality"),
    "nav.estado": ("Estado dos dados", "State of the data"),
    "build": ("Versão dos dados", "Data version"),
    "embedded_of": ("Valores embutidos, compilados em {date}", "Embedded figures, compiled on {date}"),
    # problems
    "problem.title": ("Não é possível mostrar esta página", "This page cannot be shown"),
    "problem.cure": ("O que fazer", "What to do"),
    "problem.where": ("Onde", "Where"),
    "notice.unknown": (
        "O endereço pedia «{asked}», que não existe aqui; mostra-se «{shown}».",
        "The address asked for “{asked}”, which does not exist here; showing “{shown}”.",
    ),
    "notice.level": (
        "Este indicador não tem valores ao nível pedido; mostra-se o nível que os tem: {level}.",
        "This indicator has no figures at the level asked for; showing the level that has them: {level}.",
    ),
    # levels
    "level.municipio": ("Município", "Municipality"),
    "level.nuts3": ("NUTS III", "NUTS 3"),
    "level.nuts2": ("NUTS II", "NUTS 2"),
    "level.nuts1": ("NUTS I", "NUTS 1"),
    "level.pais": ("País", "Country"),
    "level.ue": ("União Europeia", "European Union"),
    "level.estacao": ("Estação de medição", "Measuring station"),
    "level.nenhum": ("Sem publicação", "Not published"),
    "levels.municipio": ("municípios", "municipalities"),
    "levels.nuts3": ("regiões NUTS III", "NUTS 3 regions"),
    "levels.nuts2": ("regiões NUTS II", "NUTS 2 regions"),
    # controls
    "control.indicator": ("Indicador", "Indicator"),
    "control.series": ("Série", "Series"),
    "control.period": ("Período", "Period"),
    "control.level": ("Nível", "Level"),
    "control.nuts": ("Versão NUTS", "NUTS version"),
    "control.place": ("Município", "Municipality"),
    "no_data_suffix": ("sem dados", "no data"),
    # map
    "map.table": ("Ver os mesmos valores em tabela", "See the same figures as a table"),
    "map.col.rank": ("N.º", "Rank"),
    "map.col.place": ("Território", "Territory"),
    "map.col.region": ("Região", "Region"),
    "map.col.value": ("Valor", "Value"),
    "map.col.note": ("Nota", "Note"),
    "map.none": ("O mapa não pôde ser desenhado.", "The map could not be drawn."),
    "map.better.high": ("maior = melhor →", "higher = better →"),
    "map.better.low": ("← menor = melhor", "← lower = better"),
    "map.legend": ("Legenda", "Legend"),
    "map.frozen": ("Classes iguais em todos os períodos", "Same classes in every period"),
    "map.method.round_steps": ("passos redondos", "round steps"),
    "map.method.log_steps": (
        "passos 1-2-5, porque os valores variam mais de mil vezes",
        "1-2-5 steps, because values vary more than a thousandfold",
    ),
    "map.method.natural": ("quebras naturais", "natural breaks"),
    "map.method.distinct": ("um valor por classe", "one value per class"),
    "map.method.none": ("sem valores", "no values"),
    "map.count_warning": (
        "É uma contagem: territórios maiores têm naturalmente mais.",
        "This is a count: larger territories naturally have more.",
    ),
    "map.soft": ("Provisório ou estimado", "Provisional or estimated"),
    "gap.nd": ("Sem dados", "No data"),
    "gap.na": ("Não aplicável", "Not applicable"),
    "gap.sup": ("Confidencial ou retido", "Confidential or withheld"),
    "evolution": ("Evolução", "Over time"),
    "evolution.band": ("faixa: 10 % a 90 % dos municípios", "band: 10% to 90% of municipalities"),
    "ranking.top": ("Valores mais altos", "Highest values"),
    "ranking.bottom": ("Valores mais baixos", "Lowest values"),
    "ranking.ties": ("(ex aequo)", "(tied)"),
    "open_profile": ("Abrir o perfil", "Open the profile"),
    "selected": ("Selecionado", "Selected"),
    "country": ("Portugal", "Portugal"),
    # source line
    "source": ("Fonte", "Source"),
    "table3_row": ("Tabela 3, linha {row}", "Table 3, row {row}"),
    "coverage": ("{n} de {of} {places}", "{n} of {of} {places}"),
    "extracted": ("extraído em {date}", "extracted on {date}"),
    "embedded": ("valores embutidos de {date}", "embedded figures of {date}"),
    "stale": ("desatualizado: a fonte falhou na última carga", "stale: the source failed in the last load"),
    "licence": ("licença: {licence}", "licence: {licence}"),
    "nuts_version": ("NUTS {version}", "NUTS {version}"),
    "boundaries_of": ("limites: {who}", "boundaries: {who}"),
    "inferred": ("inferido", "inferred"),
    "status": ("Estado", "Status"),
    # overview
    "overview.title": (
        "Como estão os seis domínios, e quanto disso sabemos?",
        "How do the six domains stand, and how much of it do we know?",
    ),
    "overview.answer": (
        "Dos 48 indicadores da Tabela 3, {with_data} têm valores carregados, {municipal} deles por município; "
        "faltam {without}, cada um com a razão escrita.",
        "Of the 48 indicators of Table 3, {with_data} have figures loaded, {municipal} of them per municipality; "
        "{without} are missing, each with its reason.",
    ),
    "overview.key": (
        "Em cada indicador: o valor do país e, ao lado, os municípios do mais baixo ao mais alto; a faixa vai de 10 % a "
        "90 % deles, o traço é a mediana, o losango o país. Regiões em NUTS 2024.",
        "For each indicator: the national value and, beside it, municipalities from lowest to highest; the band spans "
        "10% to 90% of them, the tick is the median, the diamond the country. Regions in NUTS 2024.",
    ),
    "overview.known": ("{n} de {of} indicadores com dados", "{n} of {of} indicators with data"),
    "overview.missing": ("Sem dados ({n})", "No data ({n})"),
    "overview.mainland": ("Continente", "Mainland"),
    "overview.spread": ("municípios, do mais baixo ao mais alto", "municipalities, lowest to highest"),
    "overview.no_national": ("sem valor nacional", "no national value"),
    "overview.see_state": ("Ver o estado de cada linha", "See the state of each row"),
    # municipality
    "municipality.question": (
        "Como está {name}, ao lado da sua região e do país?",
        "How does {name} compare with its region and the country?",
    ),
    "municipality.answer": (
        "{name} tem valores em {n} dos 48 indicadores; em {better} está melhor do que o país e em {worse} pior "
        "(só contam os indicadores com sentido definido).",
        "{name} has figures for {n} of the 48 indicators; it does better than the country in {better} and worse in "
        "{worse} (only indicators with an agreed direction count).",
    ),
    "municipality.answer.none": ("{name} ainda não tem valores carregados.", "{name} has no figures loaded yet."),
    "municipality.rank": ("{rank}.º de {of}", "{rank} of {of}"),
    "municipality.in_country": ("no país", "in the country"),
    "municipality.place": ("Entre os municípios do país", "Among all municipalities"),
    "municipality.rank_region": ("Posição na NUTS III", "Rank in NUTS 3"),
    "municipality.rank_country": ("Posição no país", "Rank in the country"),
    "municipality.series": ("Série de {indicator}", "Series of {indicator}"),
    "municipality.small": (
        "Tem menos de {limit} habitantes: poucos casos mudam muito uma taxa, e as posições leem-se com cautela.",
        "It has fewer than {limit} inhabitants: a few cases move a rate a lot, so read ranks with care.",
    ),
    "municipality.not_here": (
        "A fonte tem valores para outros territórios, mas não para este.",
        "The source has figures for other territories, but not for this one.",
    ),
    "municipality.without": (
        "Indicadores sem valor para este município ({n})",
        "Indicators without a figure for this municipality ({n})",
    ),
    "municipality.area": ("Área", "Area"),
    "municipality.population": ("População residente", "Resident population"),
    "municipality.group": ("CIM ou AM (derivada da NUTS III)", "Intermunicipal body (derived from NUTS 3)"),
    "municipality.district": ("Distrito ou ilha", "District or island"),
    # state of the data
    "state.title": ("O que temos, de quando, e o que falta?", "What do we have, how old is it, and what is missing?"),
    "state.answer": (
        "{ok} linhas com dados, {trouble} com a fonte a falhar, {none} sem dados.",
        "{ok} rows with data, {trouble} with a failing source, {none} without data.",
    ),
    "state.col.row": ("Linha", "Row"),
    "state.col.indicator": ("Indicador e fonte", "Indicator and source"),
    "state.col.level": ("Nível mais fino", "Finest level"),
    "state.col.last": ("Último período", "Last period"),
    "state.col.coverage": ("Cobertura", "Coverage"),
    "state.col.age": ("Idade", "Age"),
    "state.col.outcome": ("Resultado", "Outcome"),
    "state.col.reason": ("Porque falta, ou o que há a saber", "Why it is missing, or what to know"),
    "state.age_days": ("{n} dias", "{n} days"),
    "state.age_day": ("1 dia", "1 day"),
    "state.findings": ("Achados da última carga ({n})", "Findings of the last load ({n})"),
    "state.no_findings": ("A última carga não deixou achados.", "The last load left no findings."),
    "state.caption": ("As 48 linhas da Tabela 3 da ENTI", "The 48 rows of Table 3 of the strategy"),
    "outcome.ok": ("carregado da fonte", "loaded from source"),
    "outcome.unchanged": ("sem alteração na fonte", "unchanged at source"),
    "outcome.embedded": ("valores embutidos", "embedded figures"),
    "outcome.stale": ("desatualizado", "stale"),
    "outcome.failed": ("a fonte falhou", "source failed"),
    "outcome.none": ("sem dados", "no data"),
    "not_loaded": (
        "Há ligação à fonte, mas esta instalação ainda não a carregou.",
        "A connection to the source exists, but this installation has not loaded it yet.",
    ),
    "headline.value": ("{when}, {name}: {figure}", "{when}, {name}: {figure}"),
    "headline.more": (", mais {by} do que em {since}", ", {by} more than in {since}"),
    "headline.less": (", menos {by} do que em {since}", ", {by} less than in {since}"),
    "headline.same": (", o mesmo que em {since}", ", the same as in {since}"),
    "headline.highest": (" e o valor mais alto desde {since}", " and the highest since {since}"),
    "headline.lowest": (" e o valor mais baixo desde {since}", " and the lowest since {since}"),
    "no_value_here": ("{name} não tem valor {when}.", "{name} has no value {when}."),
    "no_national": ("Não há valor nacional: {reason}", "There is no national value: {reason}"),
    "not_comparable": (
        "Os períodos desta série não são comparáveis entre si.",
        "The periods of this series are not comparable.",
    ),
    "notes": ("Notas", "Notes"),
    "why_missing": ("Porque falta", "Why it is missing"),
    "who_can_close": ("Quem pode resolver", "Who can resolve it"),
    "nothing_here": ("Ainda não há valores para este indicador.", "There are no figures for this indicator yet."),
    "only_national": (
        "A fonte só publica este indicador para o país: não há mapa a desenhar.",
        "The source publishes this indicator for the country only: there is no map to draw.",
    ),
}


def t(key: str, lang: str, **values: object) -> str:
    """The text of a key, with its blanks filled; KeyError for a key that does not exist."""
    return TEXTS[key][1 if lang == "en" else 0].format(**values)
