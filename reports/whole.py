"""The annual report and the mid-term review: the same parts; the review adds what changed since the strategy began."""

from collections.abc import Iterator
from datetime import date

from core.base.typed import Text as Words
from core.reading.reading import Reading
from core.strategy.standing import tally
from core.terms.enti import FIRST_YEAR
from core.terms.formats import change, number
from core.terms.period import label
from core.warehouse.store import Store
from reports import indicator, steering, steering_acts
from reports.context import Sources, gather
from reports.kinds import ReportKind
from reports.model import Block, Heading, Report, Table, Text
from show import whens


def annual(store: Store, year: int, today: date) -> Report:
    """The annual report of a year, as of its last day (or today, while it lasts). ReportError without a figure of
    that year.
    """
    s = gather(store, min(date(year, 12, 31), today))
    s.need_year(year)
    title = f"Relatório anual {year}"
    said = (
        "Monitorização da implementação da ENTI: indicadores, metas, execução e lacunas (secção 7.1.3 f) da"
        " Estratégia)."
    )
    return Report(f"enti-relatorio-anual-{year}", title, said, store.build, s.until, tuple(_parts(s)), s.data())


def interim(store: Store, year: int, today: date) -> Report:
    """The mid-term review: the same, and beside it where each indicator stood when the strategy began."""
    s = gather(store, min(date(year, 12, 31), today))
    s.need_year(FIRST_YEAR)
    title = f"Balanço intercalar {year}"
    said = (
        f"O que se prometeu até {year}, o que se entregou e o que se moveu desde {FIRST_YEAR} (secção 7.1.3 l) da"
        " Estratégia)."
    )
    return Report(
        f"enti-balanco-intercalar-{year}", title, said, store.build, s.until, (*_since(s), *_parts(s)), s.data()
    )


def _parts(s: Sources) -> Iterator[Block]:
    yield from steering.summary(s)
    yield from steering.method(s)
    for domain in s.catalogue.domains:
        items = sorted((i for i in s.catalogue.indicators if i.domain == domain.name), key=lambda i: i.row)
        yield Heading(1, domain.name)
        have = sum(i.id in s.read.have for i in items)
        yield Text(f"{have} dos {len(items)} indicadores deste domínio têm valores nesta versão dos dados.", "lead")
        for item in items:
            yield from indicator.pages(s, item)
    yield from steering.execution(s)
    yield from steering_acts.money(s)
    yield from steering.aims(s)
    yield from steering.governance(s)
    yield from steering.missing(s)
    yield from steering_acts.requests(s)
    yield from steering.sources(s)


def _since(s: Sources) -> Iterator[Block]:
    yield Heading(1, f"Desde {FIRST_YEAR}")
    rows: list[tuple[str, ...]] = []
    for item in sorted(s.catalogue.indicators, key=lambda i: i.row):
        place = s.read.nation(item)
        rows.append((str(item.row), item.name.get("pt"), *_stood(s.read.of(item, place))))
    yield Table(
        f"Valor do país até {FIRST_YEAR}, o mais recente, e o que vai de um ao outro",
        ("Linha", "Indicador", f"Até {FIRST_YEAR}", "Mais recente", "Variação"),
        tuple(rows),
        (0.7, 3.6, 2, 2, 2.2),
        frozenset({0}),
    )
    due = [a for a in s.plan if a.action.deadline.last_day <= s.until]
    yield Text(
        f"Até {s.until.year} venceram os prazos de {len(due)} das {len(s.plan)} ações:"
        f" {whens.counts(tally(due), 'pt')}.",
        "lead",
    )


def _stood(found: Reading) -> tuple[str, str, str]:
    """Both figures with their periods, and the change; no verdict, which has windows of its own."""
    item, series = found.item, found.series
    decimals, unit = item.decimals_for(series), item.unit_for(series, "pt")
    if not found.known:
        return "–", "–", "não há valor do país"
    first, last, moved = found.since(date(FIRST_YEAR, 12, 31))
    cells = [f"{number(p.value, decimals)} ({label(p.period, 'pt')})" if p else "–" for p in (first, last)]
    if moved is not None:
        sign = "+" if moved.seen > 0 else "−" if moved.seen < 0 else ""
        return cells[0], cells[1], sign + change(moved.seen, decimals, unit, "pt")
    if last is None:
        return cells[0], cells[1], f"não há valor posterior a {FIRST_YEAR}"
    return cells[0], cells[1], "não se compara" if first else f"não há valor até {FIRST_YEAR}"


REPORTS = (
    lambda: ReportKind(
        id="annual",
        name=Words(pt="Relatório anual {of}", en="Annual report {of}"),
        of="year",
        offered=lambda today: str(today.year - 1),
        page="governacao",
        description=Words(pt="O relatório anual de um ano.", en="The annual report of a year."),
        file="enti-relatorio-anual-{of}",
        make=lambda store, year, today: annual(store, int(year), today),
    ),
    lambda: ReportKind(
        id="interim",
        name=Words(pt="Balanço intercalar {of}", en="Mid-term review {of}"),
        of="year",
        offered=lambda _: "2026",
        page="governacao",
        description=Words(pt="O balanço intercalar.", en="The mid-term review."),
        file="enti-balanco-intercalar-{of}",
        make=lambda store, year, today: interim(store, int(year), today),
    ),
)
