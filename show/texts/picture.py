"""Words of the map, of its legend, and of what is said about an indicator."""

from typing import Final

from core.terms.status import NO_VALUE

TEXTS: Final[dict[str, tuple[str, str]]] = {
    # map
    "map.table": ("Ver os mesmos valores em tabela", "See the same figures as a table"),
    "map.col.rank": ("N.º", "Rank"),
    "map.col.place": ("Território", "Territory"),
    "map.col.region": ("Região", "Region"),
    "map.col.value": ("Valor", "Value"),
    "map.col.note": ("Nota", "Note"),
    "map.none": ("O mapa não pôde ser desenhado.", "The map could not be drawn."),
    "map.play": ("Percorrer os períodos", "Play through the periods"),
    "map.pause": ("Parar", "Pause"),
    "map.time": ("Período do mapa", "Period of the map"),
    "map.zoomIn": ("Aproximar", "Zoom in"),
    "map.zoomOut": ("Afastar", "Zoom out"),
    "map.zoomAll": ("Ver tudo", "Show all"),
    "map.savePng": ("Guardar a imagem em PNG", "Save the picture as PNG"),
    "map.saveSvg": ("Guardar a imagem em SVG", "Save the picture as SVG"),
    "map.better.high": ("maior = melhor", "higher = better"),
    "map.better.low": ("menor = melhor", "lower = better"),
    "map.legend": ("Legenda", "Legend"),
    "map.why": ("Classes iguais em todos os períodos: {how}.", "Same classes in every period: {how}."),
    "map.method.round_steps": ("passos redondos", "round steps"),
    "map.method.log_steps": (
        "passos 1-2-5, porque os valores variam mais de mil vezes",
        "1-2-5 steps, because values vary more than a thousandfold",
    ),
    "map.method.natural": ("quebras naturais (Fisher-Jenks)", "natural breaks (Fisher-Jenks)"),
    "map.method.distinct": ("um valor por classe", "one value per class"),
    "map.method.none": ("sem valores", "no values"),
    "map.method.quantiles": ("quantis, tantos valores em cada classe", "quantiles, equally many values in each class"),
    "map.method.equal": ("intervalos iguais", "equal intervals"),
    "map.method.manual": ("quebras escolhidas por quem vê", "breaks chosen by the reader"),
    "map.method.diverging": (
        "abaixo e acima de {middle}, com igual número de valores em cada classe do mesmo lado",
        "below and above {middle}, with equally many values in each class of a side",
    ),
    "map.auto": ("escolha automática", "automatic choice"),
    "map.fallback": (
        "o método pedido não serve a estes valores",
        "the method asked for does not suit these values",
    ),
    "method.auto": ("Automático", "Automatic"),
    "method.quantiles": ("Quantis", "Quantiles"),
    "method.equal": ("Intervalos iguais", "Equal intervals"),
    "method.natural": ("Quebras naturais", "Natural breaks"),
    "method.steps": ("Passos redondos", "Round steps"),
    "method.manual": ("Quebras à escolha", "Own breaks"),
    "method.diverging": ("Em torno do valor nacional", "Around the national value"),
    # points
    "points.title": ("Onde ficam, um a um", "Where they stand, one by one"),
    "points.none": (
        (
            "Esta versão dos dados só tem a contagem por município; a posição de cada posto vem com a próxima carga da"
            " MOBI.E."
        ),
        (
            "This version of the data has only counts by municipality; the position of each station comes with the next"
            " load from MOBI.E."
        ),
    ),
    "points.value": ("{n} pontos de carregamento", "{n} charging points"),
    "points.line": (
        "{n} {stations:posto|postos} em {towns}, {when}.",
        "{n} {stations:station|stations} in {towns}, {when}.",
    ),
    "points.left_out": (
        "Na lista, mas sem coordenadas num município, e por isso fora do mapa e da contagem: {n}.",
        "On the list, but without coordinates in a municipality, and so neither drawn nor counted: {n}.",
    ),
    "points.more": (
        "A tabela mostra os primeiros {n} de {of}, por município.",
        "The table shows the first {n} of {of}, by municipality.",
    ),
    "points.col.id": ("Posto", "Station"),
    "points.col.at": ("Latitude, longitude", "Latitude, longitude"),
    "points.col.value": ("Pontos de carregamento", "Charging points"),
    # findings
    "finding.high": (
        "{inside}, {k} dos {n} municípios estão entre os {m} com valor mais alto",
        "{inside}, {k} of the {n} municipalities are among the {m} with the highest value",
    ),
    "finding.low": (
        "{inside}, {k} dos {n} municípios estão entre os {m} com valor mais baixo",
        "{inside}, {k} of the {n} municipalities are among the {m} with the lowest value",
    ),
    "finding.half": (
        "Metade {of} está entre {low} e {high}.",
        "Half {of} stand between {low} and {high}.",
    ),
    "finding.half_same": ("Metade {of} tem {low}.", "Half {of} stand at {low}."),
    "finding.wider": (
        "A distância entre os municípios cresceu: {first} {then}, {last} {now}",
        "Municipalities moved apart: {first} {then}, {last} {now}",
    ),
    "finding.narrower": (
        "Os municípios aproximaram-se: {first} {then}, {last} {now}",
        "Municipalities moved closer: {first} {then}, {last} {now}",
    ),
    "finding.same": (
        "A distância entre os municípios não mudou: {last} {now}, como {then}",
        "The gap between municipalities did not change: {last} {now}, as {then}",
    ),
    "trend.up": (
        "{name}: tendência a subir, {pace} por ano ({ends}; Mann-Kendall, {n} pontos, {p}).",
        "{name}: rising, {pace} a year ({ends}; Mann-Kendall, {n} points, {p}).",
    ),
    "trend.down": (
        "{name}: tendência a descer, {pace} por ano ({ends}; Mann-Kendall, {n} pontos, {p}).",
        "{name}: falling, {pace} a year ({ends}; Mann-Kendall, {n} points, {p}).",
    ),
    "trend.none": (
        "{name}: sem alteração significativa ({ends}; Mann-Kendall, {n} pontos, {p}).",
        "{name}: no significant change ({ends}; Mann-Kendall, {n} points, {p}).",
    ),
    "trend.few": (
        "{name}: sem tendência afirmada; há {n} {n:ponto que se pode|pontos que se podem} comparar e são"
        " precisos {least}.",
        (
            "{name}: no trend is stated; there {n:is|are} {n} {n:point|points} that can be compared and {least} are"
            " needed."
        ),
    ),
    "trend.tiny": ("p inferior a 0,001", "p below 0.001"),
    "finding.band": ("faixa: 10 % a 90 % dos municípios", "band: 10% to 90% of municipalities"),
    "control.method": ("Classes", "Classes"),
    "control.method.name": ("Como se fazem as classes", "How the classes are made"),
    "control.classes": ("N.º de classes", "Number of classes"),
    "control.breaks": ("Limites, separados por ;", "Limits, separated by ;"),
    "map.count_warning": (
        "É uma contagem: territórios maiores têm naturalmente mais.",
        "This is a count: larger territories naturally have more.",
    ),
    "map.soft": ("Provisório ou estimado", "Provisional or estimated"),
    "gap.nd": NO_VALUE["no_data"],
    "gap.na": NO_VALUE["not_applicable"],
    "gap.sup": NO_VALUE["kept_back"],
    "evolution": ("Evolução", "Over time"),
    "ranking.top": ("Valores mais altos", "Highest values"),
    "ranking.bottom": ("Valores mais baixos", "Lowest values"),
    "ranking.ties": ("(ex aequo)", "(tied)"),
    "open_profile": ("Abrir o perfil", "Open the profile"),
    "selected": ("Selecionado", "Selected"),
    "country": ("Portugal", "Portugal"),
    # about an indicator, downloads
    "about.title": ("Sobre este indicador, e como citar", "About this indicator, and how to cite it"),
    "about.definition": ("Definição na Estratégia", "Definition in the strategy"),
    "about.unit": ("Unidade", "Unit"),
    "about.direction": ("Sentido", "Direction"),
    "about.direction.higher_better": ("maior é melhor", "higher is better"),
    "about.direction.lower_better": ("menor é melhor", "lower is better"),
    "about.direction.neutral": ("sem sentido definido", "no agreed direction"),
    "about.rhythm": ("Ritmo", "Rhythm"),
    "about.rhythm.continuous": ("contínuo", "continuous"),
    "about.rhythm.monthly": ("mensal", "monthly"),
    "about.rhythm.quarterly": ("trimestral", "quarterly"),
    "about.rhythm.annual": ("anual", "annual"),
    "about.rhythm.biennial": ("de dois em dois anos", "every two years"),
    "about.rhythm.quadrennial": ("de quatro em quatro anos", "every four years"),
    "about.rhythm.decennial": ("de dez em dez anos", "every ten years"),
    "about.rhythm.irregular": ("irregular", "irregular"),
    "about.table3": ("Fonte na Tabela 3", "Source in Table 3"),
    "about.regions": ("Valores das regiões", "Values of regions"),
    "about.rule.none": ("só os que a fonte publica: {reason}", "only those that the source publishes: {reason}"),
    "about.rule.sum": (
        "os da fonte, ou a soma dos municípios",
        "the source's own, or the sum of the municipalities",
    ),
    "about.rule.ratio": (
        "os da fonte, ou o quociente das somas: {first} por {last}",
        "the source's own, or the ratio of the sums: {first} by {last}",
    ),
    "about.rule.weighted_mean": (
        "os da fonte, ou a média ponderada por {last}",
        "the source's own, or the mean weighted by {last}",
    ),
    "about.area": ("área", "area"),
    "about.breaks": ("Quebras de série", "Breaks in series"),
    "about.breaks.none": (
        "A fonte não marca nenhuma nos valores carregados.",
        "The source marks none in the figures loaded.",
    ),
    "about.breaks.marked": ("A fonte marca uma quebra em {periods}.", "The source marks a break in {periods}."),
    "about.breaks.nuts": (
        "As séries em NUTS 2013 e em NUTS 2024 são mostradas à parte e não se juntam.",
        "The series in NUTS 2013 and NUTS 2024 are shown apart and never joined.",
    ),
    "about.series": ("Séries", "Series"),
    "about.apart": ("não se compara com as outras", "not comparable with the others"),
    "about.successor": ("continua em «{name}»", "goes on in “{name}”"),
    "about.licence": ("Licença", "Licence"),
    "about.cite": ("Como citar", "How to cite"),
    "about.citation": (
        "{who}. {name}, {period}. Dashboard de Políticas Públicas da ENTI, versão {build}, consultado em {date}.",
        "{who}. {name}, {period}. ENTI Public Policy Dashboard, version {build}, accessed on {date}.",
    ),
    "download": ("Descarregar", "Download"),
    "download.screen": ("O que está no ecrã", "What is on screen"),
    "download.whole": ("A série inteira: todos os níveis e períodos", "The whole series: all levels and periods"),
}
