"""Words of the judgement: states, reasons, the verdict card, progress."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    # states
    "verdict.reached": ("Meta atingida", "Target reached"),
    "verdict.on_track": ("No caminho da meta", "On track"),
    "verdict.close": ("Perto do caminho", "Close to track"),
    "verdict.slow": ("Abaixo do ritmo", "Too slow"),
    "verdict.away": ("A afastar-se da meta", "Moving away"),
    "verdict.missed": ("Meta falhada", "Target missed"),
    "verdict.improving": ("A melhorar", "Improving"),
    "verdict.worsening": ("A piorar", "Worsening"),
    "verdict.rising": ("A subir", "Rising"),
    "verdict.falling": ("A descer", "Falling"),
    "verdict.no_change": ("Sem alteração significativa", "No significant change"),
    "verdict.not_assessable": ("Não avaliável", "Not assessable"),
    # the short window
    "pace.progress_strong": ("Progresso significativo", "Significant progress"),
    "pace.progress": ("Progresso moderado", "Moderate progress"),
    "pace.unchanged": ("Sem mudança", "No change"),
    "pace.setback": ("Afastamento moderado", "Moderate movement away"),
    "pace.setback_strong": ("Afastamento significativo", "Significant movement away"),
    "pace.up": ("A subir", "Rising"),
    "pace.down": ("A descer", "Falling"),
    "pace.not_assessable": ("Não avaliável", "Not assessable"),
    "pace.rate": ("{rate}\u00a0% por ano", "{rate}% a year"),
    "pace.said": (
        "{rate}: de {first} ({then}) a {last} ({now}). É o ritmo entre as duas pontas, sem teste.",
        "{rate}: from {first} ({then}) to {last} ({now}). It is the pace between the two ends, without a test.",
    ),
    "pace.rules": (
        "versão {rules}; significativo desde {limit} por ano (limiar do Eurostat sem meta quantificada)",
        "version {rules}; significant from {limit} a year (Eurostat’s threshold without a quantified target)",
    ),
    "pace.because": ("Não se diz o ritmo porque {reason}.", "No pace is stated because {reason}."),
    "pace.why.no_data": ("não há valores", "there are no figures"),
    "pace.why.unknown_period": ("o ano dos valores está por confirmar", "the year of the figures is unconfirmed"),
    "pace.why.not_comparable": ("os períodos não se comparam", "the periods cannot be compared"),
    "pace.why.rare": ("a série é mais rara do que anual", "the series comes more rarely than once a year"),
    "pace.why.break": (
        "uma quebra de série separa o último valor dos de há quatro e cinco anos",
        "a break in series parts the latest figure from those of four and five years before",
    ),
    "pace.why.no_start": (
        "não há valor de há cinco nem de há quatro anos",
        "there is no figure of five or four years before",
    ),
    "pace.why.zero_base": ("o valor de partida é zero", "the base is zero"),
    "pace.why.sign_change": ("a série muda de sinal", "the series changes its sign"),
    "chart.aim": ("meta {year}: {value}", "target {year}: {value}"),
    "mark.aim": ("{value} em {year}: {state}", "{value} in {year}: {state}"),
    "window.long": ("Janela longa: até 15 anos", "Long window: up to 15 years"),
    "window.short": ("Janela curta: 5 anos", "Short window: 5 years"),
    "window.aim": ("Meta", "Target"),
    "speaks.short": ("acaba antes da Estratégia", "ends before the Strategy"),
    "speaks.yes": (
        "Tem valores posteriores a dezembro de 2023: pode falar da Estratégia.",
        "It has figures from after December 2023: it can speak of the Strategy.",
    ),
    "speaks.no": (
        "A série acaba antes da Estratégia (dezembro de 2023): não pode falar dela.",
        "The series ends before the Strategy (December 2023): it cannot speak of it.",
    ),
    # the tally
    "tally": (
        "{of:Do|Dos} {of} {of:indicador|indicadores}, {said}; {unjudged} não se {unjudged:pode|podem} julgar",
        "Of {of} {of:indicator|indicators}, {said}; {unjudged} cannot be judged",
    ),
    "tally.and": (" e ", " and "),
    "tally.good": ("{n} {n:melhora|melhoram}", "{n} {n:improves|improve}"),
    "tally.bad": ("{n} {n:piora|pioram}", "{n} {n:worsens|worsen}"),
    "tally.same": (
        "{n} {n:não muda de forma segura|não mudam de forma segura}",
        "{n} {n:shows no significant change|show no significant change}",
    ),
    "tally.neutral": (
        "{n} {n:muda sem sentido melhor|mudam sem sentido melhor}",
        "{n} {n:changes where no way is better|change where no way is better}",
    ),
    "domain.good": ("Melhora em {good} de {judged}", "{good} of {judged} improve"),
    "domain.bad": ("Piora em {bad} de {judged}", "{bad} of {judged} worsen"),
    "domain.mixed": ("Sinais opostos: {good} melhora, {bad} piora", "Opposite signs: {good} better, {bad} worse"),
    "domain.mixed.many": (
        "Sinais opostos: {good} melhoram, {bad} pioram",
        "Opposite signs: {good} better, {bad} worse",
    ),
    "domain.same": ("Sem mudança segura", "No significant change"),
    "domain.unknown": ("Não se pode dizer", "Cannot be said"),
    "tally.speaking": (
        "Dos {good} que melhoram, só {n} {n:tem|têm} valores posteriores à Estratégia (dezembro de 2023).",
        "Of the {good} that improve, only {n} {n:has|have} figures from after the Strategy (December 2023).",
    ),
    "tally.speaking.none": (
        (
            "{good:O que melhora não tem|Dos {good} que melhoram nenhum tem} valores posteriores à Estratégia"
            " (dezembro de 2023)."
        ),
        (
            "{good:The one that improves has no|None of the {good} that improve has} figures from after the Strategy"
            " (December 2023)."
        ),
    ),
    "tally.speaking.all": (
        "{good:O que melhora tem|Os {good} que melhoram têm} valores posteriores à Estratégia (dezembro de 2023).",
        (
            "{good:The one that improves has|The {good} that improve have} figures from after the Strategy"
            " (December 2023)."
        ),
    ),
    # reasons
    "reason.no_data": ("não há valores", "there are no figures"),
    "reason.few_points": (
        "há menos pontos do que os que a regra pede",
        "there are fewer points than the rule asks for",
    ),
    "reason.zero_base": ("o valor de partida é zero", "the base is zero"),
    "reason.zero_target": ("a meta é zero", "the target is zero"),
    "reason.sign_change": ("a série muda de sinal", "the series changes its sign"),
    "reason.break": (
        "depois da quebra de série restam poucos pontos",
        "too few points remain after the break in series",
    ),
    "reason.not_comparable": (
        "os períodos não se comparam",
        "the periods cannot be compared",
    ),
    "reason.no_direction": ("não há um sentido melhor", "no direction is better"),
    "reason.contradictory_target": ("a meta fica aquém do valor de partida", "the target falls short of the base"),
    "reason.conflicting_targets": (
        "há metas diferentes para o mesmo ano",
        "there are different targets for the same year",
    ),
    "reason.outside_limits": (
        "a meta está fora do que uma percentagem pode ser",
        "the target is outside what a percentage can be",
    ),
    "reason.target_before_base": ("a meta é anterior ao primeiro valor", "the target is earlier than the first figure"),
    "reason.no_figure_for_year": (
        "o ano da meta passou e ainda não há valor desse ano",
        "the target year is over and has no figure yet",
    ),
    "reason.neutral": ("não tem um sentido melhor", "has no better direction"),
    "reason.count": ("é uma contagem: diz o tamanho do território", "is a count: it says how large a place is"),
    "reason.few_places": ("tem valores para poucos territórios", "has figures for few territories"),
    "reason.all_equal": ("tem o mesmo valor em todos", "is the same everywhere"),
    # card
    "card.question": ("Em que assenta este juízo?", "What does this verdict rest on?"),
    "card.title": ("{name}, {place}: {state}", "{name}, {place}: {state}"),
    "card.because": ("Não se afirma nada porque {reason}.", "Nothing is stated because {reason}."),
    "card.no_target": ("Não há meta que conte aqui.", "No target counts here."),
    "card.target_said": (
        (
            "A meta é {target} até {year}. Para lá chegar são precisos {required} por ano; observam-se {observed}"
            " ({low} a {high})."
        ),
        "The target is {target} by {year}. It takes {required} a year; {observed} are observed ({low} to {high}).",
    ),
    "card.judged_from": ("Julga-se desde {period}.", "Judged from {period} on."),
    "card.target_plain": ("A meta é {target} até {year}.", "The target is {target} by {year}."),
    "card.base": ("Valor de partida", "Base"),
    "card.last": ("Valor mais recente", "Latest value"),
    "card.target": ("Meta", "Target"),
    "card.required": ("Variação exigida por ano", "Required change a year"),
    "card.observed": ("Variação observada por ano", "Observed change a year"),
    "card.interval": ("{low} a {high} (95 %)", "{low} to {high} (95%)"),
    "card.ratio": ("Ritmo observado face ao exigido", "Observed pace against required"),
    "card.points": ("Pontos usados", "Points used"),
    "card.cut": ("contados desde a quebra de {period}", "counted from the break of {period}"),
    "card.breaks": ("Quebras de série", "Breaks in series"),
    "card.none": ("nenhuma assinalada", "none marked"),
    "card.p": ("Incerteza", "Uncertainty"),
    "card.p_said": ("Mann-Kendall, {p}", "Mann-Kendall, {p}"),
    "card.no_test": ("sem teste: são precisos {least} pontos", "no test: {least} points are needed"),
    "card.rules": ("Regras", "Rules"),
    "card.rules_said": (
        "versão {rules}; no caminho desde {on_track} do ritmo, perto desde {close}; caminho {path}",
        "version {rules}; on track from {on_track} of the pace, close from {close}; {path} path",
    ),
    "card.linear": ("linear", "linear"),
    "card.compound": ("composto", "compound"),
    "card.source": ("Fonte da meta", "Source of the target"),
    "card.owner": ("fixada por {owner}", "set by {owner}"),
    "card.status.verified": ("confirmada", "verified"),
    "card.status.press": ("vista na imprensa", "seen in the press"),
    "card.status.unverified": ("por confirmar", "unconfirmed"),
    "card.context": ("Metas próximas, que não servem para julgar", "Related targets, not fit to judge by"),
    "card.country": ("Juízo do país:", "Verdict for the country:"),
    "card.see_card": ("Ver o cartão de juízo", "See the verdict card"),
    "card.see": ("Ver o indicador", "See the indicator"),
    "card.table": ("Valores por período", "Figures by period"),
    "card.series": ("Série", "Series"),
    # progress
    "progress.title": ("O que se move, e o que não se pode dizer?", "What moves, and what cannot be said?"),
    "domain.verdict": ("Juízo", "Verdict"),
    "progress.level": ("Territórios", "Territories"),
    "progress.country": ("País", "Country"),
    "progress.part.judged": (
        "O que se pode julgar no país, na janela longa: {n}",
        "What can be judged for the country, in the long window: {n}",
    ),
    "progress.part.few": (
        "Com valores do país, mas que não se julgam (poucos pontos, quebras): {n}",
        "With figures of the country, but not judged (few points, breaks): {n}",
    ),
    "progress.part.none": ("Sem nenhum valor do país: {n}", "Without any figure of the country: {n}"),
    "progress.bar": (
        (
            "{good} a melhorar, {same} sem alteração significativa, {bad} a piorar, {neutral} a mudar sem sentido"
            " melhor, {none} não avaliáveis"
        ),
        (
            "{good} improving, {same} without significant change, {bad} worsening, {neutral} changing without better"
            " direction, {none} not assessable"
        ),
    ),
    "progress.composites": ("Composto por domínio", "Composite by domain"),
    "progress.no_composite": (
        "Não se calcula: {n} dos {of} indicadores servem e são precisos {least}.",
        "Not computed: {n} of the {of} indicators fit and {least} are needed.",
    ),
    "progress.left_out": ("Ficam de fora {n}, e porquê", "{n} are left out, and why"),
    "progress.method": (
        (
            "Método do manual da OCDE e do JRC: cada parte vai de 0 a 100 entre os percentis 5 e 95 do nível, virada"
            " para que mais seja melhor; pesos iguais; nada se preenche; o intervalo da posição vem de {draws} pesos"
            " sorteados à volta dos iguais."
        ),
        (
            "Method of the OECD/JRC handbook: each part runs from 0 to 100 between the 5th and 95th percentile of the"
            " level, turned so that more is better; equal weights; nothing is filled in; the rank interval comes from"
            " {draws} weights drawn around the equal ones."
        ),
    ),
    "progress.rank": ("Posição", "Rank"),
    "progress.score": ("Composto (0–100)", "Composite (0–100)"),
    "progress.first": ("Primeiros {n} de {of}", "First {n} of {of}"),
}
