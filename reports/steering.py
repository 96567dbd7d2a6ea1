"""The pages on the strategy itself: how to read, execution of the plan, objectives and recommendations, governance,
gaps, sources.
"""

from collections import Counter
from collections.abc import Iterator

from core.judgement.mann_kendall import ALPHA
from core.judgement.trend import MIN_POINTS
from core.judgement.verdict import CLOSE, LEAST, ON_TRACK
from core.judgement.windows import LAST, LONG, RULES, SHORT, SIGNIFICANT
from core.strategy import asking
from core.strategy.model import term_end
from core.strategy.standing import Standing, by_body, by_initiative, tally
from core.terms import licence
from core.terms.formats import day, number
from core.warehouse.asked import PROJECT
from core.warehouse.gaps import CAUSES, FINAL
from reports import steering_acts, strategy_today
from reports.context import Sources
from reports.model import Block, Heading, Table, Text
from reports.own import own
from show import whens
from show.sentences import evidence_said, said_name, silence
from show.texts import t


def method(s: Sources) -> Iterator[Block]:
    """How to read the report, from the rules in force."""
    lang = s.lang
    yield Heading(1, t("printed.how", lang))
    yield Text(t("printed.how.build", lang, build=s.store.build, day=day(s.until, lang)))
    yield Text(
        t(
            "printed.how.windows",
            lang,
            long=LONG,
            last=LAST,
            least=MIN_POINTS,
            alpha=number(ALPHA, 2, lang),
            short=SHORT[0],
            shorter=SHORT[1],
            significant=number(100 * SIGNIFICANT, 0, lang),
        )
    )
    on, close = (number(100 * x, 0, lang) for x in (ON_TRACK, CLOSE))
    yield Text(t("printed.how.targets", lang, least=LEAST, on=on, close=close, rules=RULES))


def execution(s: Sources) -> Iterator[Block]:
    """The actions by initiative: the owner's word in one table, and the public evidence in another; then by body."""
    public, lang = s.public, s.lang
    yield Heading(1, t("review.initiatives", lang))
    yield Text(evidence_said(public.tally(a.id for a in s.strategy.actions), lang))
    caveats = " ".join(c.get(lang) for c in public.caveats("evidence"))
    yield Text(f"{t('review.apart', lang)} {caveats}", "fine")
    groups = by_initiative(s.strategy, s.plan)
    for initiative in s.strategy.initiatives:
        mine, n = groups[initiative.id], initiative.number
        yield Heading(2, t("review.initiative", lang, n=n, name=own(initiative.name, lang)))
        yield Text(_tally(mine, lang), "fine")
        heads = ("exec.col.action", "exec.col.body", "exec.col.deadline", "exec.col.funding", "exec.col.state")
        rows = tuple(_action(a, s) for a in mine)
        columns = tuple(t(h, lang) for h in heads)
        yield Table(t("review.word", lang, n=n), columns, rows, (3.4, 2.7, 1, 1.5, 1.5))
        yield from _evidence(s, initiative.id, mine, n)
    yield from _bodies(s)


def _evidence(s: Sources, initiative_id: str, mine: tuple[Standing, ...], n: int) -> Iterator[Block]:
    """A row per page, under the action or the initiative that it is about; successions of bodies are none of it."""
    public, lang = s.public, s.lang
    about = [(a.action.id, steering_acts.number_of(a.action.id)) for a in mine]
    rows = tuple(
        (
            name,
            whens.dated(e, lang),
            f"{t(f'public.kind.{e.kind}', lang)}: {e.title.get(lang)} ({e.address})",
            own(e.publisher, lang),
            t(f"public.strength.{e.strength}", lang),
        )
        for entry, name in [*about, (initiative_id, t("review.the_initiative", lang))]
        for e in public.of(entry)
    )
    if not rows:
        yield Text(t("review.public.none", lang), "fine")
        return
    heads = ("about", "date", "page", "from", "strength")
    columns = tuple(t(f"review.col.{c}", lang) for c in heads)
    pages = len({r[2] for r in rows})
    yield Table(t("review.public", lang, n=n, pages=pages), columns, rows, (0.9, 1.3, 4.8, 1.8, 1))


