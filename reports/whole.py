"""The annual report and the mid-term review: the same parts, in the order that each is read in."""

from collections.abc import Iterator
from datetime import date

from core.base.typed import Text as Words
from core.catalogue.catalogue import Indicator
from core.terms.enti import FIRST_YEAR
from core.warehouse.store import Store
from reports import indicator, review, steering, steering_acts, voices
from reports.context import Sources, gather
from reports.kinds import ReportKind, file_of
from reports.model import Block, Heading, Report, Text
from show.texts import t

_ANNUAL, _INTERIM = "enti-relatorio-anual-{of}", "enti-balanco-intercalar-{of}"


def annual(store: Store, year: int, today: date, lang: str = "pt") -> Report:
    """The annual report of a year, as of its last day (or today, while it lasts). ReportError without a figure of
    that year.
    """
    s = gather(store, min(date(year, 12, 31), today), lang)
    s.need_year(year)
    title, said = t("annual.title", lang, year=year), t("annual.said", lang)
    return _report(s, _ANNUAL, year, title, said, _annual(s, title))


def interim(store: Store, year: int, today: date, lang: str = "pt") -> Report:
    """The mid-term review: findings, decisions asked for, word and evidence by initiative, proposals; then the
    indicators, and where each stood when the strategy began.
    """
    s = gather(store, min(date(year, 12, 31), today), lang)
    s.need_year(FIRST_YEAR)
    title, said = t("interim.title", lang, year=year), t("interim.said", lang, since=FIRST_YEAR)
    return _report(s, _INTERIM, year, title, said, _interim(s, title))


def _report(s: Sources, file: str, year: int, title: str, said: str, blocks: Iterator[Block]) -> Report:
    name = file_of(file, str(year), s.lang)
    return Report(name, title, said, s.store.build, s.until, tuple(blocks), s.data, s.lang)


def _annual(s: Sources, title: str) -> Iterator[Block]:
    yield from review.findings(s)
    yield from steering.method(s)
    yield from steering.closing(s, title)
    yield from _domains(s)
    yield from steering.execution(s)
    yield from _rest(s)
    yield from steering_acts.decisions(s)
    yield from voices.voices(s)
    yield from _ends(s)


def _interim(s: Sources, title: str) -> Iterator[Block]:
    yield from review.findings(s)
    yield from review.asked_for(s)
    yield from steering.execution(s)
    yield from review.proposals(s)
    yield from review.since(s)
    yield from _domains(s)
    yield from _rest(s)
    yield from voices.voices(s)
    yield from steering.method(s)
    yield from steering.closing(s, title)
    yield from _ends(s)


def _rest(s: Sources) -> Iterator[Block]:
    yield from steering_acts.money(s)
    yield from steering.aims(s)
    yield from steering.governance(s)


def _ends(s: Sources) -> Iterator[Block]:
    yield from steering.missing(s)
    yield from steering_acts.requests(s)
    yield from _annex(s)
    yield from steering.sources(s)


def _domains(s: Sources) -> Iterator[Block]:
    """The indicators with figures, domain by domain; how many have none, who stand in the annex."""
    for domain in s.catalogue.domains:
        items = [i for i in _rows(s) if i.domain == domain.name]
        yield Heading(1, domain.name if s.lang == "pt" else domain.en)
        there = [i for i in items if i.id in s.read.have]
        said = t("review.domain", s.lang, have=len(there), of=len(items))
        if lacking := len(items) - len(there):
            said += " " + t("rep.without", s.lang, n=lacking, of=len(items))
        yield Text(said, "lead")
        for item in there:
            yield from indicator.pages(s, item)


def _annex(s: Sources) -> Iterator[Block]:
    """Each indicator without any figure: why, whose it is, what was asked, what would close it."""
    lacking = [i for i in _rows(s) if i.id not in s.read.have]
    if lacking:
        yield Heading(1, t("rep.annex", s.lang))
        yield Text(t("rep.annex.how", s.lang, n=len(lacking)), "lead")
    for item in lacking:
        yield from indicator.pages(s, item)


def _rows(s: Sources) -> list[Indicator]:
    return sorted(s.catalogue.indicators, key=lambda i: i.place)


REPORTS = (
    lambda: ReportKind(
        id="annual",
        name=Words(pt="Relatório anual {of}", en="Annual report {of}"),
        of="year",
        offered=lambda today: str(today.year - 1),
        page="governacao",
        description=Words(pt="O relatório anual de um ano.", en="The annual report of a year."),
        file=_ANNUAL,
        make=lambda store, year, today, lang: annual(store, int(year), today, lang),
    ),
    lambda: ReportKind(
        id="interim",
        name=Words(pt="Balanço intercalar {of}", en="Mid-term review {of}"),
        of="year",
        offered=lambda _: "2026",
        page="governacao",
        description=Words(pt="O balanço intercalar.", en="The mid-term review."),
        file=_INTERIM,
        make=lambda store, year, today, lang: interim(store, int(year), today, lang),
    ),
)
