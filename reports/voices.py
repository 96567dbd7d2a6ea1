"""What the reports say of those whom the Strategy hears: the sentences of the pages, and the lists behind them."""

from collections import Counter
from collections.abc import Iterable, Iterator

from core.people import questions
from core.strategy import heard as counts
from core.strategy.asking import called as place_called
from core.strategy.decisions import called
from core.strategy.heard import unhandled
from core.strategy.heard_model import ADOPTED
from core.terms.formats import day
from reports.context import Sources
from reports.model import Block, Heading, Table, Text
from reports.own import own
from reports.steering_acts import number_of
from show import heard
from show.texts import t


def voices(s: Sources) -> Iterator[Block]:
    """One sentence for each of them, and what is behind it, where there is anything."""
    yield Heading(1, t("heard.title_line", s.lang))
    tables = {
        "adocao": _adoption,
        "leituras": _readings,
        "desafios": _challenges,
        "conselho": _council,
    }
    for topic in heard.TOPICS:
        yield Text(heard.said(topic, s.voices, s.lang))
        if topic in tables:
            yield from tables[topic](s)
    yield Text(heard.questions_said(lambda: questions.by(s.until), s.lang))


def _adoption(s: Sources) -> Iterator[Block]:
    lang, found = s.lang, counts.by_recommendation(s.voices.places.values())
    if not found:
        return
    rows = tuple(
        (f"{r.number}. {own(r.text, lang)}", *(str(found.get(r.id, Counter())[d]) for d in ADOPTED))
        for r in s.strategy.recommendations
        if r.id in found
    )
    columns = (t("mine.f.recommendation", lang), *(t(f"adoption.col.{d}", lang) for d in ADOPTED))
    yield Table(t("adoption.by_recommendation", lang), columns, rows, (5, 1, 1, 1.2), frozenset({1, 2, 3}))
    yield Text(t("adoption.note", lang), "fine")


def _readings(s: Sources) -> Iterator[Block]:
    lang = s.lang
    rows = tuple(
        (
            number_of(a.id),
            t(f"mine.o.{v.reading.degree}", lang),
            own(v.reading.why, lang) + (f" {v.reading.evidence}" if v.reading.evidence else ""),
            f"{heard.reader(v)}, {day(v.reading.read_on, lang)}",
        )
        for a in s.strategy.actions
        for v in s.voices.readings.get(a.id, ())
    )
    if rows:
        columns = (
            t("mine.f.action", lang),
            t("mine.f.degree", lang),
            t("mine.f.why", lang),
            t("mine.f.reader", lang),
        )
        yield Table(t("readings.col.read", lang), columns, rows, (0.8, 1.3, 4, 2))
        yield Text(t("readings.scale", lang), "fine")


def _challenges(s: Sources) -> Iterator[Block]:
    lang = s.lang
    rows = tuple(
        (
            number_of(c.challenge.action),
            f"{t(f'mine.o.{c.challenge.sort}', lang)}: {own(c.challenge.text, lang)}",
            called(c.challenge.owner, s.strategy, s.until, lang),
            day(c.challenge.seen_on, lang),
            t(f"mine.o.{c.challenge.state}", lang),
        )
        for c in s.voices.challenges
        if unhandled(c)
    )
    if rows:
        columns = tuple(t(f"challenges.col.{c}", lang) for c in ("action", "text", "owner", "since", "state"))
        yield Table(t("challenges.open", lang), columns, rows, (0.8, 4, 1.5, 1.2, 1.2))


def _council(s: Sources) -> Iterator[Block]:
    lang, council = s.lang, s.voices.council
    matters = {m.id: m.matter.text for m in council.matters}
    rows = []
    for o in council.opinions:
        done = t("council.not_told", lang)
        if o.followed is not None:
            done = f"{t(f'mine.o.{o.followed.outcome}', lang)}: {own(o.followed.why, lang)}"
        about = matters.get(o.opinion.matter or "")
        asked = own(about, lang) if about else t("council.own", lang)
        given = f"{day(o.opinion.given_on, lang)}, {o.event.said_by}"
        rows.append((own(o.opinion.text, lang), given, asked, done))
    if rows:
        columns = tuple(t(f"council.col.{c}", lang) for c in ("opinion", "given", "matter", "done"))
        yield Table(t("council.opinions", lang), columns, tuple(rows), (3, 1, 2, 3))


def of_region(s: Sources, towns: Iterable[str]) -> Iterator[Block]:
    """What the municípios of a region say that they adopt; that none spoke, where none did."""
    lang, mine = s.lang, [p for i in towns if (p := s.voices.places.get(i)) and p.spoke]
    yield Heading(2, t("region.adoption", lang))
    if not mine:
        yield Text(t("region.adoption_none", lang))
        return
    rows = tuple((place_called(p.id, s.until), *(str(p.count(d)) for d in ADOPTED)) for p in mine)
    columns = (t("adoption.col.place", lang), *(t(f"adoption.col.{d}", lang) for d in ADOPTED))
    yield Table(t("region.adoption", lang), columns, rows, (4, 1, 1, 1.2), frozenset({1, 2, 3}))
