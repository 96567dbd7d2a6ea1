"""The gap ledger: what is missing, where, when, why, who has it, what was asked and who must act, since when, and what
would close it.

Derived from the catalogue, the checks of the last loads and the observations; nothing in it is typed twice.
Every cell without value that a surface can show (core.warehouse.blanks) is in exactly one entry, and every row of
Table 3 has figures or an entry (or both).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from core.catalogue.catalogue import Catalogue, Indicator, Series
from core.terms import age, period
from core.terms.formats import day
from core.warehouse import asked, blanks, failures, freshness
from core.warehouse.asked import PROJECT, Asked
from core.warehouse.causes import CAUSES, CELL_CLOSES, FINAL
from core.warehouse.checks import Check
from core.warehouse.requests import Request
from core.warehouse.store import Store

# What closes a gap is said to every reader; how a load is run is for who runs the dashboard (docs/comandos.md).
_RUN = ("Carregar os dados desta fonte.", "Load the data of this source.")

__all__ = ["CAUSES", "FINAL", "Gap", "ledger", "of"]


@dataclass(frozen=True)
class Gap:
    """One entry. `territories`: ids, empty for all of `level`; `periods`: stored form, empty for all of them. `owner`:
    who has the figures; `who`: who must act (core.warehouse.asked), empty where nobody can; `asked`: what was asked
    and what came of it.
    """

    row: int | None  # None: of an indicator beyond Table 3
    indicator_id: str
    series: str
    level: str  # municipio | nuts3 | nuts2 | nuts1 | pais | todos | misto
    territories: tuple[str, ...]
    periods: tuple[str, ...]
    cause: str
    owner: str
    since: str
    reason: tuple[str, str]  # PT, EN
    closes: tuple[str, str]
    cells: int = 0  # cells of the warehouse without value that this entry explains
    late_days: int = 0
    who: str = ""
    state: str = ""  # core.warehouse.asked.State; empty where nobody can act
    asked: tuple[str, str] = ("", "")

    def to_dict(self) -> dict[str, Any]:
        """For JSON, with the cause in words."""
        return asdict(self) | {"cause_text": CAUSES[self.cause][0]}


def ledger(
    catalogue: Catalogue, store: Store, checks: dict[str, Check], today: date, requests: Sequence[Request] = ()
) -> list[Gap]:
    """All entries of Table 3, by row."""
    return of(catalogue.indicators, store, checks, today, requests)


def of(
    items: Iterable[Indicator],
    store: Store,
    checks: dict[str, Check],
    today: date,
    requests: Sequence[Request] = (),
) -> list[Gap]:
    """The entries of these indicators, in the order of a list: the further ones are asked for apart. `requests`: what
    people asked of bodies.
    """
    lasts = _lasts(store)
    listed = sorted(items, key=lambda i: i.place)
    cells, there = blanks.cells(store, {i.id: i for i in listed}), blanks.levels(store)
    found: list[Gap] = []
    for item in listed:
        for series in item.series:
            last = lasts.get((item.id, series.id))
            standing = asked.of(item, series.id, last, checks, today, requests)
            found.extend(_told(g, standing) for g in _of_series(item, series, last, checks, today, standing))
        absent = any((item.id, s.id) not in lasts for s in item.series)
        rest = [
            *_levels(item),
            *_regions(item, there.get(item.id, set()), absent=absent),
            *(_cell_gap(item, c) for c in cells.get(item.id, [])),
        ]
        by_people = asked.about(item.id, item.source_state.owner, requests, today)
        found.extend(_told(g, by_people) for g in rest)
    return found


def _told(gap: Gap, standing: Asked) -> Gap:
    """With who must act, and on what record. What lies with us (a figure that we keep back, or did not read) waits for
    no answer.
    """
    if gap.cause in FINAL:
        return gap
    if gap.cells and gap.owner == PROJECT:
        return replace(gap, who=PROJECT)
    return replace(gap, who=standing.who, state=standing.state, asked=standing.words, late_days=standing.days_late)


def _lasts(store: Store) -> dict[tuple[str, str], str]:
    from core.warehouse.loads import last_periods

    return last_periods(store)


def _of_series(
    item: Indicator, series: Series, last: str | None, checks: dict[str, Check], today: date, standing: Asked
) -> Iterator[Gap]:
    """What a whole series lacks: all of it, its newest period, or its future."""
    keys = {k: q for k, q in item.keyed.items() if q.series == series.id and q.use == "load"}
    failing = [checks[k] for k in keys if k in checks and checks[k].failing]
    base: dict[str, Any] = {"row": item.row, "indicator_id": item.id, "series": series.id, "territories": ()}
    if last is None:
        yield Gap(**base, level="todos", periods=(), **_absent(item, keys, failing, checks))
        return
    fresh = standing.fresh
    if failing:  # what we could not read says nothing of what the source has published
        yield Gap(**base, level="todos", periods=(), **_failed(failing))
    elif fresh.state == "ended":
        yield Gap(**base, level="todos", periods=(f"> {last}",), **_ended(item, series, last))
    elif fresh.next and fresh.due and today > period.parse(fresh.next).end:
        yield Gap(
            **base,
            level="todos",
            periods=(fresh.next,),
            **_awaited(item, standing, keys, checks),
        )


def _absent(item: Indicator, keys: dict[str, Any], failing: list[Check], checks: dict[str, Check]) -> dict[str, Any]:
    """A series without a single value."""
    if failing:
        return _failed(failing)
    state = item.source_state
    said = {"owner": state.owner, "since": item.asked_since.isoformat(), "reason": (state.reason.pt, state.reason.en)}
    live = [k for k, q in keys.items() if q.loadable and q.source not in ("figures", "derived", "held")]
    if any(k not in checks for k in live):
        return said | {"cause": "not_asked", "owner": PROJECT, "closes": _RUN}
    if state.cause and state.closes:
        return said | {"cause": state.cause, "closes": (state.closes.pt, state.closes.en)}
    if any(q.source == "held" for q in keys.values()):
        given = (
            "Entregar preenchido o modelo do indicador.",
            "Hand in the indicator’s template, filled in.",
        )
        return said | {"cause": "awaiting_import", "closes": given}
    if live:
        lost = (
            "Carregar outra vez: a fonte respondeu, e os valores não estão nesta versão.",
            "Load again: the source answered, and its figures are not in this build.",
        )
        return said | {"cause": "not_asked", "owner": PROJECT, "closes": lost}
    chosen = (
        "Escolher as categorias da fonte em indicators.yaml.",
        "Choose the source’s categories in indicators.yaml.",
    )
    return said | {"cause": "not_collected", "owner": PROJECT, "closes": chosen}


def _failed(failing: list[Check]) -> dict[str, Any]:
    """The connector did not get an answer it could use."""
    first = min(failing, key=lambda c: c.failed_since or "")
    text = failures.said(failing)
    again = (
        "A fonte voltar a dar uma resposta utilizável; a carga repete-se por si.",
        "The source gives a usable answer again; the load repeats by itself.",
    )
    return {
        "cause": "connector_failed",
        "owner": PROJECT,
        "since": str(first.failed_since)[:10],
        "reason": (text.pt, text.en),
        "closes": again,
    }


def _ended(item: Indicator, series: Series, last: str) -> dict[str, Any]:
    name = item.get_series(series.successor).name if series.successor else None
    closes = (
        (f"Continua em «{name.pt}»; as duas não se juntam.", f"Continued as “{name.en}”; the two are not spliced.")
        if name
        else ("Nada: a fonte terminou a série.", "Nothing: the source has ended the series.")
    )
    return {
        "cause": "source_ended",
        "owner": item.source_state.owner,
        "closes": closes,
        "since": (period.parse(last).end + timedelta(days=1)).isoformat(),
        "reason": (f"A série acaba em {_label(last, 0)}.", f"The series ends in {_label(last, 1)}."),
    }


def _label(text: str | None, language: int) -> str:
    return period.label(str(text), ("pt", "en")[language])


def _awaited(item: Indicator, standing: asked.Asked, keys: dict[str, Any], checks: dict[str, Check]) -> dict[str, Any]:
    """A period that is over and not here: nobody asked since it was due, or the source has yet to publish it, in time
    or, by a record, late.
    """
    fresh = standing.fresh
    since = period.parse(str(fresh.next)).end.isoformat()
    live = [k for k, q in keys.items() if q.loadable and q.source not in ("figures", "derived", "held")]
    if not any(k in checks for k in live):
        return {"since": since, **_unasked(item, fresh, live=bool(live))}
    if standing.state == "not_asked":
        return {"since": since, **_unasked(item, fresh, live=True)}
    owner = item.source_state.owner
    due = str(fresh.due)
    pt, en = f"Esperado até {day(due)}.", f"Expected by {day(due, 'en')}."
    if fresh.due and standing.state == "late" and not standing.requests:
        late = age.between(fresh.due, fresh.due + timedelta(days=fresh.days_late))
        pt, en = f"{pt[:-1]}; atrasado {age.words(late)}.", f"{en[:-1]}; {age.words(late, 'en')} late."
    closes = (f"A fonte publicar {_label(fresh.next, 0)}.", f"The source publishes {_label(fresh.next, 1)}.")
    return {"cause": "not_yet_published", "owner": owner, "since": since, "reason": (pt, en), "closes": closes}


def _unasked(item: Indicator, fresh: freshness.Freshness, *, live: bool) -> dict[str, Any]:
    """What ships or was handed in ends, and no load will bring more: who can act is the row's own source, where the
    catalogue names how.
    """
    pt, en = "Só há valores embutidos ou entregues em mão", "There are only embedded or handed-in figures"
    said = {"reason": (f"{pt}, até {_label(fresh.last, 0)}.", f"{en}, up to {_label(fresh.last, 1)}.")}
    state = item.source_state
    if live:
        return said | {"cause": "not_asked", "owner": PROJECT, "closes": _RUN}
    if state.cause and state.closes:
        return said | {"cause": state.cause, "owner": state.owner, "closes": (state.closes.pt, state.closes.en)}
    more = ("Entregar ou embutir o período seguinte.", "Hand in or embed the next period.")
    return said | {"cause": "awaiting_import", "owner": PROJECT, "closes": more}


def _regions(item: Indicator, there: set[tuple[str, str | None]], *, absent: bool) -> Iterator[Gap]:
    """Levels of regions at which an indicator that has figures has none: nobody publishes them, and they are not ours
    to sum up. `absent`: it has a series without any, whose entry already says what would bring the levels it goes to.
    """
    rule = item.aggregation
    why = getattr(rule, "reason", None) or item.source_state.reason
    for level, places in blanks.empty_levels(there):
        if absent and blanks.reaches(item.finest_level, level):
            continue
        name = {"nuts3": "NUTS III", "nuts2": "NUTS II"}[level]
        yield Gap(
            item.row,
            item.id,
            item.default_series.id,
            level,
            places,
            (),
            "not_published_at_level",
            item.source_state.owner,
            item.asked_since.isoformat(),
            (why.pt, why.en),
            (f"A fonte publicar por {name}.", f"The source publishes by {name}."),
        )


def _levels(item: Indicator) -> Iterator[Gap]:
    """The source stops above the município: said once, for all of them."""
    if item.finest_level in ("municipio", "estacao", "nenhum"):
        return
    rule = item.aggregation
    why = getattr(rule, "reason", None) or item.source_state.reason
    names = {
        "nuts3": ("NUTS III", "NUTS III"),
        "nuts2": ("NUTS II", "NUTS II"),
        "nuts1": ("NUTS I", "NUTS I"),
        "pais": ("país", "country"),
    }
    pt, en = names[item.finest_level]
    closes = (f"A fonte publicar abaixo de {pt}.", f"The source publishes below {en} level.")
    if any(q.by_hand("municipio") for q in item.queries):
        closes = (
            f"A fonte publicar abaixo de {pt}, ou cada câmara responder no modelo do indicador.",
            f"The source publishes below {en} level, or each council answers in the indicator’s template.",
        )
    yield Gap(
        item.row,
        item.id,
        item.default_series.id,
        "municipio",
        (),
        (),
        "not_published_at_level",
        item.source_state.owner,
        item.asked_since.isoformat(),
        (f"{why.pt} Nível mais fino: {pt}.", f"{why.en} Finest level: {en}."),
        closes,
    )


def _cell_gap(item: Indicator, cell: dict[str, Any]) -> Gap:
    words = CAUSES[cell["cause"]]
    owner = PROJECT if cell["cause"] in ("withheld", "not_kept") else item.source_state.owner
    return Gap(
        item.row,
        item.id,
        cell["series"],
        cell["level"],
        tuple(cell["places"]),
        tuple(cell["periods"]),
        cell["cause"],
        owner,
        blanks.first_of(cell["periods"]),
        words,
        CELL_CLOSES[cell["cause"]],
        cells=len(cell["places"]) * len(cell["periods"]),
    )
