"""Words of the chapters that the annual report and the review share: how to read, plan, governance, gaps, sources."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "printed.how": ("Como ler", "How to read"),
    "printed.how.build": (
        (
            "Este relatório foi feito da versão dos dados {build}, com valores de períodos terminados até {day} e com o"
            " que até então foi dito da execução. Um valor em falta fica em falta: não se estima, não se preenche e não"
            " conta como zero."
        ),
        (
            "This report was made from data version {build}, with figures of periods that ended by {day} and with what"
            " had been said of the execution by then. A figure that is missing stays missing: it is not estimated, not"
            " filled in, and does not count as zero."
        ),
    ),
    "printed.how.windows": (
        (
            "Cada indicador julga-se em duas janelas. Na longa, de até {long} anos (ou dos últimos {last} pontos de"
            " uma série mais rara do que anual), uma tendência só se afirma com pelo menos {least} pontos, quando o"
            " teste de Mann-Kendall a sustenta (p inferior a {alpha}) e os valores das duas pontas, como se mostram,"
            " não a contrariam; o ritmo é o declive de Sen. Uma quebra de série corta-a, e períodos que partilham anos"
            " não contam duas vezes. Na curta diz-se a taxa composta por ano entre o último valor e o de há {short}"
            " anos (ou, sem ele, de há {shorter}), sem teste; é significativa desde {significant} % por ano. Uma série"
            " sem valores posteriores a dezembro de 2023 não pode falar da Estratégia."
        ),
        (
            "Each indicator is judged over two windows. Over the long one, of up to {long} years (or the last {last}"
            " points of a series rarer than annual), a trend is stated only with at least {least} points, when the"
            " Mann-Kendall test supports it (p below {alpha}) and both end values, as shown, do not contradict it; the"
            " pace is Sen’s slope. A break cuts the series, and periods that share years do not count twice. Over the"
            " short one, the compound rate per year between the last value and that of {short} years before (or,"
            " without it, {shorter}) is given, without a test; it is significant from {significant}% a year. A series"
            " without figures later than December 2023 cannot speak of the strategy."
        ),
    ),
    "printed.how.targets": (
        (
            "Uma meta só se julga com pelo menos {least} pontos, partida e meta diferentes de zero e sem mudança de"
            " sinal. No caminho: desde {on} % do ritmo exigido; perto: desde {close} %. Regras {rules}. A Estratégia"
            " não fixa metas para os seus indicadores: as que aqui se julgam são nacionais ou europeias, cada uma com"
            " a sua fonte."
        ),
        (
            "A target is judged only with at least {least} points, start and target other than zero and of the same"
            " sign. On track: from {on}% of the pace required; close: from {close}%. Rules {rules}. The strategy sets"
            " no targets for its indicators: those judged here are national or European ones, each with its source."
        ),
    ),
    "printed.aims": ("Objetivos e recomendações", "Objectives and recommendations"),
    "printed.aims.how": (
        (
            "As iniciativas de cada objetivo são da Tabela 1 da Estratégia. As ligações aos indicadores são leitura"
            " nossa."
        ),
        "The initiatives of each objective are Table 1’s. The links to indicators are our reading.",
    ),
    "printed.aims.table": ("Objetivos estratégicos e iniciativas", "Strategic objectives and initiatives"),
    "printed.col.objective": ("Objetivo", "Objective"),
    "printed.col.initiatives": ("Iniciativas", "Initiatives"),
    "printed.recommendations": (
        "Recomendações e indicadores ligados, com o juízo no país",
        "Recommendations and linked indicators, with the national verdict",
    ),
    "printed.col.recommendation": ("Recomendação", "Recommendation"),
    "printed.col.indicators": ("Indicadores", "Indicators"),
    "printed.no_link": ("nenhum", "none"),
    "printed.governance": ("Governação e deveres de reporte", "Governance and reporting duties"),
    "printed.structures": (
        "Estruturas de coordenação, no texto de 2023",
        "Coordination structures, in the text of 2023",
    ),
    "printed.col.structure": ("Estrutura", "Structure"),
    "printed.col.composition": ("Composição", "Composition"),
    "printed.duties": ("Deveres de reportar, rever e monitorizar", "Duties to report, review and monitor"),
    "printed.from_to": ("{by} para {to}", "{by} to {to}"),
    "printed.missing": (
        "O que falta, de quem é, e quem tem de agir",
        "What is missing, whose it is, and who must act",
    ),
    "printed.missing.lead": (
        "Há {n} {n:lacuna|lacunas} que alguém pode resolver, de {owners} {owners:dono|donos}; em {ours}, quem"
        " tem de agir é o {project}.",
        (
            "There {n:is|are} {n} {n:gap|gaps} that somebody can close, of {owners} {owners:owner|owners}; in"
            " {ours}, {project} must act."
        ),
    ),
    "printed.missing.table": ("Lacunas, de quem são e o que se pediu", "Gaps, whose they are and what was asked"),
    "printed.col.whose": ("De quem é", "Whose"),
    "printed.col.gaps": ("Lacunas", "Gaps"),
    "printed.col.asked": ("O que se pediu", "What was asked"),
    "printed.col.kinds": ("De que tipo", "Of which kind"),
    "printed.col.rows": ("Linhas da Tabela 3", "Rows of Table 3"),
    "printed.sources": ("Fontes e licenças", "Sources and licences"),
    "printed.sources.table": ("Fontes do catálogo", "Sources of the catalogue"),
    "printed.col.cited": ("Como se cita", "How to cite it"),
    "printed.col.licence": ("Licença", "Licence"),
    "printed.requests": ("O que se pediu", "What was asked"),
    "printed.requests.none": (
        "Não há pedidos registados: não pedimos nada a ninguém, além do que cada carga pede às fontes.",
        "No request is on record: we asked nobody for anything, beyond what each load asks of the sources.",
    ),
    "printed.requests.table": ("Pedidos a entidades, e o que veio", "Requests to bodies, and what came"),
    "printed.col.whom": ("A quem", "To whom"),
    "printed.col.about": ("Sobre", "About"),
    "printed.col.asked_on": ("Pedido em", "Asked on"),
    "printed.col.due": ("Prazo", "Due"),
    "printed.col.state": ("Como está", "How it stands"),
    "printed.request.waiting": ("à espera", "waiting"),
    "printed.request.late": ("fora do prazo, sem resposta", "past due, no answer"),
    "printed.request.refused": ("recusado", "refused"),
    "printed.request.not_held": ("diz que não tem", "says it has none"),
    "printed.request.answered": ("respondido", "answered"),
    "printed.answered": (", em {day}", ", on {day}"),
    "printed.action": ("ação {n}", "action {n}"),
    "printed.recommendation": ("recomendação {n}", "recommendation {n}"),
    "printed.sums.initiative": ("Somas por espécie, por iniciativa", "Sums by kind, by initiative"),
    "printed.sums.domain": ("Somas por espécie, por domínio", "Sums by kind, by domain"),
    "printed.col.initiative": ("Iniciativa", "Initiative"),
    "printed.sums.note": (
        (
            "O domínio de uma ação é o dos indicadores a que ligamos a sua iniciativa, leitura nossa: uma ação pode"
            " ser de vários, ou de nenhum, e as linhas da tabela por domínio não se somam."
        ),
        (
            "The domain of an action is that of the indicators to which we link its initiative, our reading: an action"
            " may be of several, or of none, and the rows of the table by domain do not add up."
        ),
    ),
    "printed.calls": ("Avisos abertos e por abrir", "Calls that are open or ahead"),
    "printed.col.call": ("Aviso", "Call"),
    "printed.col.fund": ("Fundo", "Fund"),
    "printed.col.when": ("Quando", "When"),
    "printed.who": ("Quem responde", "Who answers"),
    "printed.who.table": (
        "Entidades da Estratégia e quem responde por elas em {day}",
        "Bodies of the strategy and who answers for them on {day}",
    ),
    "printed.col.answers": ("Responde", "Answers"),
    "printed.col.act": ("Ato", "Act"),
    "printed.since": ("Desde {day}.", "Since {day}."),
}
