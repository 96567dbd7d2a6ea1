"""Words of the brief for the coordination bodies: the answer, the board of all rows, what is to be decided."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "brief.crumbs": (
        "A Estratégia está a mover-se? · {date} · juízos até ao último período de cada série",
        "Is the Strategy moving? · {date} · verdicts up to the latest period of each series",
    ),
    "brief.answer": (
        "{tally}; das {ACTIONS} ações: {whens}",
        "{tally}; of the {ACTIONS} actions: {whens}",
    ),
    "brief.answer_soon": (", até {date}.", ", by {date}."),
    "brief.changed": ("Mudou", "Changed"),
    "brief.decide": ("Decidir agora", "Decide now"),
    "brief.ahead": ("Próximos 90 dias", "Next 90 days"),
    "brief.until": ("até {date}", "until {date}"),
    "brief.none_ahead": ("Nenhum prazo termina até lá.", "No deadline ends until then."),
    "brief.actions": ("{n} {n:ação|ações}", "{n} {n:action|actions}"),
    "brief.duties": ("; reunir e reportar", "; meet and report"),
    "brief.past": ("Fora de prazo, sem notícia", "Past deadline, no word"),
    "brief.past_note": ("{n} {n:ação|ações}, por quem responde hoje", "{n} {n:action|actions}, by who answers today"),
    "brief.past_since": ("desde {date}", "since {date}"),
    "brief.past_before": ("desde {date} ou antes", "since {date} or before"),
    "brief.past_seen": (
        "Prova pública direta ou parcial: sobre {n} das {of}.",
        "Direct or partial public evidence: on {n} of the {of}.",
    ),
    "brief.was": ("{now} (era {was})", "{now} (was {was})"),
    "brief.sources": (
        (
            "Fontes e períodos em cada indicador; Plano de Ação da ENTI (RCM n.º 176/2023). Regras {rules}. Versão dos"
            " dados {build}."
        ),
        ("Sources and periods with each indicator; action plan of ENTI (RCM 176/2023). Rules {rules}. Build {build}."),
    ),
    "brief.data": ("Os dados", "The data"),
    "brief.unasked": (
        "Nenhuma carga pediu ainda dados às fontes; valores reunidos a {date}",
        "No load has asked the sources yet; figures compiled on {date}",
    ),
    "brief.failing": ("Falha o pedido a: {sources}", "The request fails at: {sources}"),
    "brief.asked": ("Fontes pedidas em {date}, e nenhuma falha", "Sources asked on {date}, and none fails"),
    "brief.old": (
        "{n} das {of} séries do país acabam antes da Estratégia; a mais antiga: {first}",
        "{n} of the {of} national series end before the Strategy; the oldest: {first}",
    ),
    "brief.empty": (
        "{n} {n:indicador não tem|indicadores não têm} nenhum valor, em nenhum território",
        "{n} {n:indicator has|indicators have} no figure at all, anywhere",
    ),
    "brief.provenance": ("O que falta, e quem o tem", "What is missing, and who has it"),
    "brief.none_late": ("Nenhuma ação passou o prazo.", "No action is past its deadline."),
    "brief.none_changed": (
        "Ninguém disse nada de novo sobre as ações, nem chegaram valores novos.",
        "Nothing new was said of the actions, and no new figures came.",
    ),
    "brief.none_decide": (
        "Nada pede decisão pelas regras desta página.",
        "Nothing asks for a decision by the rules of this page.",
    ),
    # what is to be decided
    "agenda.now": ("já", "now"),
    "agenda.past": ("passou", "past"),
    # The strategy's own words in Portuguese; ours in English, of which it has none.
    "agenda.duty.relatorio_balanco_intercalar": (
        "Elaborar o relatório de balanço intercalar da Estratégia",
        "Write the mid-term review of the Strategy",
    ),
    "agenda.report.by": ("faz: {by} · secção 7.1.3 da Estratégia", "by: {by} · section 7.1.3 of the Strategy"),
    "agenda.meeting": ("Reunir no {quarter}.º trimestre: {who}", "Meet in quarter {quarter}: {who}"),
    "agenda.meeting.by": (
        "uma por trimestre; nenhuma deste está registada",
        "one a quarter; none of this one is on record",
    ),
    "agenda.word": (
        "Pedir a palavra sobre {n} {n:ação|ações}, {past} já {past:passada|passadas}",
        "Ask for word on {n} {n:action|actions}, {past} past",
    ),
    "agenda.word.by": ("respondem hoje: {bodies}", "answering today: {bodies}"),
    "agenda.chase": ("Insistir nos pedidos sem resposta no prazo: {n}", "Chase the requests unanswered in time: {n}"),
    "agenda.chase.by": ("a quem se pediu: {whom}", "who was asked: {whom}"),
    "agenda.late": (
        "Prazo novo ou meios para {n} {n:ação atrasada|ações atrasadas}",
        "A new deadline or means for {n} late {n:action|actions}",
    ),
    "agenda.late.by": ("quem responde disse que não estão feitas", "their owners said that they are not done"),
    "agenda.evidence": (
        "Pedir prova de {n} {n:ação dada por concluída|ações dadas por concluídas}",
        "Ask for evidence of {n} {n:action|actions} said done",
    ),
    "agenda.evidence.by": ("foram ditas sem ligação que o mostre", "said without a link that shows it"),
    "agenda.heir": (
        "Dizer quem responde por {n} {n:ação|ações} da {was}, extinta",
        "Say who answers for {n} {n:action|actions} of {was}",
    ),
    "agenda.heir.by": ("a nossa leitura dos diplomas: {now}", "our reading of the acts: {now}"),
    "agenda.source": (
        "Pedir a {owner} os valores de {n} {n:indicador|indicadores}",
        "Ask {owner} for the figures of {n} {n:indicator|indicators}",
    ),
    "agenda.source.by": ("dos {of} que não têm nenhum", "of the {of} that have none"),
    "agenda.targets": (
        "Fixar metas: {n} de {ROWS} não têm uma que julgue",
        "Set targets: {n} of {ROWS} have none to judge by",
    ),
    "agenda.targets.by": (
        "decide a ECE; julga a que mede o mesmo que o indicador",
        "the ECE decides; it judges where it measures the same",
    ),
    # the board of all rows
    "squares.title": ("A mover-se?", "Moving?"),
    "squares.tiles": (
        "por linha da Tabela 3: juízo de até 15 anos e série do país",
        "by row of Table 3: verdict over up to 15 years and the country’s series",
    ),
    "squares.last": ("o mais recente que melhorou, e o que não", "the latest that improved, and what did not"),
    "squares.unjudged": ("sem juízo", "no verdict"),
    "squares.of": ("{n} {n:indicador|indicadores}", "{n} {n:indicator|indicators}"),
    "squares.out_of": ("de {n}", "of {n}"),
    "squares.good": ("melhora", "improves"),
    "squares.bad": ("piora", "worsens"),
    "squares.same": ("sem mudança segura", "no significant change"),
    "squares.neutral": ("muda, sem sentido melhor", "changes, no way is better"),
    "squares.few": ("não chega para julgar", "not enough to judge"),
    "squares.few.many": ("{n} não chegam para julgar", "{n} are not enough to judge"),
    "squares.none": ("sem valor do país", "no national figure"),
    "squares.hollow": ("oco: acaba antes da Estratégia", "hollow: ends before the Strategy"),
    "squares.was": ("era {was} em {period}", "it was {was} in {period}"),
    "brief.more": ("e mais {n}", "and {n} more"),
    "brief.event": ("{action}: {state}, por {by} em {date}", "{action}: {state}, by {by} on {date}"),
    "brief.new_figures": ("Valores novos: {name}, até {period}", "New figures: {name}, up to {period}"),
    "brief.since_meeting": ("desde a reunião de {date}", "since the meeting of {date}"),
    "brief.since_quarter": (
        "desde o início do trimestre ({date}); não há reuniões registadas",
        "since the start of the quarter ({date}); no meeting is on record",
    ),
}
