"""The pages on the strategy itself: execution of the plan, objectives and recommendations, governance, gaps,
sources.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from core.judgement.judge import Card
from core.judgement.mann_kendall import ALPHA
from core.judgement.trend import MIN_POINTS
from core.judgement.verdict import CLOSE, LEAST, ON_TRACK
from core.judgement.windows import LAST, LONG, RULES, SHORT, SIGNIFICANT
from core.reading import nation
from core.strategy import asking, evidence
from core.strategy.model import term_end
from core.strategy.standing import Standing, by_body, by_initiative, tally
from core.terms.enti import ROWS
from core.terms.formats import day, number, with_unit
from core.terms.period import label
from core.warehouse.asked import PROJECT
from core.warehouse.gaps import CAUSES, FINAL
from reports import steering_acts, strategy_today
from reports.context import Sources
from reports.model import Block, Heading, Table, Text
from show import verdicts, whens
from show.sentences import evidence_said, silence
from show.texts import t


def summary(s: Sources) -> Iterator[Block]:
    """What moved, what did not, what is late; every number counted."""
    yield Heading(1, "Em resumo")
    found = nation.tally(s.cards.values())
    groups = {i.id: nation.group(s.cards[i.id]) for i in s.catalogue.indicators}
    good = [i for i in s.catalogue.indicators if groups[i.id] == "good"]
    bad = [i for i in s.catalogue.indicators if groups[i.id] == "bad"]
    still = [i for i in s.catalogue.indicators if groups[i.id] in ("same", "neutral")]
    whole = tally(s.plan)
    yield Text(
        f"{verdicts.tally_said(found, 'pt')} no país (regras {RULES}); {found.known} têm valor do país nesta versão dos"
        f" dados. {verdicts.speaking_said(found, 'pt')}"
        f" Das {whole.total} ações do Plano de Ação: {whens.counts(whole, 'pt')}.",
        "lead",
    )
    for title, items in (
        ("O que melhora", good),
        ("O que piora", bad),
        ("O que não muda de forma segura, ou muda sem que um sentido seja melhor que o outro", still),
    ):
        yield Heading(2, title)
        if not items:
            yield Text("Nenhum indicador do país, pelas regras deste relatório.")
        for item in items:
            yield Text(moved(s.cards[item.id]))
    yield Heading(2, f"Estado dos {ROWS} indicadores")
    rows = tuple(
        (
            str(i.row),
            i.name.get("pt"),
            i.domain,
            t(f"verdict.{s.cards[i.id].state}", "pt"),
            t(f"reason.{s.cards[i.id].reason}", "pt") if s.cards[i.id].reason else "",
        )
        for i in sorted(s.catalogue.indicators, key=lambda i: i.row)
    )
    yield Table(
        "Juízo sobre cada indicador, no país",
        ("Linha", "Indicador", "Domínio", "Juízo", "Porque não se avalia"),
        rows,
        (0.7, 3.4, 2.2, 1.8, 3),
        frozenset({0}),
    )


def moved(c: Card) -> str:
    """A judged indicator in a line: the verdict with the two ends that it rests on, so that both can be seen."""
    item, decimals, unit = c.item, c.item.decimals_for(c.series), c.item.unit_for(c.series, "pt")
    said = f"{item.name.get('pt')}: {t(f'verdict.{c.state}', 'pt').lower()}"
    if c.trend.ends:
        (a, b), used = c.trend.ends, c.trend.used
        said += f", de {with_unit(a, decimals, unit)} ({label(used[0], 'pt')})"
        said += f" a {with_unit(b, decimals, unit)} ({label(used[-1], 'pt')})"
    return f"{said}. {'' if c.speaks else verdicts.speaks_said(c, 'pt')}".rstrip()


def method(s: Sources) -> Iterator[Block]:
    """How to read the report, from the rules in force."""
    yield Heading(1, "Como ler")
    yield Text(
        f"Este relatório foi feito da versão dos dados {s.store.build}, com valores de períodos terminados até"
        f" {day(s.until)} e com o que até então foi dito da execução. Um valor em falta fica em falta: não se estima,"
        " não se preenche e não conta como zero."
    )
    yield Text(
        f"Cada indicador julga-se em duas janelas. Na longa, de até {LONG} anos (ou dos últimos {LAST} pontos de uma"
        f" série mais rara do que anual), uma tendência só se afirma com pelo menos {MIN_POINTS} pontos, quando o teste"
        f" de Mann-Kendall a sustenta (p inferior a {number(ALPHA, 2)}) e os valores das duas pontas, como se mostram,"
        " não a contrariam; o ritmo é o declive de Sen. Uma quebra de série corta-a, e períodos que partilham anos não"
        " contam duas vezes. Na curta diz-se a taxa composta por ano entre o último valor e o de há"
        f" {SHORT[0]} anos (ou, sem ele, de há {SHORT[1]}), sem teste; é significativa desde"
        f" {number(100 * SIGNIFICANT, 0)} % por ano. Uma série sem valores posteriores a dezembro de 2023 não pode"
        " falar da Estratégia."
    )
    yield Text(
        f"Uma meta só se julga com pelo menos {LEAST} pontos, partida e meta diferentes de zero e sem mudança de sinal."
        f" No caminho: desde {number(100 * ON_TRACK, 0)} % do ritmo exigido; perto: desde {number(100 * CLOSE, 0)} %."
        f" Regras {RULES}. A Estratégia não fixa metas para os seus indicadores: as que aqui se julgam são nacionais ou"
        " europeias, cada uma com a sua fonte."
    )


def execution(s: Sources) -> Iterator[Block]:
    """The actions by initiative, then by body."""
    public = evidence.load()
    yield Heading(1, "Execução do Plano de Ação")
    yield Text(evidence_said(public.tally(a.id for a in s.strategy.actions), "pt"))
    yield Text(
        "O estado é a palavra de quem responde pela ação; a prova pública é o que páginas dizem, e nunca um estado. "
        + " ".join(c.pt for c in public.caveats("evidence")),
        "fine",
    )
    groups = by_initiative(s.strategy, s.plan)
    for initiative in s.strategy.initiatives:
        mine = groups[initiative.id]
        yield Heading(2, f"Iniciativa {initiative.number}. {initiative.name}")
        yield Text(_tally(mine), "fine")
        rows = tuple(_action(a, public.best(a.action.id), s.until) for a in mine)
        yield Table(
            f"Ações da iniciativa {initiative.number}",
            ("Ação", "Responsável; parceiros", "Prazo", "Financiamento", "Estado", "Prova pública"),
            rows,
            (3.8, 1.9, 0.9, 1.6, 1.9, 1.2),
        )
    yield Heading(2, "Por entidade responsável")
    if said := silence(asking.of_actions(s.plan, s.requests, s.until).values(), "pt"):
        yield Text(said, "fine")
    bodies = [(strategy_today.answering(b, s.until), tally(mine)) for b, mine in by_body(s.plan).items()]
    lines = tuple(
        (n, *map(str, (x.total, x.done, x.late, x.silent)))
        for n, x in sorted(bodies, key=lambda p: (-p[1].total, p[0]))
    )
    yield Table(
        "Ações por entidade responsável; uma ação de duas entidades conta em ambas",
        ("Entidade", "Ações", "Concluídas", "Atrasadas", "Fora de prazo, sem notícia"),
        lines,
        (3, 1, 1.2, 1.2, 1.6),
        frozenset({1, 2, 3, 4}),
    )


def _tally(mine: tuple[Standing, ...]) -> str:
    x = tally(mine)
    percent = f"; média de {number(x.percent, 0)} % nas {x.percents} que a dizem" if x.percent is not None else ""
    return f"{t('exec.tally', 'pt', total=x.total, whens=whens.counts(x, 'pt'))}{percent}."


def _action(a: Standing, best: str, until: date) -> tuple[str, ...]:
    state = (
        t("exec.silent", "pt")
        if a.when == "silent"
        else t(f"exec.state.{a.state}", "pt") + ("; atrasada" if a.late else "")
    )
    if a.event is not None and a.said is not None:
        state += f" ({a.said.percent} %)" if a.said.percent is not None else ""
        state += f", dito por {a.event.said_by} em {day(a.event.said_at.date())}" + (
            "; sem prova" if a.no_evidence else ""
        )
        state += f". {a.said.evidence}" if a.said.evidence else ""
    number_of = a.action.id.removeprefix("acao_").replace("_", ".")
    return (
        f"{number_of} {a.action.text}",
        ". Parceiros: ".join(strategy_today.named(x, until) for x in (a.action.responsible, a.action.partners)),
        a.action.deadline.text,
        a.action.funding.text,
        state,
        t(f"public.best.{best}", "pt"),
    )


def aims(s: Sources) -> Iterator[Block]:
    """Objectives with their initiatives; recommendations with their linked indicators."""
    yield Heading(1, "Objetivos e recomendações")
    yield Text(
        "As iniciativas de cada objetivo são da Tabela 1 da Estratégia. As ligações aos indicadores são leitura nossa.",
        "fine",
    )
    rows = tuple(
        (str(o.number), o.text, ", ".join(str(i.number) for i in s.strategy.initiatives if o.id in i.objectives))
        for o in s.strategy.objectives
    )
    yield Table(
        "Objetivos estratégicos e iniciativas", ("N.º", "Objetivo", "Iniciativas"), rows, (0.6, 5, 2), frozenset({0})
    )
    names = {i.id: i.name.get("pt") for i in s.catalogue.indicators}
    lines = []
    for r in s.strategy.recommendations:
        linked = [k.source for k in s.links.of(r.id) if k.source in names]
        lines.append(
            (
                str(r.number),
                r.text,
                "; ".join(f"{names[i]} ({t(f'verdict.{s.cards[i].state}', 'pt').lower()})" for i in linked) or "nenhum",
            )
        )
    yield Table(
        "Recomendações e indicadores ligados, com o juízo no país",
        ("N.º", "Recomendação", "Indicadores"),
        tuple(lines),
        (0.6, 4, 4),
        frozenset({0}),
    )


def governance(s: Sources) -> Iterator[Block]:
    """Structures, rhythm of meetings, duties to report."""
    yield Heading(1, "Governação e deveres de reporte")
    rows = tuple(
        (x.acronym or x.name, x.composition, x.meetings.text if x.meetings else "o texto não o diz")
        for x in s.strategy.structures
    )
    yield Table(
        "Estruturas de coordenação, no texto de 2023", ("Estrutura", "Composição", "Reuniões"), rows, (1.2, 5, 2)
    )
    yield from strategy_today.amendments(s)
    names = {x.id: x.acronym or x.name for x in s.strategy.structures}
    duties = tuple(
        (
            r.text,
            " para ".join(names[i] for i in (r.by, r.to) if i) or "–",
            day(term_end(r.due)) if r.due else t(f"gov.cadence.{r.cadence}", "pt"),
        )
        for r in s.strategy.reports
    )
    yield Table(
        "Deveres de reportar, rever e monitorizar",
        ("O que diz a Estratégia", "De quem, a quem", "Quando"),
        duties,
        (5, 1.5, 1.5),
    )
    yield from steering_acts.decisions(s)
    yield from strategy_today.bodies(s)


def missing(s: Sources) -> Iterator[Block]:
    """The gap ledger by owner."""
    yield Heading(1, "O que falta, de quem é, e quem tem de agir")
    open_ = [g for g in s.gaps if g.cause not in FINAL]
    owners = Counter(g.owner for g in open_)
    ours = sum(g.who == PROJECT for g in open_)
    yield Text(
        f"Há {len(open_)} lacunas que alguém pode resolver, de {len(owners)} donos; em {ours}, quem tem de"
        f" agir é o {PROJECT}."
    )
    rows = []
    for owner, _ in sorted(owners.items(), key=lambda p: (-p[1], p[0])):
        mine = [g for g in open_ if g.owner == owner]
        kinds = "; ".join(f"{CAUSES[c][0]} ({n})" for c, n in Counter(g.cause for g in mine).most_common())
        asked = Counter(t(f"asked.{g.state or 'ours'}", "pt") for g in mine)
        told = "; ".join(f"{state} ({n})" for state, n in asked.most_common())
        rows.append((owner, str(len(mine)), told, kinds, ", ".join(map(str, sorted({g.row for g in mine if g.row})))))
    yield Table(
        "Lacunas, de quem são e o que se pediu",
        ("De quem é", "Lacunas", "O que se pediu", "De que tipo", "Linhas da Tabela 3"),
        tuple(rows),
        (1.6, 0.9, 2, 3.2, 2),
        frozenset({1}),
    )


def sources(s: Sources) -> Iterator[Block]:
    """Sources and licences of what the catalogue names."""
    yield Heading(1, "Fontes e licenças")
    rows = tuple((x.name.pt, x.citation.removeprefix("Fonte: "), x.licence) for x in s.catalogue.sources.values())
    yield Table("Fontes do catálogo", ("Fonte", "Como se cita", "Licença"), rows, (2.5, 4, 2.5))
    from geo import shapes

    yield Text(f"Limites dos mapas: {shapes.meta().attribution}", "fine")
