"""The gap ledger: what is missing, where, when, why, whose it is, since when, and what would close it.

Derived from the catalogue, the checks of the last loads and the observations; nothing in it is typed twice.
Every cell without value is in exactly one entry, and every row of Table 3 has figures or an entry (or both).
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Final

from core.catalogue.catalogue import Catalogue, Indicator, Series
from core.terms import period
from core.terms.enti import APPROVED
from core.terms.formats import day
from core.terms.status import CAUSE_SQL
from core.warehouse import freshness
from core.warehouse.checks import Check
from core.warehouse.store import Store

# The strategy asks for every row: what has never been there is missing since then.
# Nobody can act on these: the cell cannot exist, or the law keeps it back.
FINAL: Final = frozenset({"not_applicable", "confidential", "below_unit", "source_ended"})
_ASKED: Final = APPROVED.isoformat()
PROJECT: Final = "Projeto ENTI"

CAUSES: Final[dict[str, tuple[str, str]]] = {
    "not_collected": ("não recolhido", "not collected"),
    "not_published_at_level": ("não publicado a este nível", "not published at this level"),
    "not_yet_published": ("ainda não publicado", "not yet published"),
    "confidential": ("confidencial ou suprimido pela fonte", "confidential or suppressed by the source"),
    "not_applicable": ("não aplicável", "not applicable"),
    "source_ended": ("série terminada na fonte", "series ended at the source"),
    "access_refused": ("acesso recusado", "access refused"),
    "connector_failed": ("consulta falhou", "connector failed"),
    "awaiting_import": ("ficheiro por entregar", "file to be handed in"),
    "not_asked": ("ainda não pedido à fonte", "not yet asked of the source"),
    "withheld": ("retido pela nossa verificação", "withheld by our checks"),
    "below_unit": ("inferior a metade da unidade", "below half of the unit"),
}
_CELL_CLOSES: Final[dict[str, tuple[str, str]]] = {
    "not_collected": ("A fonte publicar o valor.", "The source publishes the value."),
    "confidential": (
        "Nada a fazer: é segredo estatístico ou falta de qualidade.",
        "Nothing: statistical secrecy or insufficient quality.",
    ),
    "not_applicable": (
        "Nada a fazer: o valor não pode existir nesta fonte.",
        "Nothing: the value cannot exist in this source.",
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

    row: int
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
    """All entries, by row of Table 3."""
    lasts = _lasts(store)
    cells = _cells(store)
    found: list[Gap] = []
    for item in sorted(catalogue.indicators, key=lambda i: i.row):
        for series in item.series:
            found.extend(_of_series(item, series, lasts.get((item.id, series.id)), checks, today))
        found.extend(_levels(item, lasts))
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
            **_awaited(item, fresh, keys, checks),
        )


def _absent(item: Indicator, keys: dict[str, Any], failing: list[Check], checks: dict[str, Check]) -> dict[str, Any]:
    """A series without a single value."""
    if failing:
        return _failed(failing)
    state = item.source_state
    said = {"owner": state.owner, "since": _ASKED, "reason": (state.reason.pt, state.reason.en)}
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


def _awaited(
    item: Indicator, fresh: freshness.Freshness, keys: dict[str, Any], checks: dict[str, Check]
) -> dict[str, Any]:
    """A period that is over and not here: nobody asked, or the source has yet to publish it, in time or late."""
    since = period.parse(str(fresh.next)).end.isoformat()
    live = [k for k, q in keys.items() if q.loadable and q.source not in ("figures", "derived", "held")]
    if not any(k in checks for k in live):
        pt, en = "Só há valores embutidos ou entregues em mão", "There are only embedded or handed-in figures"
        closes = (
            ("Correr «python -m etl load».", "Run “python -m etl load”.")
            if live
            else ("Entregar ou embutir o período seguinte.", "Hand in or embed the next period.")
        )
        return {
            "cause": "not_asked" if live else "awaiting_import",
            "owner": PROJECT,
            "since": since,
            "reason": (f"{pt}, até {_label(fresh.last, 0)}.", f"{en}, up to {_label(fresh.last, 1)}."),
            "closes": closes,
        }
    owner = item.source_state.owner
    due = str(fresh.due)
    pt = f"Esperado até {day(due)}" + (f"; atrasado {fresh.days_late} dias." if fresh.days_late else ".")
    en = f"Expected by {day(due, 'en')}" + (f"; {fresh.days_late} days late." if fresh.days_late else ".")
    closes = (f"A fonte publicar {_label(fresh.next, 0)}.", f"The source publishes {_label(fresh.next, 1)}.")
    return {"cause": "not_yet_published", "owner": owner, "since": since, "reason": (pt, en), "closes": closes}


def _levels(item: Indicator, lasts: dict[tuple[str, str], str]) -> Iterator[Gap]:
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
        _ASKED,
        (f"{why.pt} Nível mais fino: {pt}.", f"{why.en} Finest level: {en}."),
        closes,
    )


def _cells(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Cells without value by indicator, cause and note, equal sets of periods put together."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in store.rows(
        f"""
        WITH cell AS (
            SELECT o.indicator_id, o.series, o.territory_id, t.level, o.period, {CAUSE_SQL} AS cause
            FROM observation o JOIN territory t USING (territory_id)
            WHERE o.value IS NULL AND o.origin <> 'aggregated'
        ), place AS (
            SELECT indicator_id, series, territory_id, level, cause, list(period ORDER BY period) AS periods
            FROM cell GROUP BY ALL
        )
        SELECT indicator_id, series, cause, periods, level, list(territory_id ORDER BY territory_id) AS places
        FROM place GROUP BY ALL ORDER BY indicator_id, series, cause, level, len(places) DESC, periods
        """
    ):
        found.setdefault(row["indicator_id"], []).append(row)
    return found


def _cell_gap(item: Indicator, cell: dict[str, Any]) -> Gap:
    words = CAUSES[cell["cause"]]
    owner = PROJECT if cell["cause"] == "withheld" else item.source_state.owner
    # The period as the source writes it decides; a place without figure is missing since the first of them.
    first = min((period.parse(p) for p in cell["periods"]), key=lambda p: p.start)
    return Gap(
        item.row,
        item.id,
        cell["series"],
        cell["level"],
        tuple(cell["places"]),
        tuple(cell["periods"]),
        cell["cause"],
        owner,
        first.start.isoformat(),
        words,
        _CELL_CLOSES[cell["cause"]],
        cells=len(cell["places"]) * len(cell["periods"]),
    )
