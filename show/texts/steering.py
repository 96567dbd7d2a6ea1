"""Words of the pages that steer: brief, execution, objectives, projects, governance, reports."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    # synthesis
    "brief.title": ("A Estratégia está a mover-se?", "Is the strategy moving?"),
    "brief.answer": (
        (
            "{moving} dos {judged} indicadores que se podem julgar no país vão no bom sentido; {abstained} de {ROWS}"
            " não se podem julgar. Das {ACTIONS} ações, {done} estão concluídas, {late} atrasadas, e de {silent} com o"
            " prazo passado ninguém disse o estado."
        ),
        (
            "{moving} of the {judged} indicators that can be judged for the country move the right way; {abstained} of"
            " {ROWS} cannot be judged. Of the {ACTIONS} actions, {done} are done, {late} late, and for {silent} past"
            " their deadline nobody has said how they stand."
        ),
    ),
    "brief.moved": ("O que se moveu", "What moved"),
    "brief.still": ("O que não se moveu", "What did not move"),
    "brief.late": ("O que está atrasado", "What is late"),
    "brief.changed": ("O que mudou", "What changed"),
    "brief.decide": ("O que precisa de decisão", "What needs a decision"),
    "brief.none_moved": (
        "Nenhum indicador do país se move de forma significativa no bom sentido.",
        "No national indicator moves significantly the right way.",
    ),
    "brief.none_still": (
        "Nada a assinalar entre os indicadores que se podem julgar.",
        "Nothing to note among the indicators that can be judged.",
    ),
    "brief.none_late": ("Nenhuma ação passou o prazo.", "No action is past its deadline."),
    "brief.none_changed": (
        "Ninguém disse nada de novo sobre as ações, nem chegaram valores novos.",
        "Nothing new was said of the actions, and no new figures came.",
    ),
    "brief.none_decide": (
        "Nada pede decisão pelas regras desta página.",
        "Nothing asks for a decision by the rules of this page.",
    ),
    "brief.more": ("e mais {n}", "and {n} more"),
    "brief.event": ("{action}: {state}, por {by} em {date}", "{action}: {state}, by {by} on {date}"),
    "brief.new_figures": ("Valores novos: {name}, até {period}", "New figures: {name}, up to {period}"),
    "brief.since_meeting": ("desde a reunião de {date}", "since the meeting of {date}"),
    "brief.since_quarter": (
        "desde o início do trimestre ({date}); não há reuniões registadas",
        "since the start of the quarter ({date}); no meeting is on record",
    ),
    "brief.ask_state": (
        "Pedir o estado de {n} ações com o prazo passado, de {bodies}.",
        "Ask how {n} actions past their deadline stand, from {bodies}.",
    ),
    "brief.ask_late": (
        "Fixar novo prazo ou meios para {n} ações atrasadas.",
        "Set a new deadline or means for {n} late actions.",
    ),
    "brief.ask_evidence": (
        "Pedir prova de {n} ações dadas por concluídas sem ligação.",
        "Ask for evidence of {n} actions said to be done without a link.",
    ),
    "brief.ask_clock": (
        "{initiative}: entregue, e os indicadores ligados não se movem.",
        "{initiative}: delivered, and the linked indicators do not move.",
    ),
    "brief.ask_report": (
        "{report}: prazo até {date}, daqui a {days} dias.",
        "{report}: due by {date}, in {days} days.",
    ),
    "brief.ask_report_late": ("{report}: o prazo terminou em {date}.", "{report}: the deadline ended on {date}."),
    "brief.ask_targets": (
        "Fixar metas: {n} dos {ROWS} indicadores não têm meta que sirva para julgar.",
        "Set targets: {n} of the {ROWS} indicators have no target fit to judge by.",
    ),
    "brief.ask_access": (
        "Obter acesso aos dados de {name}: {owner} recusou-o ou não respondeu.",
        "Get access to the data on {name}: {owner} refused it or did not answer.",
    ),
    # execution
    "exec.title": ("Quem deve o quê, até quando, e está feito?", "Who owes what by when, and is it done?"),
    "exec.answer": (
        (
            "Das {total} ações, {done} estão concluídas, {going} em curso, {late} atrasadas; de {unsaid} ninguém disse"
            " ainda o estado, {silent} delas com o prazo passado."
        ),
        (
            "Of the {total} actions, {done} are done, {going} under way, {late} late; for {unsaid} nobody has said how"
            " they stand, {silent} of them past their deadline."
        ),
    ),
    "exec.by": ("Agrupar por", "Group by"),
    "exec.by.initiative": ("Iniciativa", "Initiative"),
    "exec.by.body": ("Entidade", "Body"),
    "exec.by.funding": ("Financiamento", "Funding"),
    "exec.show": ("Mostrar", "Show"),
    "exec.show.all": ("Todas", "All"),
    "exec.show.due": ("Prazo passado", "Past deadline"),
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
    "exec.state.sem_informacao": ("Sem informação", "No information"),
    "exec.state.por_iniciar": ("Por iniciar", "Not started"),
    "exec.state.em_curso": ("Em curso", "Under way"),
    "exec.state.concluida": ("Concluída", "Done"),
    "exec.state.suspensa": ("Suspensa", "Suspended"),
    "exec.late": ("Atrasada", "Late"),
    "exec.silent": ("Prazo passado, sem estado", "Past deadline, no state"),
    "exec.days_left": ("faltam {n} dias", "{n} days left"),
    "exec.days_past": ("passou há {n} dias", "{n} days past"),
    "exec.day_zero": ("termina hoje", "ends today"),
    "exec.evidence": ("prova", "evidence"),
    "exec.no_evidence": ("sem prova", "no evidence"),
    "exec.done_late": ("concluída depois do prazo", "done after its deadline"),
    "exec.nobody": ("ninguém ainda", "nobody yet"),
    "exec.tally": (
        "{done} de {total} concluídas; {late} atrasadas; {silent} com prazo passado e sem estado",
        "{done} of {total} done; {late} late; {silent} past deadline without state",
    ),
    "exec.percent": ("média de {p} % nas {n} que a dizem", "mean of {p}% in the {n} that give it"),
    "exec.how": (
        (
            "Nada se altera nesta página. O estado diz-se no servidor («python -m etl execution»); «atrasada» resulta"
            " do prazo, não se escolhe."
        ),
        (
            "Nothing can be changed on this page. States are given on the server (“python -m etl execution”); “late”"
            " follows from the deadline, it is not chosen."
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
        "{n} projetos de {places} territórios, para {recs} das {RECOMMENDATIONS} recomendações.",
        "{n} projects of {places} territories, for {recs} of the {RECOMMENDATIONS} recommendations.",
    ),
    "projects.empty": (
        (
            "Ainda ninguém entregou projetos. Um município, CIM ou AM entrega-os por CSV («python -m etl execution"
            " project import»)."
        ),
        (
            "Nobody has handed in projects yet. A municipality, CIM or AM does so by CSV (“python -m etl execution"
            " project import”)."
        ),
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
    "gov.days": ("faltam {n} dias para o fim do ano", "{n} days to the end of the year"),
    "gov.over": ("o ano terminou há {n} dias", "the year ended {n} days ago"),
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
    "gov.quarter": (
        "{q}.º trimestre de {year}: ECE, reunião trimestral",
        "Quarter {q} of {year}: ECE, quarterly meeting",
    ),
    "gov.quarter_met": ("reuniu em {date}", "met on {date}"),
    "gov.quarter_none": ("sem reunião registada", "no meeting on record"),
    "gov.quarter_now": ("decorre", "under way"),
    "gov.next": ("próximo", "next"),
    # reports
    "reports.title": ("Relatórios", "Reports"),
    "reports.note": (
        "Feitos da versão dos dados que está no rodapé; a mesma versão dá os mesmos ficheiros.",
        "Made from the build named in the footer, in Portuguese; the same build gives the same files.",
    ),
}
