"""The targets of an indicator in a report: of law and strategy, and those that documents alone tell of."""

from collections.abc import Iterator

from core.catalogue.catalogue import Indicator
from core.catalogue.model import GoalSpec
from core.strategy import evidence
from core.strategy.evidence_model import DocumentTarget
from reports.model import Block, Table
from reports.own import own
from show import goals
from show.texts import t


def table(item: Indicator, lang: str) -> Iterator[Block]:
    """What each target wants, by when, who says so, and why some of them cannot be judged by; nothing without any."""
    told = evidence.load().targets_of(item.id)
    why = {x.value: x.why.get(lang) for x in reversed(told) if x.use == "judges"}
    there = {g.value for g in item.targets}
    rows = [_set(item, g, why.get(g.value, ""), lang) for g in item.targets]
    rows += [_told(x, lang) for x in told if x.value not in there and (x.value is not None or x.unit)]
    if rows:
        header = tuple(t(h, lang) for h in ("rep.col.goal", "rep.value", "rep.col.year", "source", "rep.col.use"))
        yield Table(t("rep.goals", lang), header, tuple(rows), (2.4, 2, 0.9, 2.6, 3))


def _set(item: Indicator, g: GoalSpec, why: str, lang: str) -> tuple[str, ...]:
    """A target of the catalogue. `why`: what the documents say of those that judge."""
    if g.use == "target":
        use = t("rep.judges", lang, why=why).strip()
    else:
        use = t("rep.context", lang, why=g.why.get(lang) if g.why else "")
    value = goals.amount(g.value, (g.unit or item.unit).get(lang), lang)
    status = f"{own(g.source, lang)} ({t(f'card.status.{g.status}', lang)})"
    return g.name.get(lang), value, str(g.year), status, use


def _told(x: DocumentTarget, lang: str) -> tuple[str, ...]:
    """A target that only a document tells of."""
    act = own(x.legal_act, lang) if x.legal_act else x.document.get(lang)
    use = f"{t(f'goals.use.{x.use}', lang)}: {x.why.get(lang)}"
    return x.document.get(lang), goals.wanted(x, lang), goals.when(x, lang), f"{act} ({x.address})", use
