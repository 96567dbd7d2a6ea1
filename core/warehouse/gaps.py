"""The gap ledger: what is missing, where, when, why, whose it is, since when, and what would close it.

Derived from the catalogue, the checks of the last loads and the observations; nothing in it is typed twice.
Every cell without value that a surface can show (core.warehouse.blanks) is in exactly one entry, and every row of
Table 3 has figures or an entry (or both).
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Final

from core.catalogue.catalogue import Catalogue, Indicator, Series
from core.terms import age, period
from core.terms.formats import day
from core.terms.status import NO_VALUE
from core.warehouse import asked, blanks, freshness
from core.warehouse.asked import PROJECT
from core.warehouse.checks import Check
from core.warehouse.store import Store

# Nobody can act on these: the cell cannot exist, or the law keeps it back.
FINAL: Final = frozenset({"not_applicable", "confidential", "below_unit", "source_ended"})

CAUSES: Final[dict[str, tuple[str, str]]] = {
    "not_collected": NO_VALUE["not_collected"],
    "not_kept": ("não consta da cópia ou do documento que temos", "not in the copy or document that we have"),
    "not_published_at_level": ("não publicado a este nível", "not published at this level"),
    "not_yet_published": ("ainda não publicado", "not yet published"),
    "confidential": NO_VALUE["suppressed"],
    "not_applicable": NO_VALUE["not_applicable"],
    "source_ended": ("série terminada na fonte", "series ended at the source"),
    "access_refused": ("acesso recusado", "access refused"),
    "connector_failed": ("consulta falhou", "connector failed"),
    "awaiting_import": ("ficheiro por entregar", "file to be handed in"),
    "not_asked": ("ainda não pedido à fonte", "not yet asked of the source"),
    "withheld": NO_VALUE["withheld"],
    "parts_missing": ("não somado: faltam municípios", "not summed up: municipalities are missing"),
    "below_unit": NO_VALUE["below_unit"],
}
_CELL_CLOSES: Final[dict[str, tuple[str, str]]] = {
    "not_collected": ("A fonte publicar o valor.", "The source publishes the value."),
    "not_kept": ("Ler o valor na fonte e embuti-lo.", "Read the figure in the source, and embed it."),
    "confidential": (
        "Nada a fazer: é segredo estatístico ou falta de qualidade.",
        "Nothing: statistical secrecy or insufficient quality.",
    ),
    "not_applicable": (
        "Nada a fazer: o valor não pode existir nesta fonte.",
        "Nothing: the value cannot exist in this source.",
    ),
    "parts_missing": (
        "Os municípios que faltam terem valor.",
        "The missing municipalities have a figure.",
    ),
    "withheld": (
        "A fonte corrigir o valor, ou o catálogo os limites.",
        "The source corrects the value, or the catalogue its bounds.",
    ),
    "below_unit": (
        "Nada a fazer: o valor é quase zero e a fonte não o escreve.",
        "Nothing: the value is nearly zero and the source does not write it.",
    ),
}


@dataclass(frozen=True)
class Gap:
    """One entry. `territories`: ids, empty for all of `level`; `periods`: stored form, empty for all of them."""

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

    def to_dict(self) -> dict[str, Any]:
        """For JSON, with the cause in words."""
        return asdict(self) | {"cause_text": CAUSES[self.cause][0]}


def ledger(catalogue: Catalogue, store: Store, checks: dict[str, Check], today: date) -> list[Gap]:
    """All entries of Table 3, by row."""
    return of(catalogue.indicators, store, checks, today)


def of(items: Iterable[Indicator], store: Store, checks: dict[str, Check], today: date) -> list[Gap]:
    """The entries of these indicators, in the order of a list: the further ones are asked for apart."""
    lasts = _lasts(store)
    listed = sorted(items, key=lambda i: i.place)
    cells, there = blanks.cells(store, {i.id: i for i in listed}), blanks.levels(store)
    found: list[Gap] = []
    for item in listed:
        for series in item.series:
            found.extend(_of_series(item, series, lasts.get((item.id, series.id)), checks, today))
        found.extend(_levels(item))
        absent = any((item.id, s.id) not in lasts for s in item.series)
        found.extend(_regions(item, there.get(item.id, set()), absent=absent))
        found.extend(_cell_gap(item, c) for c in cells.get(item.id, []))
    return found


def _lasts(store: Store) -> dict[tuple[str, str], str]:
    from core.warehouse.loads import last_periods

    return last_periods(store)


def _of_series(
    item: Indicator, series: Series, last: str | None, checks: dict[str, Check], today: date
) -> Iterator[Gap]:
    """What a whole series lacks: all of it, its newest period, or its future."""
    keys = {k: q for k, q in item.keyed.items() if q.series == series.id and q.use == "load"}
    failing = [checks[k] for k in keys if k in checks and checks[k].failing]
    base: dict[str, Any] = {"row": item.row, "indicator_id": item.id, "series": series.id, "territories": ()}
    if last is None:
        yield Gap(**base, level="todos", periods=(), **_absent(item, keys, failing, checks))
        return
    fresh = freshness.of(item, series.id, last, today)
    if failing:  # what we could not read says nothing of what the source has published
        yield Gap(**base, level="todos", periods=(), **_failed(failing))
    elif fresh.state == "ended":
        yield Gap(**base, level="todos", periods=(f"> {last}",), **_ended(item, series, last))
    elif fresh.next and fresh.due and today > period.parse(fresh.next).end:
        yield Gap(
            **base,
            level="todos",
            periods=(fresh.next,),
            late_days=fresh.days_late,
            **_awaited(item, asked.of(item, series.id, last, checks, today), keys, checks),
        )


def _absent(item: Indicator, keys: dict[str, Any], failing: list[Check], checks: dict[str, Check]) -> dict[str, Any]:
    """A series without a single value."""
    if failing:
        return _failed(failing)
    state = item.source_state
    said = {"owner": state.owner, "since": item.asked_since.isoformat(), "reason": (state.reason.pt, state.reason.en)}
    live = [k for k, q in keys.items() if q.loadable and q.source not in ("figures", "derived", "held")]
    if any(k not in checks for k in live):
        asked = ("Correr «python -m etl load».", "Run “python -m etl load”.")
        return said | {"cause": "not_asked", "owner": PROJECT, "closes": asked}
    if state.cause and state.closes:
        return said | {"cause": state.cause, "closes": (state.closes.pt, state.closes.en)}
    if any(q.source == "held" for q in keys.values()):
        given = (
            f"Entregar o modelo preenchido: «python -m etl template {item.id}».",
            f"Hand in the filled template: “python -m etl template {item.id}”.",
        )
        return said | {"cause": "awaiting_import", "closes": given}
    if live:
        lost = (
            "Correr «python -m etl load»: a fonte respondeu, e os valores não estão nesta versão.",
            "Run “python -m etl load”: the source answered, and its figures are not in this build.",
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
    text = first.message or first.error or ""
    again = (
        "A fonte voltar a dar uma resposta utilizável; a carga repete-se por si.",
        "The source gives a usable answer again; the load repeats by itself.",
    )
    return {
        "cause": "connector_failed",
        "owner": PROJECT,
        "since": str(first.failed_since)[:10],
        "reason": (text, text),
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
    or late.
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
    if fresh.due and fresh.days_late:
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
        run = ("Correr «python -m etl load».", "Run “python -m etl load”.")
        return said | {"cause": "not_asked", "owner": PROJECT, "closes": run}
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
        _CELL_CLOSES[cell["cause"]],
        cells=len(cell["places"]) * len(cell["periods"]),
    )
