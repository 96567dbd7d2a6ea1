"""Words of what is printed: the frame of every report, an indicator's pages, a place's and a region's."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    # frame
    "rep.strategy": (
        "Estratégia Nacional de Territórios Inteligentes 2023–2030",
        "National Strategy for Smart Territories 2023–2030",
    ),
    "rep.made": (
        "Feito da versão dos dados {build}. Refere-se a {day}.",
        "Made from data version {build}. It speaks of {day}.",
    ),
    "rep.own": (
        "As palavras da Estratégia e as citações das fontes ficam em português.",
        "The words of the Strategy and the citations of sources stay in Portuguese, as they were published.",
    ),
    "rep.contents": ("Índice", "Contents"),
    "rep.page": ("Página", "Page"),
    "rep.of": ("de", "of"),
    "rep.cite": ("Como citar este relatório", "How to cite this report"),
    "rep.citation": (
        (
            "{title}. Dashboard de Políticas Públicas da ENTI, versão dos dados {build}, referente a {day}. Cada"
            " endereço deste relatório abre a mesma vista, feita desta versão dos dados; se ela já não estiver"
            " guardada, abre a mais próxima, e di-lo. As palavras da Estratégia são as de 18 de dezembro de 2023. Um"
            " valor em falta fica em falta: não se estima, não se preenche e não conta como zero."
        ),
        (
            "{title}. ENTI Public Policy Dashboard, data version {build}, of {day}. Each address in this report opens"
            " the same view, made of this data version; where that is no longer kept, it opens the nearest one, and"
            " says so. The words of the strategy are those of 18 December 2023, in Portuguese. A figure that is"
            " missing stays missing: it is not estimated, not filled in, and does not count as zero."
        ),
    ),
    "rep.boundaries": ("Limites dos mapas: {who}", "Boundaries of the maps: {who}"),
    "rep.on": ("em {day}", "on {day}"),
    "rep.row": ("Linha", "Row"),
    "rep.number": ("N.º", "No."),
    "rep.value": ("Valor", "Value"),
    "rep.without": ("{n} de {of} sem dados: anexo.", "{n} of {of} without data: annex."),
    "rep.annex": ("Anexo: sem dados", "Annex: without data"),
    "rep.annex.how": (
        "{n} {n:indicador não tem|indicadores não têm} nenhum valor: porquê, o que se pediu, e quem tem de agir.",
        "{n} {n:indicator has|indicators have} no figure at all: why, what was asked, and who must act.",
    ),
    # an indicator
    "rep.about": (
        "Linha {row} da Tabela 3: {words}. {description}. Fonte indicada na Estratégia: {source}. Unidade: {unit}.",
        "Row {row} of Table 3: {words}. {description}. Source named by the Strategy: {source}. Unit: {unit}.",
    ),
    "rep.nothing": ("Não há valores nesta versão dos dados.", "There are no figures in this data version."),
    "rep.why": ("Porquê: {why} {owed}", "Why: {why} {owed}"),
    "rep.closes": ("O que o resolve: {closes}", "What would close it: {closes}"),
    "rep.judged": ("Juízo ({place}): {state} ({window})", "Verdict ({place}): {state} ({window})"),
    "rep.paced": ("Ritmo ({window}): {state}.", "Pace ({window}): {state}."),
    "rep.because": (", porque {why}", ", because {why}"),
    "rep.rules": ("Regras {rules}.", "Rules {rules}."),
    "rep.aim": ("Meta de {value} até {year}: {state}", "Target of {value} by {year}: {state}"),
    "rep.aim.pace": (", a {n}\u00a0% do ritmo exigido", ", at {n}% of the pace required"),
    "rep.by_town": ("{name}, por município, {period}", "{name}, by municipality, {period}"),
    "rep.map": (
        "Mapa: {name}. Com valor {known}; de {low} a {high} ({unit}).",
        "Map: {name}. With a figure {known}; from {low} to {high} ({unit}).",
    ),
    "rep.highest": (
        "{name}: municípios com os valores mais altos, {period} ({unit})",
        "{name}: municipalities with the highest values, {period} ({unit})",
    ),
    "rep.lowest": (
        "{name}: municípios com os valores mais baixos, {period} ({unit})",
        "{name}: municipalities with the lowest values, {period} ({unit})",
    ),
    "rep.some": (
        "{name}: municípios com valor, {period} ({unit})",
        "{name}: municipalities with a figure, {period} ({unit})",
    ),
    "rep.ends_of": ("; {n} de {of} têm valor", "; {n} of {of} have a figure"),
    "rep.of_all": ("{n} de {of}", "{n} of {of}"),
    "rep.tied": ("; mais {n} com o valor do último", "; {n} more with the value of the last"),
    "rep.evolution": ("{name}, evolução ({unit})", "{name}, over time ({unit})"),
    "rep.evolution.alt": (
        "Evolução de {name} ({place}): {first}, {last}.",
        "{name} over time ({place}): {first}, {last}.",
    ),
    "rep.end": ("{value} em {period}", "{value} in {period}"),
    "rep.band": ("Faixa: 10 % a 90 % dos municípios.", "Band: 10% to 90% of municipalities."),
    "rep.by_region": (
        "{name} por {level} (versão {version}), {period} ({unit})",
        "{name} by {level} (version {version}), {period} ({unit})",
    ),
    "rep.col.region": ("Região", "Region"),
    "rep.col.status": ("Estado do valor", "Status of the value"),
    "rep.goals": ("Metas que a lei ou uma estratégia fixam", "Targets that law or a strategy sets"),
    "rep.col.goal": ("Meta", "Target"),
    "rep.col.year": ("Ano", "Year"),
    "rep.col.use": ("Uso", "Use"),
    "rep.judges": ("julga-se. {why}", "it judges. {why}"),
    "rep.context": ("contexto: {why}", "context: {why}"),
    "rep.licence": ("Licença: {licence}.", "Licence: {licence}."),
    "rep.ended": (
        "O período acabou no dia a que este relatório se refere.",
        "The period ended on the day that this report speaks of.",
    ),
    "rep.address": ("Endereço: {address}", "Address: {address}"),
    # a place
    "portrait.title": ("{name}: retrato nos indicadores da ENTI", "{name}: portrait in the indicators of ENTI"),
    "portrait.whole": ("país", "country"),
    "portrait.summary": ("Em resumo", "In short"),
    "portrait.lead": (
        "{inside} há valores de {n} dos {ROWS} indicadores da Tabela 3.",
        "{inside} there are figures for {n} of the {ROWS} indicators of Table 3.",
    ),
    "portrait.beside": ("{name} ao lado da sua região e do país", "{name} beside its region and the country"),
    "portrait.col.rank": ("Posição", "Rank"),
    "portrait.col.verdict": ("Juízo", "Verdict"),
    "portrait.line": ("{name}, {place}, evolução ({unit})", "{name}, {place}, over time ({unit})"),
    "portrait.picture": ("Gráfico: {name}.", "Chart: {name}."),
    "portrait.missing": ("O que falta", "What is missing"),
    "portrait.without": ("Indicadores sem valor {inside}", "Indicators without a figure {inside}"),
    "portrait.col.why": ("Porquê", "Why"),
    "portrait.col.asked": ("O que se pediu, e quem tem de agir", "What was asked, and who must act"),
    "portrait.projects": ("Projetos locais", "Local projects"),
    "portrait.projects.table": ("Projetos e recomendações que servem", "Projects and the recommendations they serve"),
    "portrait.all": ("Não falta nenhum.", "None is missing."),
    # a region of the EAT
    "region.title": ("Relatório regional da EAT: {name}", "Regional report of the EAT: {name}"),
    "region.said": (
        (
            "Progresso e desafios da implementação da ENTI ao nível regional e local (secção 7.1.4 f) da Estratégia), a"
            " partir do que o painel sabe."
        ),
        (
            "Progress and challenges of implementing ENTI at regional and local level (section 7.1.4 f) of the"
            " strategy), from what the dashboard knows."
        ),
    ),
    "region.summary": ("A região", "The region"),
    "region.of": (
        "{name}: {n} {n:município|municípios}. Na leitura do projeto, as NUTS II de 2024 {nuts}.",
        "{name}: {n} {n:municipality|municipalities}. In the project’s reading, the 2024 NUTS 2 {nuts}.",
    ),
    "region.lead": (
        (
            "Dos {ROWS} indicadores da Tabela 3, {towns} têm valores de municípios da região, e mais {coarser} só de"
            " regiões inteiras; de {none} não há aqui nenhum valor."
        ),
        (
            "Of the {ROWS} indicators of Table 3, {towns} have figures of municipalities of the region, and {coarser}"
            " more only of whole regions; of {none} there is no figure here."
        ),
    ),
    "region.never": (
        (
            "Cada valor é o que a fonte publica, ou o que se faz dos seus municípios pela regra do indicador, a cada"
            " nível: nada se soma nem se tira a média de várias NUTS. O nível diz-se em cada linha."
        ),
        (
            "Each figure is what the source publishes, or what is made of its municipalities by the indicator’s own"
            " rule, at each level: nothing is added or averaged over several NUTS. Each line says its level."
        ),
    ),
    "region.meetings": ("Reuniões", "Meetings"),
    "region.meetings.none": (
        "Não há reuniões da EAT desta região registadas até {day}: ninguém o fez ainda.",
        "No meeting of the EAT of this region is on record by {day}: nobody has recorded one yet.",
    ),
    "region.meetings.some": (
        "Reuniões da EAT registadas até {day}, desta região ou de todas: {days}.",
        "Meetings of the EAT on record by {day}, of this region or of all together: {days}.",
    ),
    "region.quarters": ("A EAT, trimestre a trimestre", "The EAT, quarter by quarter"),
    "region.regional": ("Valores regionais", "Regional figures"),
    "region.regional.table": (
        "Indicadores por NUTS da região, no período mais recente",
        "Indicators by NUTS of the region, newest period",
    ),
    "region.municipal": ("Os municípios da região", "The municipalities of the region"),
    "region.municipal.table": (
        "Municípios da região com valor, e os que têm o mais alto e o mais baixo que se podem ordenar",
        "Municipalities of the region with a figure, and the highest and lowest that may be ranked",
    ),
    "region.col.place": ("Território, nível", "Place, level"),
    "region.col.known": ("Com valor", "With a figure"),
    "region.col.highest": ("Mais alto", "Highest"),
    "region.col.lowest": ("Mais baixo", "Lowest"),
    "region.size": ("contagem: só diz o tamanho", "a count: it only says the size"),
    "region.unranked": ("nenhum se pode ordenar", "none may be ranked"),
    "region.challenges": ("O que falta saber", "What is not known"),
    "region.without": (
        "Indicadores sem nenhum valor na região {name}",
        "Indicators without any figure in the region {name}",
    ),
    "region.projects": ("Projetos", "Projects"),
    "region.projects.none": (
        "Nenhum município ou CIM/AM da região entregou projetos.",
        "No municipality or inter-municipal body of the region has handed in projects.",
    ),
    "region.public": (
        "O que páginas públicas dizem de projetos da região ({n}); podem repetir-se, e não são uma contagem da"
        " execução",
        "What public pages say of projects in the region ({n}); some may be the same, and they do not count execution",
    ),
    "region.col.title": ("Projeto", "Project"),
    "region.col.where": ("Onde", "Where"),
    "region.col.source": ("Promotor; página", "Promoter; page"),
    "region.public.none": (
        "Não se encontraram páginas públicas de projetos da região.",
        "No public pages on projects of the region were found.",
    ),
    "reports.region": ("Região da EAT", "Region of the EAT"),
}
