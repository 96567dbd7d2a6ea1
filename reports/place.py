"""The report of one territory: every indicator that has a figure there, beside its region and the country."""

from collections.abc import Iterator
from datetime import date

from rapidfuzz import fuzz, process

from core.base.errors import ReportError
from core.base.typed import Text as Words
from core.reading.reading import Reading
from core.strategy import execution
from core.strategy.execution_model import Project
from core.terms.enti import ROWS
from core.terms.formats import day, number
from core.terms.period import label
from core.terms.territory import COUNTRY, VERSION, Territory
from core.warehouse.store import Store
from reports import indicator
from reports.context import Sources, gather
from reports.drawing import lines_of
from reports.kinds import ReportKind
from reports.model import Block, Heading, Picture, Report, Table, Text
from show.charts import BLUE, GREY, ORANGE
from show.sentences import owed, why_missing
from show.spoken import spoken
from show.texts import t


def of_territory(store: Store, territory_id: str, today: date) -> Report:
    """The report of a territory as of today. ReportError for an unknown one, with those it may have been meant for."""
    s = gather(store, today)
    if territory_id not in s.territories:
        names = {p.id: p.name for p in s.territories.by_id.values()}
        near = [
            f"{name} ({code})" for name, _, code in process.extract(territory_id, names, scorer=fuzz.ratio, limit=4)
        ]
        raise ReportError(
            f"O território «{territory_id}» não existe.",
            cure=f"usar o DICO ou o código NUTS; talvez {', '.join(near)}.",
        )
    place = s.territories[territory_id]
    above = s.territories.chain(territory_id, place.version or VERSION)[1:] if place.level not in ("pais", "ue") else []
    said = " › ".join(p.name for p in reversed(above)) or "país"
    name = territory_id.replace(":", "-")
    data = s.data(frozenset({territory_id, *(p.id for p in above)}))
    return Report(
        f"enti-territorio-{name}",
        f"{place.name}: retrato nos indicadores da ENTI",
        said,
        store.build,
        s.until,
        tuple(_parts(s, place, above)),
        data,
    )


def _parts(s: Sources, place: Territory, above: list[Territory]) -> Iterator[Block]:
    items = sorted(s.catalogue.indicators, key=lambda i: i.row)
    there = {i.id: found for i in items if (found := s.read.newest(i, place.id))}
    yield Heading(1, "Em resumo")
    yield Text(
        f"{place.called.opening('pt', 'em')} há valores de {len(there)} dos {ROWS} indicadores da Tabela 3.", "lead"
    )
    rows = tuple((str(i.row), i.name.get("pt"), *_cells(there[i.id], above)) for i in items if i.id in there)
    yield Table(
        f"{place.name} ao lado da sua região e do país",
        ("Linha", "Indicador", "Valor", "Região", "Portugal", "Posição", "Juízo"),
        rows,
        (0.7, 3, 1.7, 1.5, 1.5, 1.4, 2),
        frozenset({0}),
    )
    for domain in s.catalogue.domains:
        mine = [i for i in items if i.domain == domain.name and i.id in there]
        if not mine:
            continue
        yield Heading(1, domain.name)
        for item in mine:
            yield Heading(2, f"{item.row}. {item.name.get('pt')}")
            yield Text(indicator.judgement(there[item.id].card, place.name))
            yield from _lines(s, there[item.id], above)
            yield Text(indicator.source(s, item, there[item.id].series), "fine")
    yield from _projects(s, place)
    yield Heading(1, "O que falta")
    rest = tuple(
        (str(i.row), i.name.get("pt"), why_missing(i, "pt"), owed(s.asked(i), "pt")) for i in items if i.id not in there
    )
    yield Table(
        f"Indicadores sem valor {place.called.within('pt', 'em')}",
        ("Linha", "Indicador", "Porquê", "O que se pediu, e quem tem de agir"),
        rest,
        (0.7, 3, 4, 2),
        frozenset({0}),
    )


def _cells(found: Reading, above: list[Territory]) -> tuple[str, ...]:
    """Value with period (of too few cases, these), the region's and the country's of the same period, how it stands
    beside the country, rank with n, verdict.
    """
    item, now, said = found.item, found.now, spoken(found, "pt")
    assert now is not None  # only what has a figure is in the table
    region = next((p for x in above if x.level == "nuts3" and (p := found.beside(x.id))), None)
    country = found.beside(COUNTRY)
    decimals = item.decimals_for(found.series)
    figure = said.figure if said.counted else number(now.value, decimals)
    unit = "" if said.counted else item.unit_for(found.series, "pt")  # counts say themselves what they count
    own_unit = f" {item.unit_for(found.series, 'pt')}" if said.counted else ""
    beside = ["–" if p is None else f"{number(p.value, decimals)}{own_unit}" for p in (region, country)]
    if found.compared.state is not None:
        beside[1] += f" ({said.compared})" if country else ""
    return (
        f"{figure} ({'; '.join(filter(None, (label(now.period, 'pt'), unit)))})",
        *beside,
        "; ".join(filter(None, (said.rank or "–", "" if said.counted else said.mark))),
        t(f"verdict.{found.card.state}", "pt"),
    )


def _lines(s: Sources, found: Reading, above: list[Territory]) -> Iterator[Block]:
    item, series, place = found.item, found.series, found.where.self
    wanted = [
        (place, ORANGE),
        *[(p, GREY) for p in above if p.level == "nuts3"],
        *[(p, BLUE) for p in above if p.id == COUNTRY],
    ]
    if item.rule_for(series).rule == "sum":
        wanted = wanted[:1]  # counts of a country beside those of a place would flatten the line
    table = s.read.values(item, series, [p.id for p, _ in wanted])
    lines, parted = [(p.name, table[table["territory_id"] == p.id], c) for p, c in wanted], s.read.parted(item, series)
    drawn = lines_of(lines, None, item, series, parted)
    if drawn:
        name = f"{item.name.get('pt')}, {place.name}, evolução ({item.unit_for(series, 'pt')})"
        yield Picture(drawn, f"Gráfico: {name}.", f"{name}. {indicator.source(s, item, series)}", 0.85)


def _projects(s: Sources, place: Territory) -> Iterator[Block]:
    found = [
        e
        for e in execution.current(s.events, "projeto").values()
        if isinstance(e.after, Project) and e.after.territory == place.id
    ]
    if not found:
        return
    yield Heading(1, "Projetos locais")
    numbers = {r.id: str(r.number) for r in s.strategy.recommendations}
    rows = []
    for e in found:
        assert isinstance(e.after, Project)
        state = t(f"exec.state.{e.after.state}", "pt") + ("; retirado" if e.after.withdrawn else "")
        rows.append(
            (
                e.after.title,
                ", ".join(numbers[r] for r in e.after.recommendations),
                state,
                f"{e.said_by}, {day(e.said_at.date())}",
            )
        )
    yield Table(
        "Projetos e recomendações que servem",
        ("Projeto", "Recomendações", "Estado", "Quem disse, quando"),
        tuple(rows),
        (4, 1.5, 1.5, 2),
    )


REPORTS = ReportKind(
    id="territory",
    name=Words(pt="Retrato: {of}", en="Portrait: {of}"),
    of="territory",
    page="territorio",
    description=Words(pt="O retrato de um território.", en="The portrait of a territory."),
    file="enti-territorio-{of}",
    make=of_territory,
)
