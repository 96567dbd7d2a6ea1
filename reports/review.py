"""The mid-term review as a review: what is found, what asks for a decision, what is proposed; indicators come after.

Every sentence is made by the functions that the screens ask. Nothing is judged here.
"""

from collections.abc import Iterator
from datetime import date

from core.judgement.judge import Card
from core.judgement.windows import RULES
from core.reading import nation
from core.reading.agenda import Matter, agenda
from core.reading.reading import Reading
from core.strategy import asking, meetings, present
from core.strategy.decisions import called, taken
from core.strategy.proposals import Forced, Proposed, forced
from core.strategy.standing import tally
from core.terms.enti import FIRST_YEAR
from core.terms.formats import change, day, in_full, number
from core.terms.period import label, parse
from reports import steering_acts, strategy_today
from reports.context import Sources
from reports.model import Block, Heading, Table, Text
from reports.own import own, quoted
from show import matters, verdicts, whens
from show.sentences import evidence_said, money_said, said_name, silence
from show.texts import t


def findings(s: Sources) -> Iterator[Block]:
    """One sentence a matter, each with its count; then the indicators that moved, and how each stands."""
    lang = s.lang
    yield Heading(1, t("review.findings", lang))
    found = nation.tally(s.cards.values())
    said, speaking = verdicts.tally_said(found, lang), verdicts.speaking_said(found, lang)
    lead = t("review.tally", lang, tally=said, rules=RULES, known=found.known, speaking=speaking).rstrip()
    yield Text(f"{lead} {t('review.actions', lang, whens=whens.counts(tally(s.plan), lang))}", "lead")
    yield from (Text(line) for line in _sentences(s) if line)
    groups = {i.id: nation.group(s.cards[i.id]) for i in s.catalogue.indicators}
    for key, kinds in (("better", ("good",)), ("worse", ("bad",)), ("still", ("same", "neutral"))):
        yield Heading(2, t(f"review.{key}", lang))
        items = [i for i in s.catalogue.indicators if groups[i.id] in kinds]
        if not items:
            yield Text(t("review.none", lang))
        for item in items:
            yield Text(moved(s.cards[item.id], lang))
    yield Heading(2, t("review.states", lang))
    yield _states(s)


def _sentences(s: Sources) -> Iterator[str]:
    """Deadlines, silence, evidence, money, meetings, and what is missing."""
    lang = s.lang
    due = [a for a in s.plan if a.action.deadline.last_day < s.until]
    counts = whens.counts(tally(due), lang)
    yield t("review.due", lang, day=day(s.until, lang), due=len(due), whens=counts)
    yield silence(asking.of_actions(s.plan, s.requests, s.until).values(), lang)
    yield evidence_said(s.public.tally(a.id for a in s.strategy.actions), lang)
    yield money_said(s.money, s.strategy, lang)
    yield " ".join(_meetings(s))
    old = sorted((c for c in s.cards.values() if c.points and not c.speaks), key=lambda c: parse(c.points[-1][0]))
    if old:
        name = said_name(old[0].item, old[0].series, lang, brief=True)
        first = f"{name}, {label(old[0].points[-1][0], lang)}"
        of = nation.tally(s.cards.values()).known
        yield t("review.old", lang, said=t("brief.old", lang, n=len(old), of=of, first=first))
    empty = sum(i.id not in s.read.have for i in s.catalogue.indicators)
    yield t("review.old", lang, said=t("brief.empty", lang, n=empty))


def _meetings(s: Sources) -> Iterator[str]:
    """Of each structure that meets quarterly, the last meeting on record."""
    for x in meetings.quarterly(present.load(), s.strategy.structures, s.until):
        held = [m.held_on for m in s.meetings if m.structure == x.id]
        record = t("gov.met", s.lang, date=day(held[-1], s.lang)) if held else t("gov.never", s.lang)
        yield t("review.met", s.lang, who=x.acronym or x.name, record=record)


