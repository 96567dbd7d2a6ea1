"""Scenes of figures: the country, a domain, a region."""

from dataclasses import dataclass

import pandas as pd

from core.base.typed import Text
from core.catalogue.catalogue import Indicator
from core.room.playlists import Spec
from core.terms.period import label
from core.terms.territory import Territory
from core.warehouse import checks, loads
from show.texts import t
from show.tree import Node, h
from ui.data import judged as steer
from ui.data import load
from ui.data.context import Context
from ui.data.read import reader
from ui.wall.parts import LANG, Scene, Shown, agreed, amount, mark, row, rows, short, stale, unknown


def national(context: Context, spec: Spec) -> Shown:
    """How the country stands, a tile per domain."""
    judged = steer.national(context)
    known = {r["id"] for r in loads.status(context.store, context.catalogue, context.today) if r["rows"]}
    states, late = _marked(context, judged)
    tiles = [_tile(context, d.name, known, states) for d in context.catalogue.domains]
    moving, away = (list(states.values()).count(m) for m in ("good", "bad"))
    able = sum(str(r["state"]) != "not_assessable" for r in judged.values())
    said = t(
        "wall.national",
        LANG,
        moving=moving,
        away=away,
        still=able - moving - away - len(late),
        able=able,
        total=len(judged),
    )
    said += t("wall.late_too", LANG, n=len(late)) if late else ""
    source = t("wall.table3", LANG, n=len(known))
    return Shown(t("wall.country", LANG), said, h("ul", {"class": "w-tiles"}, *tiles), source)


def _marked(context: Context, judged: dict[str, dict[str, object]]) -> tuple[dict[str, str], set[str]]:
    """The mark of each indicator, none where its figures are older than they may be; and of which judged ones that is
    so.
    """
    known, marked, late = checks.read(), {}, set()
    for item in context.catalogue.indicators:
        if item.id not in judged:
            continue
        found = judged[item.id]
        marked[item.id] = mark(str(found["state"]))
        if found["state"] != "not_assessable" and stale(context, item, str(found["series"]), str(found["last"]), known):
            marked[item.id] = ""
            late.add(item.id)
    return marked, late


def _tile(context: Context, domain: str, known: set[str], marked: dict[str, str]) -> Node:
    mine = [i.id for i in context.catalogue.indicators if i.domain == domain]
    states = [marked[i] for i in mine if i in marked]
    good, bad = states.count("good"), states.count("bad")
    counts = [
        h("span", {"data-mark": m} if n else {}, f"{sign} {n}")
        for m, sign, n in (("good", "▲", good), ("bad", "▼", bad))
    ]
    return h(
        "li",
        {},
        h("span", {"class": "w-name"}, domain.removesuffix(" Inteligente")),
        h("strong", {}, f"{len(known & set(mine))}/{len(mine)}"),
        h("span", {"class": "w-note"}, counts),
    )


def domain(context: Context, spec: Spec) -> Shown:
    """The indicators of a domain that have a national value."""
    items = [i for i in context.catalogue.indicators if i.domain == spec.domain]
    if not items:
        raise unknown("domínio", spec.domain)
    judged = steer.national(context)
    known = [(i, judged[i.id]) for i in sorted(items, key=lambda i: i.row) if pd.notna(judged[i.id]["value"])]
    known.sort(key=lambda x: str(x[1]["state"]) == "not_assessable")  # what can be judged first
    marked, late = _marked(context, {i.id: r for i, r in known})
    states = list(marked.values())
    said = t("wall.domain", LANG, good=states.count("good"), bad=states.count("bad"), n=len(known), of=len(items))
    said += t("wall.late_too", LANG, n=len(late)) if late else ""
    if not known:
        said = t("wall.domain_empty", LANG, of=len(items))
    lines = [
        row(
            short(i.name.get(LANG), 44),
            amount(_float(r["value"]), i, str(r["series"])),
            _word(i, r, i.id in late),
            marked[i.id] and agreed(context, i, str(r["series"]), str(r["state"])),
        )
        for i, r in known
    ]
    source = t("wall.of_domain", LANG, sources=", ".join(sorted({_cite(context, i) for i, _ in known})))
    return Shown(str(spec.domain), said, rows(lines, t("wall.no_figures", LANG)), source if known else "")


