"""Words of the frame, the controls and the line under every picture."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    # frame
    "product": ("Dashboard de Políticas Públicas", "Public Policy Dashboard"),
    "strategy": ("Estratégia Nacional de Territórios Inteligentes", "National Strategy for Smart Territories"),
    "menu": ("Páginas", "Pages"),
    "theme.dark": ("Tema escuro", "Dark theme"),
    "theme.light": ("Tema claro", "Light theme"),
    "and": ("e", "and"),
    "search": ("Procurar lugar, indicador ou página", "Find a place, an indicator or a page"),
    "search.hint": ("Procurar…", "Search…"),
    "search.none": ("Nada encontrado.", "Nothing found."),
    "search.page": ("Página", "Page"),
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
    "notice.the_rest": ("o resto do que pedia", "the rest of what it asked for"),
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
    "control.add": ("Acrescentar…", "Add…"),
    "control.remove": ("Retirar", "Remove"),
    "control.place": ("Território", "Territory"),
    "no_data_suffix": ("sem dados", "no data"),
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
}