def _bodies(s: Sources) -> Iterator[Block]:
    lang = s.lang
    yield Heading(2, t("review.by_body", lang))
    if said := silence(asking.of_actions(s.plan, s.requests, s.until).values(), lang):
        yield Text(said, "fine")
    bodies = [(strategy_today.answering(b, s.until, lang), tally(mine)) for b, mine in by_body(s.plan).items()]
    lines = tuple(
        (n, *map(str, (x.total, x.done, x.late, x.silent)))
        for n, x in sorted(bodies, key=lambda p: (-p[1].total, p[0]))
    )
    columns = tuple(t(f"review.col.{c}", lang) for c in ("body", "actions", "done", "late", "silent"))
    yield Table(t("review.by_body.table", lang), columns, lines, (3, 1, 1.2, 1.2, 1.6), frozenset({1, 2, 3, 4}))


def _tally(mine: tuple[Standing, ...], lang: str) -> str:
    x = tally(mine)
    said = t("exec.tally", lang, total=x.total, whens=whens.counts(x, lang))
    if x.percent is None:
        return f"{said}."
    return f"{said}; {t('exec.percent', lang, p=number(x.percent, 0, lang), n=x.percents)}."


def _action(a: Standing, s: Sources) -> tuple[str, ...]:
    lang, state = s.lang, t(f"exec.state.{a.state}", s.lang)
    if a.when == "silent":
        state = t("exec.silent", lang)
    elif a.late:
        state += t("review.late", lang)
    if a.event is not None and a.said is not None:
        state += f" ({a.said.percent} %)" if a.said.percent is not None else ""
        state += t("review.said", lang, by=a.event.said_by, day=day(a.event.said_at.date(), lang))
        state += t("review.no_evidence", lang) if a.no_evidence else ""
        state += f". {a.said.evidence}" if a.said.evidence else ""
    who, partners = (strategy_today.named(x, s.until, lang) for x in (a.action.responsible, a.action.partners))
    return (
        f"{steering_acts.number_of(a.action.id)} {own(a.action.text, lang)}",
        who + t("review.partners", lang, names=partners),
        a.action.deadline.text,
        own(a.action.funding.text, lang),
        state,
    )


def aims(s: Sources) -> Iterator[Block]:
    """Objectives with their initiatives; recommendations with their linked indicators."""
    lang = s.lang
    yield Heading(1, t("printed.aims", lang))
    yield Text(t("printed.aims.how", lang), "fine")
    rows = tuple(
        (
            str(o.number),
            own(o.text, lang),
            ", ".join(str(i.number) for i in s.strategy.initiatives if o.id in i.objectives),
        )
        for o in s.strategy.objectives
    )
    number_, heads = t("rep.number", lang), ("objective", "initiatives")
    columns = (number_, *(t(f"printed.col.{c}", lang) for c in heads))
    yield Table(t("printed.aims.table", lang), columns, rows, (0.6, 5, 2), frozenset({0}))
    names = {i.id: said_name(i, s.cards[i.id].series, lang) for i in s.catalogue.indicators}
    lines = []
    for r in s.strategy.recommendations:
        linked = [k.source for k in s.links.of(r.id) if k.source in names]
        said = "; ".join(f"{names[i]} ({t(f'verdict.{s.cards[i].state}', lang).lower()})" for i in linked)
        lines.append((str(r.number), own(r.text, lang), said or t("printed.no_link", lang)))
    heads = ("recommendation", "indicators")
    columns = (number_, *(t(f"printed.col.{c}", lang) for c in heads))
    yield Table(t("printed.recommendations", lang), columns, tuple(lines), (0.6, 4, 4), frozenset({0}))


