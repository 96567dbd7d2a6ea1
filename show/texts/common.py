"""Words of the frame, the controls and the line under every picture."""

from typing import Final

from core.terms.status import NO_VALUE

TEXTS: Final[dict[str, tuple[str, str]]] = {
    # frame
    "product": ("Dashboard de Políticas Públicas", "Public Policy Dashboard"),
    "strategy": ("Estratégia Nacional de Territórios Inteligentes", "National Strategy for Smart Territories"),
    "menu": ("Páginas", "Pages"),
    "theme.dark": ("Tema escuro", "Dark theme"),
    "theme.light": ("Tema claro", "Light theme"),
    "and": ("e", "and"),
    "search": (
        "Procurar lugar, indicador, ação, entidade ou página",
        "Find a place, an indicator, an action, a body or a page",
    ),
    "search.hint": ("Procurar…", "Search…"),
    "search.none": ("Nada encontrado.", "Nothing found."),
    "search.page": ("Página", "Page"),
    "search.action": ("Ação", "Action"),
    "search.initiative": ("Iniciativa", "Initiative"),
    "search.body": ("Entidade", "Body"),
    "build": ("Versão dos dados", "Data version"),
    "vintage.link": (
        "Ligação permanente a esta vista, nesta versão dos dados",
        "Permanent link to this view, of this data version",
    ),
    "vintage.newest": ("Ver a versão mais recente", "See the newest version"),
    "vintage.old": (
        "Esta página está feita da versão dos dados de {when} ({asked}), que o endereço pede, e não da mais recente.",
        "This page is made of the data version of {when} ({asked}), as the address asks, and not of the newest one.",
    ),
    "vintage.gone": (
        "A versão dos dados que o endereço pede ({asked}) já não está guardada: mostra-se a mais próxima, de {when}.",
        "The data version that the address asks for ({asked}) is no longer kept: showing the nearest one, of {when}.",
    ),
    "embedded_of": ("Valores embutidos, compilados em {date}", "Embedded figures, compiled on {date}"),
    # problems
    "problem.title": ("Não é possível mostrar esta página", "This page cannot be shown"),
    "problem.new": ("Ainda não há dados publicados", "No data has been published yet"),
    "problem.new_said": (
        "O painel funciona, mas nenhuma versão dos dados foi publicada nele. Nada aqui é zero: ainda não se sabe."
        " Logo que a primeira exista, basta abrir a página outra vez.",
        "The dashboard runs, but no version of the data has been published in it. Nothing here is zero: it is not known"
        " yet. As soon as there is a first one, open the page again.",
    ),
    "problem.told": (
        "Quem gere o painel encontra no registo dos processos onde foi e o que fazer.",
        "Whoever runs the dashboard finds in the log of the processes where it was and what to do.",
    ),
    "problem.caught": (
        "Algo falhou aqui, e não por sua causa. Ao dizê-lo a quem mantém o painel, dê o número {number}.",
        "Something failed here, through no fault of yours. When you report it, give the number {number}.",
    ),
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
    "levels.nuts1": ("regiões NUTS I", "NUTS 1 regions"),
    "levels.of.municipio": ("dos municípios", "of the municipalities"),
    "levels.of.nuts3": ("das regiões NUTS III", "of the NUTS 3 regions"),
    "levels.of.nuts2": ("das regiões NUTS II", "of the NUTS 2 regions"),
    "levels.all.municipio": ("todos os municípios", "all municipalities"),
    "levels.all.nuts3": ("todas as regiões NUTS III", "all NUTS 3 regions"),
    "levels.all.nuts2": ("todas as regiões NUTS II", "all NUTS 2 regions"),
    # a rank agrees with what is ranked: «o 1.º município», «a 1.ª região»
    "rank.municipio": ("{rank}.º de {of}", "{rank} of {of}"),
    "rank.nuts3": ("{rank}.ª de {of}", "{rank} of {of}"),
    "rank.nuts2": ("{rank}.ª de {of}", "{rank} of {of}"),
    "rank.nuts1": ("{rank}.ª de {of}", "{rank} of {of}"),
    # controls
    "control.indicator": ("Indicador", "Indicator"),
    "control.series": ("Série", "Series"),
    "control.period": ("Período", "Period"),
    "control.level": ("Nível", "Level"),
    "control.nuts": ("Versão NUTS", "NUTS version"),
    "control.add": ("Acrescentar…", "Add…"),
    "control.remove": ("Retirar", "Remove"),
    "control.place": ("Território", "Territory"),
    "no_data_suffix": NO_VALUE["no_data"],
    # source line
    "source": ("Fonte", "Source"),
    "table3_row": ("Tabela 3, linha {row}", "Table 3, row {row}"),
    "see_state": ("Ver o estado dos dados", "See the state of the data"),
    "beyond.suffix": ("fora da Tabela 3", "beyond Table 3"),
    "beyond.why": ("Porque o temos: {why}", "Why we have it: {why}"),
    "beyond.lead": (
        "Indicadores que a Estratégia não pede, cada um com a sua razão. Não contam entre os {ROWS}, nem em compostos.",
        "Indicators that the strategy does not ask for, each with its reason. They do not count among the {ROWS}, nor"
        " in composites.",
    ),
    "beyond.count": ("{n} de {of} com valores", "{n} of {of} with figures"),
    "coverage": ("{n} de {of} {places}", "{n} of {of} {places}"),
    "received": ("recebido em {date}", "received on {date}"),
    "embedded": ("valores embutidos, compilados em {date}", "embedded figures, compiled on {date}"),
    "aged": ("o período acabou {ago}", "the period ended {ago}"),
    "aged.on": ("o período ainda decorre", "the period is still going on"),
    "stale": ("desatualizado: a fonte falhou na última carga", "stale: the source failed in the last load"),
    "licence": ("licença: {licence}", "licence: {licence}"),
    "nuts_version": ("NUTS {version}", "NUTS {version}"),
    "boundaries_of": ("limites: {who}", "boundaries: {who}"),
    "inferred": ("inferido", "inferred"),
    "status": ("Estado", "Status"),
}
