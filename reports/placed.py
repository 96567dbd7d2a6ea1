"""What the reports of places say alike, of a municipality or of a region: figures, projects, and what is missing."""

from collections.abc import Sequence

from core.catalogue.catalogue import Indicator
from core.reading.reading import Reading
from core.strategy.execution import Event
from core.strategy.execution_model import Project
from core.terms.formats import day, number
from core.terms.period import label
from core.terms.territory import COUNTRY, Territory
from reports.context import Sources
from reports.model import Block, Table, Text
from show.sentences import owed, why_missing
from show.spoken import spoken
from show.texts import t


def cells(found: Reading, above: list[Territory], lang: str) -> tuple[str, ...]:
    """Value with period (of too few cases, these), the region's and the country's of the same period, how it stands
    beside the country, rank with n, verdict.
    """
    item, now, said = found.item, found.now, spoken(found, lang)
    assert now is not None  # only what has a figure is in the table
    region = next((p for x in above if x.level == "nuts3" and (p := found.beside(x.id))), None)
    country = found.beside(COUNTRY)
    decimals = item.decimals_for(found.series)
    figure = said.figure if said.counted else number(now.value, decimals, lang)
    unit = "" if said.counted else item.unit_for(found.series, lang)  # counts say themselves what they count
    own_unit = f" {item.unit_for(found.series, lang)}" if said.counted else ""
    beside = ["–" if p is None else f"{number(p.value, decimals, lang)}{own_unit}" for p in (region, country)]
    if found.compared.state is not None:
        beside[1] += f" ({said.compared})" if country else ""
    return (
        f"{figure} ({'; '.join(filter(None, (label(now.period, lang), unit)))})",
        *beside,
        "; ".join(filter(None, (said.rank or "–", "" if said.counted else said.mark))),
        t(f"verdict.{found.card.state}", lang),
    )


def lacking(s: Sources, items: Sequence[Indicator], caption: str) -> Block:
    """Indicators without a figure somewhere: why, what was asked, who must act."""
    lang = s.lang
    if not items:
        return Text(t("portrait.all", lang))
    rows = tuple((str(i.row), i.name.get(lang), why_missing(i, lang), owed(s.asked(i), lang)) for i in items)
    heads = ("rep.row", "control.indicator", "portrait.col.why", "portrait.col.asked")
    columns = tuple(t(h, lang) for h in heads)
    return Table(caption, columns, rows, (0.7, 3, 4, 2), frozenset({0}))


def projects(s: Sources, found: list[tuple[Project, Event]]) -> Table:
    """Local projects, with the recommendations that they serve, and who said how they stand."""
    lang, numbers = s.lang, {r.id: str(r.number) for r in s.strategy.recommendations}
    rows = []
    for p, e in found:
        state = t(f"exec.state.{p.state}", lang) + (f"; {t('projects.withdrawn', lang)}" if p.withdrawn else "")
        who = f"{e.said_by}, {day(e.said_at.date(), lang)}"
        rows.append((p.title, ", ".join(numbers[r] for r in p.recommendations), state, who))
    heads = ("projects.col.project", "projects.col.recs", "exec.col.state", "exec.col.said")
    columns = tuple(t(h, lang) for h in heads)
    return Table(t("portrait.projects.table", lang), columns, tuple(rows), (4, 1.5, 1.5, 2))