def governance(s: Sources) -> Iterator[Block]:
    """Structures, rhythm of meetings, duties to report."""
    lang = s.lang
    yield Heading(1, t("printed.governance", lang))
    rows = tuple(
        (
            own(x.acronym or x.name, lang),
            own(x.composition, lang),
            own(x.meetings.text, lang) if x.meetings else t("today.unsaid", lang),
        )
        for x in s.strategy.structures
    )
    columns = tuple(t(c, lang) for c in ("printed.col.structure", "printed.col.composition", "gov.meets"))
    yield Table(t("printed.structures", lang), columns, rows, (1.2, 5, 2))
    yield from strategy_today.amendments(s)
    names = {x.id: x.acronym or x.name for x in s.strategy.structures}
    duties = tuple(
        (
            own(r.text, lang),
            _whom(names.get(r.by or ""), names.get(r.to or ""), lang),
            day(term_end(r.due), lang) if r.due else t(f"gov.cadence.{r.cadence}", lang),
        )
        for r in s.strategy.reports
    )
    columns = tuple(t(f"gov.col.{c}", lang) for c in ("what", "who", "when"))
    yield Table(t("printed.duties", lang), columns, duties, (5, 1.5, 1.5))
    yield from strategy_today.bodies(s)


def _whom(by: str | None, to: str | None, lang: str) -> str:
    """By whom, and to whom where the text says so."""
    if by and to:
        return t("printed.from_to", lang, by=by, to=to)
    return by or t("gov.cadence.nao_dita", lang)


def missing(s: Sources) -> Iterator[Block]:
    """The gap ledger by owner."""
    lang, at = s.lang, 0 if s.lang == "pt" else 1
    yield Heading(1, t("printed.missing", lang))
    open_ = [g for g in s.gaps if g.cause not in FINAL]
    owners = Counter(g.owner for g in open_)
    ours = sum(g.who == PROJECT for g in open_)
    yield Text(t("printed.missing.lead", lang, n=len(open_), owners=len(owners), ours=ours, project=PROJECT))
    rows = []
    for owner, _ in sorted(owners.items(), key=lambda p: (-p[1], p[0])):
        mine = [g for g in open_ if g.owner == owner]
        kinds = "; ".join(f"{CAUSES[c][at]} ({n})" for c, n in Counter(g.cause for g in mine).most_common())
        asked = Counter(t(f"asked.{g.state or 'ours'}", lang) for g in mine)
        told = "; ".join(f"{state} ({n})" for state, n in asked.most_common())
        rows.append((owner, str(len(mine)), told, kinds, ", ".join(map(str, sorted({g.row for g in mine if g.row})))))
    columns = tuple(t(f"printed.col.{c}", lang) for c in ("whose", "gaps", "asked", "kinds", "rows"))
    yield Table(t("printed.missing.table", lang), columns, tuple(rows), (1.6, 0.9, 2, 3.2, 2), frozenset({1}))


def sources(s: Sources) -> Iterator[Block]:
    """Sources and licences of what the catalogue names."""
    lang = s.lang
    yield Heading(1, t("printed.sources", lang))
    rows = tuple(
        (x.name.get(lang), own(x.citation.removeprefix("Fonte: "), lang), licence.said(x.licence, lang))
        for x in s.catalogue.sources.values()
    )
    columns = (t("source", lang), t("printed.col.cited", lang), t("printed.col.licence", lang))
    yield Table(t("printed.sources.table", lang), columns, rows, (2.5, 4, 2.5), whole=True)


def closing(s: Sources, title: str) -> Iterator[Block]:
    """How to cite the report, and what it rests on: the last words of each, which stand together."""
    from geo import shapes

    lang = s.lang
    yield Heading(2, t("rep.cite", lang))
    cited = t("rep.citation", lang, title=title, build=s.store.build, day=day(s.until, lang))
    limits = t("rep.boundaries", lang, who=shapes.meta().attribution)
    yield Text(f"{cited} {limits}", "kept")
