"""Words of the reports on the strategy as a whole: findings, decisions asked for, initiatives, proposals, execution."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "annual.title": ("Relatório anual {year}", "Annual report {year}"),
    "annual.said": (
        (
            "Monitorização da implementação da ENTI: indicadores, metas, execução e lacunas (secção 7.1.3 f) da"
            " Estratégia)."
        ),
        "Monitoring of ENTI: indicators, targets, execution and gaps (section 7.1.3 f) of the strategy).",
    ),
    "interim.title": ("Balanço intercalar {year}", "Mid-term review {year}"),
    "interim.said": (
        (
            "O que se verifica, o que pede decisão, a palavra e a prova por iniciativa, e o que se propõe para o Plano"
            " e a ARPGU revistos (secção 7.1.3 l) da Estratégia); depois, os indicadores desde {since}."
        ),
        (
            "What is found, what asks for a decision, word and evidence by initiative, and what is proposed for the"
            " revised Plan and ARPGU (section 7.1.3 l) of the strategy); then the indicators since {since}."
        ),
    ),
    # findings
    "review.findings": ("O que se verifica", "Findings"),
    "review.tally": (
        "{tally} no país (regras {rules}); {known} têm valor do país nesta versão dos dados. {speaking}",
        "{tally} in the country (rules {rules}); {known} have a national figure in this data version. {speaking}",
    ),
    "review.actions": (
        "Das {ACTIONS} ações do Plano de Ação: {whens}.",
        "Of the {ACTIONS} actions of the Action Plan: {whens}.",
    ),
    "review.due": (
        "Em {day} tinham passado os prazos de {due} das {ACTIONS} ações: {whens}.",
        "On {day} the deadlines of {due} of the {ACTIONS} actions had passed: {whens}.",
    ),
    "review.met": ("{who}: {record}.", "{who}: {record}."),
    "review.old": ("{said}.", "{said}."),
    "review.better": ("O que melhora", "What improves"),
    "review.worse": ("O que piora", "What worsens"),
    "review.still": (
        "O que não muda de forma segura, ou muda sem que um sentido seja melhor que o outro",
        "What does not change significantly, or changes where no way is better",
    ),
    "review.none": (
        "Nenhum indicador do país, pelas regras deste relatório.",
        "No indicator of the country, by the rules of this report.",
    ),
    "review.moved": (", de {first} ({then}) a {last} ({now})", ", from {first} ({then}) to {last} ({now})"),
    "review.states": ("Estado dos {ROWS} indicadores", "State of the {ROWS} indicators"),
    "review.states.table": ("Juízo sobre cada indicador, no país", "Verdict on each indicator, in the country"),
    "review.col.domain": ("Domínio", "Domain"),
    "review.col.verdict": ("Juízo", "Verdict"),
    "review.col.unjudged": ("Porque não se avalia", "Why it is not assessed"),
    "review.judged": ("avalia-se", "assessed"),
    # decisions asked for
    "review.asked": ("O que pede decisão", "Decisions asked for"),
    "review.asked.how": (
        (
            "Feito do estado das coisas em {day}, pelas mesmas regras da página Síntese: deveres da própria Estratégia,"
            " palavras que faltam, quem responde, valores e metas que não há."
        ),
        (
            "Made from the state of things on {day}, by the same rules as the page Brief: duties of the strategy"
            " itself, words that nobody gave, who answers, figures and targets that are not there."
        ),
    ),
    "review.asked.table": (
        "O que pede decisão, o que tem dia primeiro",
        "What asks for a decision, what has a day first",
    ),
    "review.col.matter": ("O que se pede", "What is asked"),
    "review.col.ground": ("Em que assenta", "On what ground"),
    "review.col.when": ("Até quando", "By when"),
    "decisions.table": ("Decisões, as abertas primeiro", "Decisions, the open ones first"),
    "decisions.past_due": ("Com o prazo passado: {n}.", "Past their day: {n}."),
    # by initiative
    "review.initiatives": ("Iniciativa a iniciativa: a palavra e a prova", "By initiative: word and evidence"),
    "review.apart": (
        "O estado é a palavra de quem responde pela ação; a prova pública é o que páginas dizem, e nunca um estado.",
        "The state is the word of who answers for the action; public evidence is what pages say, and never a state.",
    ),
    "review.initiative": ("Iniciativa {n}. {name}", "Initiative {n}. {name}"),
    "review.word": ("Iniciativa {n}: a palavra de quem responde", "Initiative {n}: the word of who answers"),
    "review.public": (
        "Iniciativa {n}: prova pública ({pages} {pages:página|páginas}), que não é um estado",
        "Initiative {n}: public evidence ({pages} {pages:page|pages}), which is no state",
    ),
    "review.public.none": (
        "Prova pública: não se encontrou nenhuma página sobre estas ações.",
        "Public evidence: no page was found on these actions.",
    ),
    "review.partners": (". Parceiros: {names}", ". Partners: {names}"),
    "review.percent": ("média de {p} % nas {n} que a dizem", "mean of {p}% in the {n} that give it"),
    "review.late": ("; atrasada", "; late"),
    "review.said": (", dito por {by} em {day}", ", said by {by} on {day}"),
    "review.no_evidence": ("; sem prova", "; no evidence"),
    "review.col.about": ("Sobre", "About"),
    "review.col.page": ("O que diz a página", "What the page says"),
    "review.col.date": ("Data", "Date"),
    "review.col.from": ("De quem", "By whom"),
    "review.col.strength": ("Força", "Strength"),
    "review.the_initiative": ("a iniciativa", "the initiative"),
    "review.by_body": ("Por entidade responsável", "By responsible body"),
    "review.by_body.table": (
        "Ações por entidade responsável; uma ação de duas entidades conta em ambas",
        "Actions by responsible body; an action of two bodies counts in both",
    ),
    "review.col.body": ("Entidade", "Body"),
    "review.col.actions": ("Ações", "Actions"),
    "review.col.done": ("Concluídas", "Done"),
    "review.col.late": ("Atrasadas", "Late"),
    "review.col.silent": ("Fora de prazo, sem notícia", "Past deadline, no word"),
    # proposals
    "review.proposals": ("Propostas para o Plano e a ARPGU revistos", "Proposals for the revised Plan and ARPGU"),
    "review.proposals.how": (
        (
            "À esquerda as palavras da Estratégia, como foram aprovadas; ao lado as que se propõem. O que ninguém"
            " escreveu fica em branco: este relatório não propõe nada por si."
        ),
        (
            "On the left the words of the strategy, as approved; beside them those that are proposed. What nobody wrote"
            " stays blank: this report proposes nothing by itself."
        ),
    ),
    "review.forced": (
        "O que a lei já mudou: entidades do Plano que deixaram de ser as mesmas",
        "What the law has changed already: bodies of the Plan that are no longer the same",
    ),
    "review.forced.table": (
        "Texto de 2023 que nomeia cada uma, e o texto novo onde um ato o diz",
        "The text of 2023 that names each, and the new text where an act says it",
    ),
    "review.forced.none": (
        "Nenhuma entidade do Plano mudou até {day}, pelo que se leu.",
        "No body of the Plan had changed by {day}, as far as was read.",
    ),
    "review.forced.by": ("lei, em {day}", "law, on {day}"),
    "review.forced.where": ("{old} ({n} {n:célula|células}: {cells})", "{old} ({n} {n:cell|cells}: {cells})"),
    "review.handed.plano": ("Propostas entregues: Plano de Ação", "Proposals handed in: Action Plan"),
    "review.handed.arpgu": ("Propostas entregues: ARPGU", "Proposals handed in: ARPGU"),
    "review.handed.none": (
        "Ninguém entregou propostas para a revisão, até {day}.",
        "Nobody had handed in proposals for the revision by {day}.",
    ),
    "review.col.where": ("Onde", "Where"),
    "review.col.old": ("Texto de 2023", "Text of 2023"),
    "review.col.new": ("Texto novo", "New text"),
    "review.col.why": ("Porquê", "Why"),
    "review.col.by": ("Por quem", "By whom"),
    "review.part.texto": ("texto", "text"),
    "review.part.entidades": ("entidades", "bodies"),
    "review.part.responsavel": ("responsável", "responsible"),
    "review.part.parceiros": ("parceiros", "partners"),
    "review.part.prazo": ("prazo", "deadline"),
    "review.part.financiamento": ("financiamento", "funding"),
    "review.part.acrescenta": ("acrescentar", "to be added"),
    "review.part.revoga": ("revogar", "to be repealed"),
    "review.on.plano": ("Plano de Ação", "Action Plan"),
    "review.on.arpgu": ("ARPGU", "ARPGU"),
    "review.on.action": ("ação {n}", "action {n}"),
    "review.on.initiative": ("iniciativa {n}", "initiative {n}"),
    "review.repealed": ("(revogado)", "(repealed)"),
    # since the strategy began
    "review.since": ("Os indicadores desde {year}", "The indicators since {year}"),
    "review.since.table": (
        "Valor do país até {year}, o mais recente, e o que vai de um ao outro",
        "National figure up to {year}, the newest, and what lies between",
    ),
    "review.until": ("Até {year}", "Up to {year}"),
    "review.unit": ("Unidade", "Unit"),
    "review.newest": ("Mais recente", "Newest"),
    "review.change": ("Variação", "Change"),
    "review.no_country": ("não há valor do país", "no national figure"),
    "review.not_later": ("não há valor posterior a {year}", "no figure later than {year}"),
    "review.not_before": ("não há valor até {year}", "no figure up to {year}"),
    "review.not_compared": ("não se compara", "not comparable"),
    "review.since.without": ("Indicadores sem valor do país", "Indicators without a national figure"),
    "review.domain": (
        "{have} dos {of} indicadores deste domínio têm valores nesta versão dos dados.",
        "{have} of the {of} indicators of this domain have figures in this data version.",
    ),
}
