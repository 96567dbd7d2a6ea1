"""Words of the pages about the data themselves."""

from typing import Final

from core.terms.status import NO_VALUE

TEXTS: Final[dict[str, tuple[str, str]]] = {
    # state of the data
    # revisions and freshness
    "revision.title": ("Valores que mudaram ({n})", "Values that changed ({n})"),
    "revision.why": ("Porquê", "Why"),
    "revision.kind.revised": ("revisto pela fonte", "revised by the source"),
    "revision.kind.replaced": ("vem agora de outra fonte", "now comes from another source"),
    "revision.kind.vanished": ("retirado pela fonte", "withdrawn by the source"),
    "revision.place": ("Território", "Territory"),
    "revision.period": ("Período", "Period"),
    "revision.before": ("Antes", "Before"),
    "revision.after": ("Agora", "Now"),
    "revision.seen": ("Visto em", "Seen on"),
    "revision.gone": ("retirado", "withdrawn"),
    "revision.more": ("e mais {n}", "and {n} more"),
    "fresh.in_time": ("em dia; {next} esperado até {due}", "in time; {next} expected by {due}"),
    "fresh.in_time_day": ("em dia; nova fotografia até {due}", "in time; new snapshot by {due}"),
    "fresh.ended": ("série terminada na fonte", "series ended at the source"),
    "fresh.not_asked": ("ainda não pedimos à fonte", "not asked of the source by us yet"),
    "fresh.checked": ("fonte verificada em {date}", "source checked on {date}"),
    # gaps
    "gaps.title": ("O que falta, de quem é, e o que o resolve?", "What is missing, whose is it, and what closes it?"),
    "gaps.answer": (
        (
            "{open} {open:lacuna|lacunas} que alguém pode fechar, em {rows} das {ROWS} linhas; {series}"
            " {series:série|séries} sem valor nenhum. Em"
            " {ours}, quem tem de agir é o {project}."
        ),
        (
            "{open} {open:gap|gaps} that somebody can close, in {rows} of the {ROWS} rows; {series} series"
            " without any figure. In"
            " {ours}, it is {project} that must act."
        ),
    ),
    "gaps.late": ("Pedidas e fora do prazo: {n}.", "Asked for and past due: {n}."),
    "gaps.owners": ("De quem é o quê, e o que se pediu", "What is whose, and what was asked"),
    "gaps.beyond": (
        "{n} {n:lacuna|lacunas} de indicadores fora da Tabela 3",
        "{n} {n:gap|gaps} of indicators beyond Table 3",
    ),
    "gaps.caption": ("{n} {n:lacuna|lacunas}", "{n} {n:gap|gaps}"),
    "gaps.all": ("Todas ({n})", "All ({n})"),
    "gaps.days_late": ("{late} de atraso", "{late} late"),
    "gaps.everywhere": ("todos os territórios", "every territory"),
    "gaps.always": ("todos", "all"),
    "gaps.after": ("depois de {period}", "after {period}"),
    "gaps.periods": ("{first} a {last} ({n} {n:período|períodos})", "{first} to {last} ({n} {n:period|periods})"),
    "gaps.download": ("Descarregar as lacunas (CSV)", "Download the gaps (CSV)"),
    "gaps.col.row": ("Linha", "Row"),
    "gaps.col.rows": ("Linhas da Tabela 3", "Rows of Table 3"),
    "gaps.col.what": ("Indicador", "Indicator"),
    "gaps.col.where": ("Onde", "Where"),
    "gaps.col.when": ("Períodos", "Periods"),
    "gaps.col.cause": ("Causa", "Cause"),
    "gaps.col.owner": ("De quem é", "Whose it is"),
    "gaps.col.asked": ("O que se pediu", "What was asked"),
    "gaps.col.since": ("Desde", "Since"),
    "gaps.col.closes": ("O que resolve, e porque falta", "What closes it, and why it is missing"),
    "gaps.col.count": ("Lacunas", "Gaps"),
    "gaps.col.kinds": ("De que tipo", "Of what kind"),
    "state.title": ("O que temos, de quando, e o que falta?", "What do we have, how old is it, and what is missing?"),
    "state.answer": (
        "{ok} {ok:linha|linhas} com dados, {trouble} com a fonte a falhar, {none} sem dados.",
        "{ok} {ok:row|rows} with data, {trouble} with a failing source, {none} without data.",
    ),
    "state.builds": ("Os ficheiros das versões", "The files of the builds"),
    "state.builds_serve": (
        "O que se vê é da versão {build}, que está inteira.",
        "What is shown is from build {build}, which is whole.",
    ),
    "state.locked": (
        "Outro programa tem a versão {build} aberta para escrever: lê-se uma cópia, e nada se carrega até a fechar.",
        "Another program has build {build} open for writing: a copy is read, and nothing is loaded until it closes it.",
    ),
    "refused.title": ("O que não se pôde abrir", "What could not be opened"),
    "refused.rest": (
        "A declaração de cada um destes não serve; tudo o resto continua. O que fazer está no registo dos processos.",
        "The declaration of each of these does not serve; everything else goes on. What to do is in the log.",
    ),
    "refused.page": ("Página", "Page"),
    "refused.source": ("Fonte", "Source"),
    "refused.evidence": ("Prova pública da execução", "Public evidence of the execution"),
    "refused.further": ("Indicador fora da Tabela 3", "Indicator beyond Table 3"),
    "refused.scene": ("Cena", "Scene"),
    "refused.report": ("Relatório", "Report"),
    "refused.alert": ("Espécie de alerta", "Kind of alert"),
    "refused.live": ("Tipo de dados ao vivo", "Type of live data"),
    "state.col.row": ("Linha", "Row"),
    "state.col.indicator": ("Indicador e fonte", "Indicator and source"),
    "state.col.level": ("Nível mais fino que temos", "Finest level we have"),
    "state.col.last": ("Último período", "Last period"),
    "state.col.coverage": ("Cobertura", "Coverage"),
    "state.col.age": ("Idade", "Age"),
    "state.col.outcome": ("Resultado", "Outcome"),
    "state.col.reason": ("Porque falta, ou o que há a saber", "Why it is missing, or what to know"),
    "state.findings": ("Achados da última carga ({n})", "Findings of the last load ({n})"),
    "doubt.title": ("Valores postos em dúvida ({n})", "Figures in doubt ({n})"),
    "doubt.answer": ("Resposta: {said}", "Answer: {said}"),
    "doubt.unanswered": ("Ainda sem resposta.", "Not answered yet."),
    "doubt.series": ("{n} {n:série|séries}", "{n} series"),
    "doubt.everywhere": ("todos os territórios", "all territories"),
    "doubt.more": ("E mais {n}.", "And {n} more."),
    "state.no_findings": ("A última carga não deixou achados.", "The last load left no findings."),
    "state.beyond": ("Os indicadores fora da Tabela 3", "The indicators beyond Table 3"),
    "state.sought": ("O que se procura", "What is sought"),
    "state.caption": ("As {ROWS} linhas da Tabela 3 da ENTI", "The {ROWS} rows of Table 3 of the strategy"),
    "outcome.ok": ("carregado da fonte", "loaded from source"),
    "outcome.unchanged": ("sem alteração na fonte", "unchanged at source"),
    "outcome.embedded": ("valores embutidos", "embedded figures"),
    "outcome.stale": ("desatualizado", "stale"),
    "outcome.failed": ("a fonte falhou", "source failed"),
    "outcome.none": NO_VALUE["no_data"],
    "not_loaded": (
        "Há ligação à fonte, mas esta instalação ainda não a carregou.",
        "A connection to the source exists, but this installation has not loaded it yet.",
    ),
    "headline.value": ("{when}, {name}: {figure}", "{when}, {name}: {figure}"),
    "headline.counts": ("{when}, {name}: {counts}.", "{when}, {name}: {counts}."),
    "headline.by_series": ("Pela série «{series}»: {said}", "By the series “{series}”: {said}"),
    "headline.more": (", mais {by} do que em {since}", ", {by} more than in {since}"),
    "headline.less": (", menos {by} do que em {since}", ", {by} less than in {since}"),
    "headline.same": (", o mesmo que em {since}", ", the same as in {since}"),
    "headline.highest": (" e o valor mais alto desde {since}", " and the highest since {since}"),
    "headline.lowest": (" e o valor mais baixo desde {since}", " and the lowest since {since}"),
    "no_value_here": ("{name}: sem valor {when}.", "{name}: no value {when}."),
    "no_national": ("Não há valor nacional: {reason}", "There is no national value: {reason}"),
    "not_comparable": (
        "Os períodos desta série não são comparáveis entre si.",
        "The periods of this series are not comparable.",
    ),
    "notes": ("Notas", "Notes"),
    "why_missing": ("Porque falta", "Why it is missing"),
    "owed": ("{asked}; tem de agir: {who}.", "{asked}; who must act: {who}."),
    "owed.unread": (
        "O registo do que se pediu não se lê: não se sabe quem tem de agir.",
        "The record of what was asked cannot be read: who must act is not known.",
    ),
    "owed.nobody": ("{asked}.", "{asked}."),
    "asked.not_asked": ("não pedimos", "not asked by us"),
    "asked.failed": ("o nosso pedido falhou", "our request failed"),
    "asked.unread": ("pedido, por ler", "asked, to be read"),
    "asked.not_due": ("por vencer", "not due"),
    "asked.waiting": ("à espera de resposta", "awaiting an answer"),
    "asked.late": ("fora do prazo", "past due"),
    "asked.refused": ("recusado", "refused"),
    "asked.not_held": ("diz que não tem", "says it has none"),
    "asked.answered": ("respondido, por juntar", "answered, to be added"),
    "asked.ended": ("série terminada", "series ended"),
    "asked.ours": ("só depende de nós", "up to us alone"),
    "silence.unasked": (
        "De {n} não pedimos o estado: o passo é nosso, e o silêncio não se atribui a ninguém.",
        "For {n} we did not ask how they stand: the step is ours, and silence is attributed to nobody.",
    ),
    "silence.late": ("Pedido o estado de {n}, e fora do prazo: {who}.", "Asked for {n}, and past due: {who}."),
    "silence.waiting": ("À espera de resposta sobre {n}: {who}.", "Awaiting an answer on {n}: {who}."),
    "silence.refused": ("Recusado o estado de {n}: {who}.", "Refused for {n}: {who}."),
    "silence.not_held": ("Dizem não o ter, de {n}: {who}.", "They say they have none, for {n}: {who}."),
    "silence.answered": ("Respondido e por registar, de {n}: {who}.", "Answered and to be recorded, for {n}: {who}."),
    "silence.who": ("{whom}, pedido em {date}", "{whom}, asked on {date}"),
    "nothing_here": ("Ainda não há valores para este indicador.", "There are no figures for this indicator yet."),
    # data
    "data.question": ("Que valores, exatamente?", "Which figures, exactly?"),
    "data.answer": (
        "{n} {rows:linha|linhas}, {known} com valor; {places} {of:território|territórios}, {periods}"
        " {periods:período|períodos}.",
        "{n} {rows:row|rows}, {known} with a value; {places} {of:place|places}, {periods} {periods:period|periods}.",
    ),
    "data.all": ("Todos", "All"),
    "data.preview": (
        "{n} {n:linha mais recente|linhas mais recentes}, de {of}",
        "{n} most recent {n:row|rows}, of {of}",
    ),
    "data.codebook": ("O que quer dizer cada coluna", "What each column means"),
    "data.column": ("Coluna", "Column"),
    "data.meaning": ("Significado", "Meaning"),
    # accessibility
    "access.law": ("Decreto-Lei n.º 83/2018", "Decree-Law 83/2018"),
    "access.state.title": ("Em que estado está", "Where it stands"),
    "access.state": (
        (
            "Parcialmente conforme com as WCAG 2.1, nível AA. Esta declaração é do projeto; a da entidade que o"
            " publicar substitui-a."
        ),
        (
            "Partially conforms to WCAG 2.1, level AA. This is the project’s own declaration; that of the body which "
            "publishes it takes its place."
        ),
    ),
    "access.checked.title": ("O que é verificado", "What is checked"),
    "access.checked": (
        (
            "Em cada alteração, com o axe, todas as páginas nas duas línguas e nos temas claro e escuro, sem falhas"
            " graves; o caminho por teclado até cada lugar do mapa e ao seu perfil; a tabela com os mesmos valores ao"
            " lado de cada mapa e de cada gráfico; a língua da página."
        ),
        (
            "On every change, with axe, all pages in both languages and in the light and dark themes, without serious"
            " faults; the way by keyboard to each place of the map and to its profile; the table with the same figures"
            " beside each map and chart; the language of the page."
        ),
    ),
    "access.short.title": ("O que ainda falha", "What still falls short"),
    "access.short": (
        (
            "Os gráficos de linhas e de pontos só se leem por rato ou pela tabela; o mapa dos postos, ponto a ponto,"
            " também; as notas das fontes e o texto da Estratégia estão só em português."
        ),
        (
            "Line and point charts are read by mouse or by their table only; so is the map of stations, point by point;"
            " notes of sources and the strategy’s own text are in Portuguese only."
        ),
    ),
    "access.not_checked.title": ("O que não foi verificado", "What has not been checked"),
    "access.not_checked": (
        "Não houve ainda ensaios com pessoas com deficiência nem com leitores de ecrã.",
        "There have been no trials yet with people with disabilities or with screen readers.",
    ),
    "access.say.title": ("Dizer o que falha", "Say what fails"),
    "access.say": (
        "À entidade que publica este dashboard, por ora sem contacto próprio indicado.",
        "To the body that publishes this dashboard, which has not named a contact yet.",
    ),
}