def moved(c: Card, lang: str) -> str:
    """A judged indicator in a line: the verdict with the two ends that it rests on, so that both can be seen."""
    item, decimals, unit = c.item, c.item.decimals_for(c.series), c.item.unit_for(c.series, lang)
    said = f"{said_name(item, c.series, lang)}: {t(f'verdict.{c.state}', lang).lower()}"
    if c.trend.ends:
        (a, b), used = c.trend.ends, c.trend.used
        first, last = (in_full(x, decimals, unit, lang) for x in (a, b))
        then, now = label(used[0], lang), label(used[-1], lang)
        said += t("review.moved", lang, first=first, then=then, last=last, now=now)
    return f"{said}. {'' if c.speaks else verdicts.speaks_said(c, lang)}".rstrip()


def _states(s: Sources) -> Table:
    lang, en = s.lang, {d.name: d.en for d in s.catalogue.domains}
    rows = tuple(
        (
            str(i.row),
            said_name(i, s.cards[i.id].series, lang),
            i.domain if lang == "pt" else en[i.domain],
            t(f"verdict.{s.cards[i.id].state}", lang),
            t(f"reason.{s.cards[i.id].reason}", lang) if s.cards[i.id].reason else t("review.judged", lang),
        )
        for i in sorted(s.catalogue.indicators, key=lambda i: i.row)
    )
    heads = ("rep.row", "control.indicator", "review.col.domain", "review.col.verdict", "review.col.unjudged")
    columns = tuple(t(h, lang) for h in heads)
    return Table(t("review.states.table", lang), columns, rows, (0.7, 3.4, 2.2, 1.8, 3), frozenset({0}))


def asked_for(s: Sources) -> Iterator[Block]:
    """What asks for an act of the coordination bodies (core.reading.agenda), and what was decided."""
    lang = s.lang
    yield Heading(1, t("review.asked", lang))
    yield Text(t("review.asked.how", lang, day=day(s.until, lang)), "fine")
    decided = taken(s.decisions, s.until)
    found = agenda(s.strategy, present.load(), s.plan, s.meetings, s.read, lang, s.requests, decided)
    if found:
        columns = tuple(t(f"review.col.{c}", lang) for c in ("matter", "ground", "when"))
        rows = tuple(_matter(m, s.until, lang) for m in found)
        yield Table(t("review.asked.table", lang), columns, rows, (4, 3.4, 1.2))
    else:
        yield Text(t("brief.none_decide", lang))
    yield from steering_acts.decisions(s)


def _matter(m: Matter, today: date, lang: str) -> tuple[str, str, str]:
    what, ground = matters.said(m, lang)
    when = t("agenda.now", lang) if m.due is None else day(m.due, lang)
    if m.due is not None and m.due < today:
        when += f" ({t('agenda.past', lang)})"
    return what, ground, when


def proposals(s: Sources) -> Iterator[Block]:
    """Old, new, why, by whom: what the law changed already, then what was handed in; blanks stay blank."""
    lang = s.lang
    yield Heading(1, t("review.proposals", lang))
    yield Text(t("review.proposals.how", lang), "fine")
    yield Heading(2, t("review.forced", lang))
    law = forced(s.strategy, s.until)
    heads = tuple(t(f"review.col.{c}", lang) for c in ("old", "new", "why", "by"))
    if law:
        rows = tuple(_forced(f, lang) for f in law)
        yield Table(t("review.forced.table", lang), heads, rows, (2.6, 0.9, 4, 1))
    else:
        yield Text(t("review.forced.none", lang, day=day(s.until, lang)))
    if not s.proposals:
        yield Text(t("review.handed.none", lang, day=day(s.until, lang)))
    for document in ("plano", "arpgu"):
        mine = tuple(_proposed(p, s) for p in s.proposals if p.document == document)
        if mine:
            columns = (t("review.col.where", lang), *heads)
            yield Table(t(f"review.handed.{document}", lang), columns, mine, (1.2, 2.6, 2.6, 2.6, 1.4))


