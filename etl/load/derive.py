"""Between parse and aggregate: derived series, the complete grid of municipalities, the catalogue's bounds."""

from typing import Final

import numpy as np
import pandas as pd

from core.catalogue.catalogue import Bounds, Measured, Series
from core.catalogue.indicator import AREA
from core.catalogue.queries import DerivedQuery
from core.terms import period
from core.terms.formats import exact
from core.terms.status import MAINLAND_ONLY, MISSING, NOT_KEPT, WITHHELD, words
from core.terms.territory import VERSION, Territories
from etl.fetch.model import Finding, Severity, frame

ABSENT: Final = "não consta da fonte"
_WEAKNESS: Final = ("A", "U", "P", "E", "B")  # of the parts of a quotient, what has to be said of it: the last first
_ERROR: Final[Severity] = "error"
_WARNING: Final[Severity] = "warning"


def wide(support: dict[str, pd.DataFrame], name: str, periods: list[str], territories: Territories) -> pd.DataFrame:
    """A support series as a table of municípios (rows, the territory table's order) by periods, NaN where missing.

    `area_km2` is constant over all `periods`. A span (2019-2023) takes the sum of its years; a month, quarter
    or day without a figure of its own takes its year's. A series that could not be had is all NaN.
    """
    municipalities = [t.id for t in territories.municipalities]
    if name == AREA:
        areas = [t.area_km2 for t in territories.municipalities]
        return pd.DataFrame(dict.fromkeys(periods, areas), index=municipalities, dtype=float)
    if name not in support:
        return pd.DataFrame(np.nan, index=municipalities, columns=periods)
    table = support[name].pivot(index="territory_id", columns="period", values="value").reindex(municipalities)
    return pd.DataFrame({p: _column(table, p) for p in periods}, index=table.index)


def _column(table: pd.DataFrame, text: str) -> pd.Series:
    if text in table:
        return table[text]
    parsed = period.parse(text)
    years = [str(y) for y in parsed.years]
    nothing = pd.Series(float("nan"), index=table.index)
    if any(y not in table for y in years):
        return nothing
    if parsed.kind == "span":
        return table[years].sum(axis=1, skipna=False)
    return table[years[0]] if len(years) == 1 else nothing


def ratio(query: DerivedQuery, support: dict[str, pd.DataFrame], territories: Territories) -> pd.DataFrame:
    """scale × numerator / denominator per município, for every period of the numerator (or the denominator)."""
    timed = query.numerator if query.numerator != AREA else query.denominator
    periods = sorted(support[timed]["period"].unique())
    top = wide(support, query.numerator, periods, territories)
    bottom = wide(support, query.denominator, periods, territories)
    result = (query.scale * top / bottom.where(bottom != 0)).round(query.decimals)
    made = frame(
        territory_id=np.repeat(result.index.to_numpy(), len(periods)),
        period=np.tile(result.columns.to_numpy(), len(result)),
        value=result.to_numpy().ravel(),
        numerator=top.to_numpy().ravel(),
        denominator=bottom.to_numpy().ravel(),
    )
    made["status"] = _status_of_parts(made, (query.numerator, query.denominator), support)
    made["series"], made["origin"] = query.series, "derived"
    return made


def _status_of_parts(made: pd.DataFrame, parts: tuple[str, str], support: dict[str, pd.DataFrame]) -> pd.Series:
    """What is derived is as sure as the least sure of its parts, and breaks where one of them does."""
    status = made["value"].notna().map({True: "A", False: "O"})
    keys = pd.MultiIndex.from_frame(made[["territory_id", "period"]])
    for name in parts:
        if name == AREA or name not in support:
            continue
        known = (
            support[name].drop_duplicates(["territory_id", "period"]).set_index(["territory_id", "period"])["status"]
        )
        own = known.reindex(keys).to_numpy()
        rank = [_WEAKNESS.index(s) if s in _WEAKNESS else -1 for s in own]
        weaker = np.array(rank) > [_WEAKNESS.index(s) if s in _WEAKNESS else -1 for s in status]
        status = status.mask(weaker & made["value"].notna().to_numpy(), own)
    return status


