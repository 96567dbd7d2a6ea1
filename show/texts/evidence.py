"""Words of public evidence: what pages say of actions, local projects, events of governance, targets in documents."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    # evidence of actions
    "public.title": ("Prova pública", "Public evidence"),
    "public.short": (
        "Há prova pública sobre {some} das {ACTIONS} ações, direta sobre {direct}.",
        "There is public evidence on {some} of the {ACTIONS} actions, direct on {direct}.",
    ),
    "public.answer": (
        (
            "Há prova pública sobre {some} das {ACTIONS} ações: {direct} direta, {partial} só parcial, {hint} só"
            " indício. De {none} não se achou nenhuma: de {nothing} nem uma página, e de {succession} só que mudou o"
            " organismo que responde, o que não é prova. Nenhuma página diz que uma ação está concluída."
        ),
        (
            "There is public evidence on {some} of the {ACTIONS} actions: {direct} direct, {partial} only partial,"
            " {hint} only a hint. On {none} none was found: on {nothing} not a single page, and on {succession} only"
            " that the body that answers changed, which is no evidence. No page says that an action is done."
        ),
    ),
    "public.best.direct": ("prova direta", "direct evidence"),
    "public.best.partial": ("prova parcial", "partial evidence"),
    "public.best.hint": ("só indício", "only a hint"),
    "public.best.succession": ("nenhuma; só mudou o organismo", "none; only the body changed"),
    "public.best.nothing": ("nenhuma", "none"),
    "public.strength.direct": ("prova direta", "direct evidence"),
    "public.strength.partial": ("prova parcial", "partial evidence"),
    "public.strength.hint": ("indício", "hint"),
    # Verbs whose subject is the page: it says this of what it speaks of. Never a state of the action.
    "public.kind.announced": ("anuncia", "announces"),
    "public.kind.funded": ("dá financiamento", "grants funding"),
    "public.kind.call": ("abre concurso ou aviso", "opens a call"),
    "public.kind.started": ("diz que começou", "says it began"),
    "public.kind.running": ("diz que funciona", "says it runs"),
    "public.kind.event": ("relata um evento", "reports an event"),
    "public.kind.revised": ("relata uma revisão", "reports a revision"),
    "public.kind.succession": ("muda quem responde", "changes who answers"),
    "public.pages": (
        "{n} {n:página|páginas}, {direct} de prova direta",
        "{n} {n:page|pages}, {direct} of direct evidence",
    ),
    "public.page": ("1 página, {direct} de prova direta", "1 page, {direct} of direct evidence"),
    "public.undated": ("sem data", "no date"),
    "public.inferred": ("{date} (deduzida)", "{date} (inferred)"),
    "public.says": ("O que diz a página", "What the page says"),
    "public.none": (
        "Não se achou nenhuma página pública sobre esta ação. Isso não diz que nada se fez.",
        "No public page on this action was found. That does not say that nothing was done.",
    ),
    "public.only_succession": (
        "Só se achou que mudou o organismo que responde; isso não é prova da ação.",
        "All that was found is that the body that answers changed; that is no evidence of the action.",
    ),
    "public.initiative": ("Sobre a iniciativa inteira; não conta para a ação", "On the whole initiative; not counted"),
    "public.whole": ("Sobre a Estratégia; não conta para nenhuma ação", "On the strategy; counts for no action"),
    "public.succession": ("Mudança de organismo", "Change of body"),
    "public.how": ("Como se procurou, e o que a prova não diz", "How we searched, and what evidence does not say"),
    "public.compiled": (
        "Páginas vistas até {date}. {source} {licence}",
        "Pages seen until {date}. {source} {licence}",
    ),
    "public.reread": (
        "{n} das {of} linhas abriram-se segunda vez; todas dizem o que a página diz.",
        "{n} of the {of} rows were opened a second time; all say what the page says.",
    ),
    "public.not_found": ("Procurado e não achado", "Searched for and not found"),
    # the board
    "board.title": ("Prazos, palavra e prova", "Deadlines, word and evidence"),
    "board.alt": (
        "Ações por iniciativa e por ano em que o prazo acaba; cada uma abre o que dela se disse e se achou",
        "Actions by initiative and by the year in which their deadline ends; each opens what was said and found",
    ),
    # Short names of ours for the initiatives, where the whole one does not fit; it stands beside, in full.
    "board.initiative.1": ("Governança multinível", "Multilevel governance"),
    "board.initiative.2": ("Portal dos Territórios", "Territories portal"),
    "board.initiative.3": ("Capacitação", "Training"),
    "board.initiative.4": ("Quadro legal", "Legal framework"),
    "board.initiative.5": ("Zonas Livres Tecnológicas", "Technological free zones"),
    "board.initiative.6": ("Financiamento", "Funding"),
    "board.initiative.7": ("Cooperação", "Cooperation"),
    "board.initiative.8": ("Parcerias", "Partnerships"),
    "board.initiative.9": ("Plataformas urbanas", "Urban platforms"),
    "board.initiative.10": ("Gémeos digitais", "Digital twins"),
    "board.initiative.11": ("Soluções existentes", "Existing solutions"),
    "board.initiative.12": ("Princípios da ARPGU", "ARPGU principles"),
    "board.initiative.13": ("Catálogo de APIs", "API catalogue"),
    "board.initiative.14": ("Dados abertos", "Open data"),
    "board.initiative.15": ("5G e IoT", "5G and IoT"),
    "board.initiative.16": ("Cibersegurança", "Cybersecurity"),
    "board.end": ("fim {year}", "end {year}"),
    "board.second": ("outro prazo da mesma ação", "another deadline of the same action"),
    "board.moved": ("mudou o organismo", "body changed"),
    "board.box": ("Ação {number}: {deadline}; {word}; {proof}", "Action {number}: {deadline}; {word}; {proof}"),
    "board.filled": ("cheio: o responsável disse o estado", "filled: the owner stated how it stands"),
    "board.foot": (
        "Barra azul: a prova pública mais forte que se achou; não é o estado da ação. Um ano sem dia conta até 31/12.",
        "Blue bar: the strongest public evidence that was found; it is no state. A bare year counts to 31 December.",
    ),
    "board.open": ("Escolher uma ação abre aqui o que dela se disse e se achou.", "Choose an action to open it here."),
    "board.close": ("Fechar", "Close"),
    "board.text_body": ("No texto", "In the text"),
    "board.word": ("Palavra do responsável", "The owner’s word"),
    "board.no_word": ("Ninguém disse ainda o estado.", "Nobody has said yet how it stands."),
    "board.unasked": (
        "Não há registo de se ter perguntado; o silêncio não se atribui a ninguém.",
        "There is no record of anybody having been asked; silence is laid at nobody’s door.",
    ),
    "board.said": ("{state}, dito por {by} em {date}", "{state}, said by {by} on {date}"),
    # local projects
    "seen.title": ("O que se vê em público", "What can be seen in public"),
    "seen.answer": (
        (
            "No máximo {n} {n:projeto|projetos}, em {rows} {rows:linha|linhas}: {after} desde a Estratégia, {undated}"
            " sem data na página e {before} {before:anterior|anteriores} a {day}, que {before:vai|vão} à parte."
            " {same} {same:linha é|linhas são} outra fonte do mesmo projeto e não {same:conta|contam}; {maybe}"
            " {maybe:projeto pode|projetos podem} ser o mesmo que outro."
        ),
        (
            "At most {n} {n:project|projects}, in {rows} {rows:row|rows}: {after} since the strategy, {undated} without"
            " a date on the page and {before} from before {day}, apart from them. {same} {same:row is|rows are} another"
            " source of the same project and {same:does|do} not count; {maybe} {maybe:project|projects} may be the same"
            " as another."
        ),
    ),
    "seen.amounts": (
        "Os montantes são de {n} espécies (investimento, financiamento, adjudicação…) e não se somam.",
        "Amounts are of {n} kinds (investment, funding, award…) and are not added up.",
    ),
    "seen.when": ("Quando", "When"),
    "seen.when.after": ("Desde a Estratégia ({n})", "Since the strategy ({n})"),
    "seen.when.undated": ("Sem data ({n})", "No date ({n})"),
    "seen.when.before": ("Antes de {day} ({n})", "Before {day} ({n})"),
    "seen.by": ("Ver por", "View by"),
    "seen.by.municipality": ("Município", "Municipality"),
    "seen.by.region": ("CIM ou AM", "CIM or AM"),
    "seen.by.recommendation": ("Recomendação", "Recommendation"),
    "seen.map": ("Projetos que chegam ao município", "Projects that reach the municipality"),
    "seen.map.none": ("nenhum projeto visto", "no project seen"),
    "seen.map.one": ("1 projeto", "1 project"),
    "seen.map.many": ("{n} projetos", "{n} projects"),
    "seen.map.parts": (
        "{named} nomeiam o município; {region} são da CIM, AM ou região inteira",
        "{named} name the municipality; {region} are of the whole CIM, AM or region",
    ),
    "seen.map.fine": (
        (
            "Tramado: nenhuma página vista; não quer dizer que não haja projetos. Um projeto sem lista de municípios"
            " conta em todos os da sua CIM ou região. Escolher um município mostra só os seus."
        ),
        (
            "Hatched: no page seen; it does not say that there are no projects. A project without a list of"
            " municipalities counts in all of its CIM or region. Choosing a municipality shows only its own."
        ),
    ),
    "seen.map.off": (
        "{n} não estão no mapa, porque a página não diz onde.",
        "{n} are not on the map, because the page does not say where.",
    ),
    "seen.place": ("Só os que chegam {to}.", "Only those that extend {to}."),
    "seen.place.all": ("Ver todos", "Show all"),
    "seen.place.none": ("Nenhum projeto destes chega {to}.", "None of these projects extends {to}."),
    "seen.nowhere": ("Sem território na página", "No territory on the page"),
    "seen.whole": ("{name} (em todo o território)", "{name} (all of it)"),
    "seen.col.project": ("Projeto e página", "Project and page"),
    "seen.col.who": ("Quem promove", "Promoter"),
    "seen.col.stage": ("O que diz a página", "What the page says"),
    "seen.col.when": ("Data", "Date"),
    "seen.col.money": ("Montante e de que espécie", "Amount and its kind"),
    "seen.col.recs": ("Recomendações (leitura nossa)", "Recommendations (our reading)"),
    "seen.same": ("Outra fonte do mesmo projeto", "Another source of the same project"),
    "seen.maybe": ("Pode ser o mesmo que «{title}».", "May be the same as “{title}”."),
    "seen.is.about": ("cerca de", "about"),
    "seen.is.over": ("mais de", "over"),
    "seen.kind.investment": ("investimento", "investment"),
    "seen.kind.funding": ("financiamento", "funding"),
    "seen.kind.eligible": ("custo elegível", "eligible cost"),
    "seen.kind.total": ("montante total", "total amount"),
    "seen.kind.value": ("valor do projeto", "value of the project"),
    "seen.kind.tender": ("valor base do concurso", "base value of the tender"),
    "seen.kind.award": ("adjudicação", "award"),
    "seen.kind.budget": ("orçamento", "budget"),
    "seen.kind.contract": ("valor do contrato", "value of the contract"),
    "seen.kind.allocation": ("dotação", "allocation"),
    # events of governance
    "facts.title": ("Factos públicos da governação", "Public facts of governance"),
    "facts.answer": (
        "{n} {n:facto|factos}, por género. Nenhum é reunião das estruturas: dessas só conta o que fica registado.",
        "{n} {n:fact|facts}, by kind. None is a meeting of the structures: of those only what is on record counts.",
    ),
    "facts.kind.legal_act": ("Atos legais", "Legal acts"),
    "facts.kind.amendment": ("Alterações da Estratégia", "Amendments of the strategy"),
    "facts.kind.body_change": ("Mudanças de organismos", "Changes of bodies"),
    "facts.kind.appointment": ("Nomeações", "Appointments"),
    "facts.kind.meeting": ("Sessões públicas", "Public sessions"),
    "facts.kind.deadline": ("Prazos", "Deadlines"),
    "facts.kind.orientation": ("Orientações", "Orientations"),
    "facts.kind.deliverable": ("Entregas", "Deliverables"),
    # targets in documents
    "aims.view.target": ("Meta", "Target"),
    "goals.title": ("O que os documentos dizem de metas", "What documents say of targets"),
    "goals.answer": (
        (
            "{n} linhas de documentos oficiais, ou lidas por outros neles. {same} medem o mesmo que o indicador:"
            " {judges} julgam ({distinct} metas), {waits} esperam confirmação e não julgam nada, e {observed} é um"
            " valor observado e não uma meta. As outras {rest} são referências, cada uma com o porquê."
        ),
        (
            "{n} rows of official documents, or read in them by others. {same} measure the same as the indicator:"
            " {judges} judge ({distinct} targets), {waits} wait for confirmation and judge nothing, and {observed} is"
            " an observed value and no target. The other {rest} are references, each with why."
        ),
    ),
    "goals.use.judges": ("julga-se por ela", "judged by"),
    "goals.use.to_confirm": ("por confirmar: não julga nada", "to be confirmed: judges nothing"),
    "goals.use.observed": ("valor observado, não é meta", "observed value, no target"),
    "goals.use.reference": ("referência, não julga", "reference, does not judge"),
    "goals.use.other": ("mede outra coisa", "measures something else"),
    "goals.unread": ("número não lido", "figure not read"),
    "goals.since": ("em vigor desde {date}", "in force since {date}"),
    "goals.one": ("a mesma meta que outra linha", "the same target as another row"),
}
