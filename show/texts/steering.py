"""Words of the pages that steer: brief, execution, objectives, projects, governance, reports."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    # execution
    "when.silent": ("fora de prazo, sem notícia", "past deadline, no word"),
    "when.late": ("atrasada", "late"),
    "when.soon": ("vence em 90 dias", "due in 90 days"),
    "when.ahead": ("por vencer", "due later"),
    "when.done": ("concluída", "done"),
    "whens.silent": ("{n} fora de prazo sem notícia", "{n} past {n:its|their} deadline with no word"),
    "whens.late": ("{n} {n:atrasada|atrasadas}", "{n} late"),
    "whens.soon": ("{n} {n:vence|vencem} em 90 dias", "{n} due in 90 days"),
    "whens.ahead": ("{n} por vencer", "{n} due later"),
    "whens.done": ("{n} {n:concluída|concluídas}", "{n} done"),
    "whens.none": ("nenhuma", "none"),
    "exec.question": ("Quem deve o quê, até quando, e está feito?", "Who owes what by when, and is it done?"),
    "exec.title": ("Das {total} ações: {whens}", "Of {total} actions: {whens}"),
    "exec.words": (
        "Os responsáveis disseram como estão {said} das {total}.",
        "Owners have said how {said} of {total} stand.",
    ),
    "exec.no_words": (
        "Nenhum responsável disse ainda como está uma ação.",
        "No owner has said yet how an action stands.",
    ),
    "exec.by": ("Agrupar por", "Group by"),
    "exec.by.initiative": ("Iniciativa", "Initiative"),
    "exec.by.body": ("Entidade", "Body"),
    "exec.by.funding": ("Financiamento", "Funding"),
    "exec.show": ("Mostrar", "Show"),
    "exec.show.all": ("Todas", "All"),
    "exec.show.act": ("Fora de prazo ou em 90 dias", "Past or due in 90 days"),
    "exec.show.due": ("Fora de prazo", "Past deadline"),
    "exec.show.ahead": ("Por vencer", "Ahead"),
    "exec.gantt_alt": (
        "Prazos das ações de {name}, de {first} a {last}",
        "Deadlines of the actions of {name}, {first} to {last}",
    ),
    "exec.col.action": ("Ação", "Action"),
    "exec.col.body": ("Responsável e parceiros", "Responsible and partners"),
    "exec.col.deadline": ("Prazo", "Deadline"),
    "exec.col.funding": ("Financiamento", "Funding"),
    "exec.col.state": ("Estado", "State"),
    "exec.col.said": ("Quem disse, quando", "Who said it, when"),
    "exec.col.public": ("Prova pública", "Public evidence"),
    "exec.state.sem_informacao": ("Sem informação", "No information"),
    "exec.state.por_iniciar": ("Por iniciar", "Not started"),
    "exec.state.em_curso": ("Em curso", "Under way"),
    "exec.state.concluida": ("Concluída", "Done"),
    "exec.state.suspensa": ("Suspensa", "Suspended"),
    "exec.late": ("Atrasada", "Late"),
    "exec.silent": ("Fora de prazo, sem notícia", "Past deadline, no word"),
    "exec.days_left": ("{n:falta|faltam} {n} {n:dia|dias}", "{n} {n:day|days} left"),
    "exec.days_past": ("passou há {n} {n:dia|dias}", "{n} {n:day|days} past"),
    "exec.day_zero": ("termina hoje", "ends today"),
    "exec.evidence": ("prova", "evidence"),
    "exec.no_evidence": ("sem prova", "no evidence"),
    "exec.done_late": ("concluída depois do prazo", "done after its deadline"),
    "exec.nobody": ("ninguém ainda", "nobody yet"),
    "exec.tally": ("{total:Uma ação|Das {total}}: {whens}", "{total:One action|Of {total}}: {whens}"),
    "exec.percent": ("média de {p} % nas {n} que a dizem", "mean of {p}% in the {n} that give it"),
    "exec.how": (
        (
            "Nada se altera nesta página. Quem gere o painel regista o que cada responsável diz; «atrasada» resulta do"
            " prazo, não se escolhe."
        ),
        (
            "Nothing can be changed on this page. Who runs the dashboard records what each body says; “late” follows"
            " from the deadline, it is not chosen."
        ),
    ),
    "exec.clocks": (
        "Dois relógios: o que se entregou e o que se moveu",
        "Two clocks: what was delivered and what moved",
    ),
    "exec.clocks_note": (
        "A ligação entre iniciativa e indicador é leitura nossa, e moverem-se os dois não diz que um move o outro.",
        (
            "The link between initiative and indicator is our reading, and that both move does not say that one moves"
            " the other."
        ),
    ),
    "clock.delivered_moving": ("Entregue, e a mover-se", "Delivered, and moving"),
    "clock.delivered_still": ("Entregue, e sem se mover", "Delivered, not moving"),
    "clock.undelivered_moving": ("A mover-se sem entrega", "Moving without delivery"),
    "clock.undelivered_still": ("Nem entregue nem a mover-se", "Neither delivered nor moving"),
    "clock.unknown": ("Não se pode dizer", "Cannot be said"),
    "clock.actions": ("Ações concluídas", "Actions done"),
    "clock.indicators": ("Indicadores ligados", "Linked indicators"),
    "clock.said": ("{done} de {total} (de {said} há estado)", "{done} of {total} (state known for {said})"),
    "clock.moves": (
        "{moving} no bom sentido, {still} não, {unknown} não avaliáveis",
        "{moving} the right way, {still} not, {unknown} not assessable",
    ),
    "clock.case": ("Caso", "Case"),
    # objectives
    "aims.title": ("Que objetivo serve o quê?", "What serves which objective?"),
    "aims.answer": (
        (
            "{objectives} objetivos, {initiatives} iniciativas, {recommendations} recomendações, {ROWS} indicadores e"
            " {links} ligações entre eles."
        ),
        (
            "{objectives} objectives, {initiatives} initiatives, {recommendations} recommendations, {ROWS} indicators"
            " and {links} links between them."
        ),
    ),
    "aims.reading": (
        (
            "Que iniciativas servem cada objetivo é da Tabela 1. As ligações aos indicadores são leitura nossa, cada"
            " uma com a sua razão."
        ),
        (
            "Which initiatives serve each objective is Table 1’s. The links to indicators are our reading, each with"
            " its reason."
        ),
    ),
    "aims.objective": ("Objetivo {n}", "Objective {n}"),
    "aims.initiatives": ("Iniciativas (Tabela 1)", "Initiatives (Table 1)"),
    "aims.recommendations": ("Recomendações (Tabela 2)", "Recommendations (Table 2)"),
    "aims.indicators": ("Indicadores", "Indicators"),
    "aims.none": ("nenhum indicador ligado", "no linked indicator"),
    "aims.why": ("Porquê", "Why"),
    "aims.direct": ("direta", "direct"),
    "aims.indirect": ("indireta", "indirect"),
    "aims.view": ("Ver por", "View by"),
    "aims.view.objective": ("Objetivo", "Objective"),
    "aims.view.recommendation": ("Recomendação", "Recommendation"),
    # projects
    "projects.title": ("Que fazem os municípios, as CIM e as AM?", "What do municipalities, CIM and AM do?"),
    "projects.answer": (
        "{n} {n:projeto|projetos} de {places} {places:território|territórios}, para {recs} das {RECOMMENDATIONS}"
        " recomendações.",
        (
            "{n} {n:project|projects} of {places} {places:territory|territories}, for {recs} of the"
            " {RECOMMENDATIONS} recommendations."
        ),
    ),
    "projects.empty": (
        "Ainda ninguém entregou projetos. Um município, CIM ou AM envia-os em CSV a quem gere o painel.",
        "Nobody has handed in projects yet. A municipality, CIM or AM sends them as CSV to whoever runs the dashboard.",
    ),
    "projects.table": ("Projetos locais", "Local projects"),
    "projects.matrix": ("Recomendações e projetos", "Recommendations and projects"),
    "projects.col.project": ("Projeto", "Project"),
    "projects.col.place": ("Território", "Territory"),
    "projects.col.recs": ("Recomendações", "Recommendations"),
    "projects.col.when": ("De – até", "From – to"),
    "projects.col.money": ("Orçamento", "Budget"),
    "projects.col.count": ("Projetos", "Projects"),
    "projects.withdrawn": ("retirado", "withdrawn"),
    # governance
    "gov.title": ("Quem reúne, quem reporta, e quando?", "Who meets, who reports, and when?"),
    "gov.answer": (
        (
            "{n} estruturas. O balanço intercalar é devido em 2026: {interim}. A ECE reúne, pelo menos,"
            " trimestralmente: {ece}."
        ),
        "{n} structures. The mid-term review is due in 2026: {interim}. The ECE meets at least quarterly: {ece}.",
    ),
    "gov.answer_amended": (
        "A {who}, desde a {act}, também: {record}.",
        "So does the {who} since {act}: {record}.",
    ),
    "gov.days": ("{n:falta|faltam} {n} {n:dia|dias} para o fim do ano", "{n} {n:day|days} to the end of the year"),
    "gov.over": ("o ano terminou há {n} {n:dia|dias}", "the year ended {n} {n:day|days} ago"),
    "gov.met": ("última reunião registada em {date}", "last meeting on record on {date}"),
    "gov.never": ("não há reuniões registadas", "no meeting is on record"),
    "gov.calendar": ("Calendário", "Calendar"),
    "gov.structures": ("Estruturas", "Structures"),
    "gov.duties": ("Responsabilidades ({n})", "Duties ({n})"),
    "gov.members": ("Composição ({n})", "Members ({n})"),
    "gov.meets": ("Reuniões", "Meetings"),
    "gov.meets_unsaid": ("o texto não diz de quanto em quanto tempo reúne", "the text does not say how often it meets"),
    "gov.reports": ("Deveres de reporte", "Reporting duties"),
    "gov.col.what": ("O que diz a Estratégia", "What the strategy says"),
    "gov.col.who": ("De quem, a quem", "By whom, to whom"),
    "gov.col.when": ("Quando", "When"),
    "gov.cadence.anual": ("todos os anos", "every year"),
    "gov.cadence.unica": ("uma vez", "once"),
    "gov.cadence.a_definir": ("a definir", "to be set"),
    "gov.cadence.nao_dita": ("não está dito", "not said"),
    "gov.doubt": ("Dúvida no texto", "Doubt in the text"),
    "gov.quarterly": ("{who}: reunião trimestral", "{who}: quarterly meeting"),
    "gov.quarter_head": ("Trimestre", "Quarter"),
    "gov.quarter": ("{q}.º trimestre de {year}", "Quarter {q} of {year}"),
    "gov.quarter_free": ("não tinha de reunir todos os trimestres", "did not have to meet every quarter"),
    "gov.quarter_met": ("reuniu em {date}", "met on {date}"),
    "gov.quarter_none": ("sem reunião registada", "no meeting on record"),
    "gov.quarter_now": ("decorre", "under way"),
    "gov.region": ("Região", "Region"),
    "gov.regions": (
        "A EAT, região a região: as reuniões que alguém registou",
        "The EAT, region by region: the meetings that somebody recorded",
    ),
    "gov.unrecorded": ("ninguém o registou", "nobody recorded it"),
    "gov.regions_how": (
        (
            "O texto divide a EAT por sete regiões (7.1.4) e a RCM n.º 119/2024 passou as reuniões a trimestrais;"
            " nenhum diz se cada região se reúne por si: contar por região é leitura nossa. Uma reunião registada sem"
            " região conta para todas. Sem registo não se conclui que não houve."
        ),
        (
            "The text splits the EAT into seven regions (7.1.4), and Council of Ministers Resolution 119/2024 made its"
            " meetings quarterly; neither says whether each region meets by itself: counting by region is our reading."
            " A meeting on record without a region counts for all. Without a record nothing follows."
        ),
    ),
    "gov.next": ("próximo", "next"),
    # the strategy as it stands today
    "today.title": ("O que mudou desde o texto de 2023", "What changed since the text of 2023"),
    "today.how": (
        (
            "As palavras da Estratégia ficam como foram aprovadas em 18 de dezembro de 2023. Aqui está o que veio"
            " depois, com o ato e o modo como o sabemos."
        ),
        (
            "The words of the strategy stay as approved on 18 December 2023. Here is what came after, with the act and"
            " how we know it."
        ),
    ),
    "today.amended": ("{act}, desde {date}", "{act}, since {date}"),
    "today.text": ("Texto de 2023", "Text of 2023"),
    "today.now": ("Desde {date}", "Since {date}"),
    "today.part": ("Parte", "Part"),
    "today.unread": ("O que não se leu", "What was not read"),
    "today.what.meetings": ("reuniões", "meetings"),
    "today.what.composition": ("composição", "composition"),
    "today.unsaid": ("o texto não o diz", "the text does not say"),
    "bodies.title": (
        "Quem responde hoje: {changed} das {n} entidades da Estratégia mudaram, {open} estão por confirmar",
        "Who answers today: {changed} of the {n} bodies of the strategy changed, {open} are to be confirmed",
    ),
    "bodies.col.text": ("Na Estratégia", "In the strategy"),
    "bodies.col.today": ("Hoje", "Today"),
    "bodies.col.why": ("Desde quando, e porquê", "Since when, and why"),
    "bodies.col.status": ("Como o sabemos", "How we know"),
    "bodies.same": ("a mesma", "the same"),
    "bodies.none": ("nenhuma que se conheça", "none known"),
    "bodies.no_act": ("sem ato lido", "no act read"),
    "bodies.open": ("Por confirmar, sem ato lido", "To be confirmed, no act read"),
    "bodies.status.verificado": ("Verificado", "Verified"),
    "bodies.status.leitura_nossa": ("Leitura nossa", "Our reading"),
    "bodies.status.por_confirmar": ("Por confirmar", "To be confirmed"),
    "bodies.read.diploma": ("lido no diploma", "read in the act"),
    "bodies.read.copia": ("lido numa cópia do diploma", "read in a copy of the act"),
    "bodies.read.imprensa": ("lido na imprensa", "read in the press"),
    "regions.title": ("Regiões da EAT ({n})", "Regions of the EAT ({n})"),
    "regions.note": (
        "Os nomes são do texto; os municípios de cada uma são leitura nossa, pelas NUTS II de 2024.",
        "The names are the text’s; the municipalities of each are our reading, by NUTS II of 2024.",
    ),
    "regions.row": ("{n} {n:município|municípios}", "{n} {n:municipality|municipalities}"),
    "regions.fact": ("Região da EAT", "Region of the EAT"),
    "aims.sdgs": (
        "Objetivos de Desenvolvimento Sustentável (ODS) que a Estratégia nomeia",
        "Sustainable Development Goals (SDG) that the strategy names",
    ),
    "aims.sdgs_note": (
        (
            "O texto liga estes ODS à Estratégia toda, e não a um objetivo, iniciativa ou recomendação: por isso nenhum"
            " cartão desta página os tem."
        ),
        (
            "The text links these SDG to the strategy as a whole, not to an objective, initiative or recommendation:"
            " that is why no card of this page has them."
        ),
    ),
    "aims.sdg": ("ODS {n}", "SDG {n}"),
    # reports
    "reports.title": ("Relatórios", "Reports"),
    "reports.note": (
        "Feitos da versão dos dados que está no rodapé; a mesma versão dá os mesmos ficheiros.",
        "Made from the build named in the footer; the same build gives the same files.",
    ),
}