def complete(rows: pd.DataFrame, item: Measured, territories: Territories) -> pd.DataFrame:
    """Add a row with a status for every município that a municipal series and period leaves out.

    Nothing is invented: `O` not in the source, `L` outside what the source covers, `M` not yet created then.
    """
    municipal = rows[rows["territory_id"].isin([t.id for t in territories.municipalities])]
    if municipal.empty:
        return rows
    pairs = municipal[["series", "period"]].drop_duplicates()
    if len(municipal) == len(pairs) * len(territories.municipalities):
        return rows
    places = pd.DataFrame(
        [(t.id, t.valid_from or "", territories.chain(t.id, VERSION)[-2].code) for t in territories.municipalities],  # type: ignore[union-attr]
        columns=["territory_id", "since", "nuts1"],
    )
    grid = pairs.merge(places, how="cross").merge(
        municipal[["series", "period", "territory_id"]], how="left", indicator=True
    )
    absent = grid[grid["_merge"] == "left_only"]
    if absent.empty:
        return rows
    added = frame(
        territory_id=absent["territory_id"].to_numpy(), period=absent["period"].to_numpy(), value=float("nan")
    )
    added["series"], added["origin"] = absent["series"].to_numpy(), "source"
    added["status"], added["note"] = "O", ABSENT
    asked = set(municipal.loc[municipal["origin"] == "source", ["series", "period"]].itertuples(index=False, name=None))
    copied = [key not in asked for key in zip(absent["series"], absent["period"], strict=True)]
    added.loc[copied, "note"] = NOT_KEPT
    outside = (absent["nuts1"] != "1").to_numpy() if item.coverage == "continente" else [False] * len(absent)
    added.loc[outside, ["status", "note"]] = ["L", MAINLAND_ONLY]
    ends = {p: str(period.parse(p).end.year) for p in absent["period"].unique()}
    unborn = ((absent["since"] != "") & (absent["period"].map(ends) < absent["since"])).to_numpy()
    added.loc[unborn, ["status", "note"]] = ["M", "município criado em 1998"]
    return pd.concat([rows, added], ignore_index=True)


def broken(rows: pd.DataFrame, series: Series) -> pd.DataFrame:
    """The breaks that the catalogue knows of, on every value of those periods. A value has one status, and that it does
    not compare outweighs how sure it is: that goes into its note.
    """
    at = rows["period"].isin(series.breaks) & rows["value"].notna() & (rows["status"] != "B")
    if not at.any():
        return rows
    rows = rows.copy()
    unsure = at & (rows["status"] != "A") & rows["note"].isna()
    rows["note"] = rows["note"].astype(object)
    rows.loc[unsure, "note"] = rows.loc[unsure, "status"].astype(str).map(words)
    rows.loc[at, "status"] = "B"
    return rows


def bounded(rows: pd.DataFrame, bounds: Bounds, where: str) -> tuple[pd.DataFrame, list[Finding]]:
    """Values outside the catalogue's bounds: reported, and withheld (status `Q`) where they cannot be true."""
    nothing = pd.Series(False, index=rows.index)
    low = rows["value"] < bounds.min if bounds.min is not None else nothing
    high = rows["value"] > bounds.max if bounds.max is not None else nothing
    if not (low | high).any():
        return rows, []
    withheld, kept = (low | high, nothing) if bounds.hard else (low, high)
    least = "−∞" if bounds.min is None else exact(bounds.min)
    limits = f"[{least}; {'+∞' if bounds.max is None else exact(bounds.max)}]"
    findings = [
        Finding(
            severity,
            "fora_dos_limites",
            f"{where}: {int(out.sum())} valores fora de {limits} ({_few(rows[out])}){end}",
            int(out.sum()),
        )
        for out, severity, end in ((withheld, _ERROR, "; retidos"), (kept, _WARNING, ""))
        if out.any()
    ]
    rows = rows.copy()
    said = rows.loc[withheld, "value"].map(lambda v: f"valor {exact(v)} {WITHHELD} do catálogo")
    rows["note"] = rows["note"].astype(object)
    rows.loc[withheld, "note"] = said
    rows.loc[withheld, "value"] = float("nan")
    rows.loc[withheld, "status"] = "Q"
    return rows, findings


def _few(rows: pd.DataFrame) -> str:
    return "; ".join(f"{r.territory_id} {r.period}: {exact(r.value)}" for r in rows.head(10).itertuples())


def tidy_status(rows: pd.DataFrame) -> pd.DataFrame:
    """A row without value carries a missing status, a row with value does not: repair what sources leave open."""
    rows = rows.copy()
    empty = rows["value"].isna()
    rows.loc[empty & ~rows["status"].isin(list(MISSING)), "status"] = "O"
    rows.loc[~empty & rows["status"].isin(list(MISSING)), "status"] = "V"
    return rows