def _word(item: Indicator, judged: dict[str, object], late: bool) -> str:
    """What a row says beside its value: the verdict and the years it rests on, or that it is out of time; the series,
    where there are several.
    """
    last = str(judged["last"] or "")
    if not last:
        return ""
    said, span = t(f"verdict.{judged['state']}", LANG), label(last, LANG)
    if late:
        said = t("wall.out_of_time", LANG)
    elif judged["by"] == "trend" and judged["state"] != "not_assessable":
        span = f"{label(str(judged['first']), LANG)}–{span}"
    series = item.get_series(str(judged["series"]))
    return " · ".join([said, span, *([series.name.get(LANG).lower()] if len(item.series) > 1 else [])])


def _cite(context: Context, item: Indicator) -> str:
    found = context.catalogue.sources.get(item.provider)
    return found.citation.removeprefix("Fonte: ").split(",")[0] if found else item.provider


def _float(value: object) -> float | None:
    return None if pd.isna(value) else float(value)  # type: ignore[arg-type, call-overload]


def region(context: Context, spec: Spec) -> Shown:
    """One place: where it stands among its peers, the most outstanding first."""
    if spec.territory not in context.territories:
        raise unknown("território", spec.territory)
    here = context.territories[str(spec.territory)]
    found = sorted(
        _standings(context, here, spec.version), key=lambda x: (x.late, min(x.rank - 1, x.of - x.rank) / x.of)
    )
    peers = t(f"levels.{here.level}", LANG)
    lines = [
        row(
            short(x.item.name.get(LANG), 44),
            amount(x.value, x.item, x.item.default_series.id),
            f"{t('wall.rank', LANG, rank=x.rank, of=x.of, places=peers)} · {label(x.period, LANG)}{_late(x.late)}",
        )
        for x in found
    ]
    said = t("wall.no_figures", LANG)
    if found:
        top = found[0]
        key = "wall.first" if top.rank == 1 else "wall.last" if top.rank == top.of else "wall.stands"
        said = t(
            key,
            LANG,
            name=here.name,
            indicator=top.item.name.get(LANG),
            rank=top.rank,
            of=top.of,
            places=peers,
            period=label(top.period, LANG),
        )
    return Shown(
        f"{here.name} · {t(f'level.{here.level}', LANG)}",
        said,
        rows(lines, t("wall.no_figures", LANG)),
        t("wall.ranked", LANG, version=spec.version, n=len(found)),
    )


def _late(late: bool) -> str:
    return f" · {t('wall.out_of_time', LANG)}" if late else ""


@dataclass(frozen=True)
class _Standing:
    """Where a place is among its peers in one indicator; 1 = best."""

    item: Indicator
    period: str
    value: float
    rank: int
    of: int
    late: bool


def _standings(context: Context, here: Territory, version: str) -> list[_Standing]:
    """Of the directed indicators for which the place has a value; a value that others have too is left out."""
    made, known, read = [], checks.read(), reader(context)
    for item in context.catalogue.indicators:
        there = [
            x
            for x in load.have(context.store).get(item.id, ())
            if x.series == item.default_series.id and x.level == here.level and x.version in (None, version)
        ]
        if not there or item.direction == "neutral" or item.aggregation.rule == "sum":  # totals follow size, not merit
            continue
        found = read.of(item, here.id, there[0].series, there[0].periods[-1], version)
        at = found.position
        if found.now is not None and at is not None and at.of > 2 and not at.tied:
            late = bool(stale(context, item, there[0].series, found.now.period, known))
            made.append(_Standing(item, found.now.period, found.now.value, at.rank, at.of, late))
    return made


SCENES = (
    Scene(
        id="nacional",
        order=1,
        name=Text(pt="Portugal", en="Portugal"),
        build=national,
    ),
    Scene(
        id="dominio",
        order=2,
        name=Text(pt="Um domínio", en="A domain"),
        fields=("domain",),
        needs=("domain",),
        build=domain,
    ),
    Scene(
        id="regiao",
        order=4,
        name=Text(pt="Um território", en="A territory"),
        fields=("territory", "version"),
        needs=("territory",),
        build=region,
    ),
)