def _forced(f: Forced, lang: str) -> tuple[str, ...]:
    where = "; ".join(_cells(f, lang))
    old = t("review.forced.where", lang, old=quoted(f.old, lang), n=len(f.cells), cells=where)
    gone = max(b.gone for b in f.answer.steps if b.gone)
    why = f"{strategy_today.why(f.answer, lang)} {t(f'bodies.status.{f.answer.status}', lang)}."
    return old, quoted(f.new, lang) if f.new else "", why, t("review.forced.by", lang, day=day(gone, lang))


def _cells(f: Forced, lang: str) -> Iterator[str]:
    """«ações 1.1, 1.2: responsável»: the entries of each part together."""
    for part in dict.fromkeys(p for _, p in f.cells):
        mine = ", ".join(short(e) for e, p in f.cells if p == part)
        yield f"{t(f'review.part.{part}', lang)} {mine}"


def short(entry: str) -> str:
    """«1.1» of acao_1_1, «3» of iniciativa_3."""
    return steering_acts.number_of(entry.removeprefix("iniciativa_"))


def _proposed(p: Proposed, s: Sources) -> tuple[str, ...]:
    lang, x = s.lang, p.proposal
    if x.on in ("plano", "arpgu"):
        where = t(f"review.on.{x.on}", lang)
    else:
        key = "action" if x.on.startswith("acao_") else "initiative"
        known = x.on.startswith(("acao_", "iniciativa_"))
        ref = next((q.ref for q in s.strategy.provisions if q.id == x.on), x.on)
        where = t(f"review.on.{key}", lang, n=short(x.on)) if known else ref
    new = t("review.repealed", lang) if x.part == "revoga" else quoted(x.new, lang) if x.new else ""
    who = x.body if x.body[:1].isdigit() else called(x.body, s.strategy, s.until, lang)
    if x.body in s.territories:
        who = asking.called(x.body, s.until)
    why = own(x.why, lang) + (f" ({x.evidence})" if x.evidence else "")
    part = t(f"review.part.{x.part}", lang)
    return f"{where}, {part}", quoted(p.old, lang) if p.old else "", new, why, f"{who}, {day(x.proposed_on, lang)}"


def since(s: Sources) -> Iterator[Block]:
    """Where each indicator stood when the strategy began; those without a national figure are counted, and stand in
    the annex.
    """
    lang = s.lang
    yield Heading(1, t("review.since", lang, year=FIRST_YEAR))
    every = [(i, s.read.of(i, s.read.nation(i))) for i in sorted(s.catalogue.indicators, key=lambda i: i.row)]
    known = [(i, found) for i, found in every if found.known]
    rows = tuple(
        (str(i.row), said_name(i, found.series, lang), i.unit_for(found.series, lang), *_stood(found, lang))
        for i, found in known
    )
    until = t("review.until", lang, year=FIRST_YEAR)
    heads = (t("rep.row", lang), t("control.indicator", lang), t("review.unit", lang), until)
    columns = (*heads, t("review.newest", lang), t("review.change", lang))
    caption = t("review.since.table", lang, year=FIRST_YEAR)
    yield Table(caption, columns, rows, (0.6, 3.2, 1.6, 1.7, 1.8, 1.6), frozenset({0}))
    if len(known) < len(every):
        lacking = len(every) - len(known)
        yield Text(t("rep.without", lang, n=lacking, of=len(every)))


def _stood(found: Reading, lang: str) -> tuple[str, str, str]:
    """Both figures with their periods, and the change; no verdict, which has windows of its own."""
    item, series = found.item, found.series
    decimals, unit = item.decimals_for(series), item.unit_for(series, lang)
    first, last, moved_by = found.since(date(FIRST_YEAR, 12, 31))
    cells = [f"{number(p.value, decimals, lang)} ({label(p.period, lang)})" if p else "" for p in (first, last)]
    before = cells[0] or t("review.not_before", lang, year=FIRST_YEAR)
    after = cells[1] or t("review.not_later", lang, year=FIRST_YEAR)
    if moved_by is not None:
        sign = "+" if moved_by.seen > 0 else "−" if moved_by.seen < 0 else ""
        return before, after, sign + change(moved_by.seen, decimals, unit, lang)
    return before, after, t("review.not_compared", lang) if first and last else ""
