"""What urban platforms tell now: each station with its value, its age and its last hours."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import pandas as pd
import streamlit as st

from core.base import cells
from core.base.typed import Text
from core.room import feeds, live
from core.room.feeds import Feed
from core.room.live import Contact, Reading
from core.terms.formats import moment, number
from show.platforms import amount, late, order, unit
from show.sentences import place_name
from show.texts import t
from show.tree import Node, h
from ui.data.context import Context
from ui.frame.routes import SECTIONS, Page, nav
from ui.kit import dom, state, wide
from ui.kit.controls import Bar

FEED: Final = "plataforma"
WHAT: Final = "grandeza"
HOURS: Final = 24
_DAYS: Final = 30  # of the file to take away


def body(context: Context) -> None:
    """Question, answer, choice of platform and of what it measures, a row per station, what was refused, the file."""
    lang, known = context.lang, feeds.load()
    if not known:
        dom.draw(_head(t("live.none", lang), lang), key="live-head", lang=lang)
        return
    bar = Bar("live-controls", lang)
    chosen = bar.choose(
        FEED, list(known), next(iter(known)), label=t("live.feed", lang), show=lambda f: known[f].name.get(lang)
    )
    feed = known[chosen]
    found, contact = live.latest(feed.id), live.contacts().get(feed.id)
    measured = sorted(
        {k for r in found for k, v in r.told.items() if isinstance(v, int | float)}, key=lambda k: (k != feed.shown, k)
    )
    what = bar.choose(
        WHAT,
        measured or [feed.shown],
        feed.shown if feed.shown in measured or not measured else measured[0],
        label=t("live.what", lang),
        show=lambda k: feed.called(k, lang),
    )
    now = datetime.now(UTC)
    dom.draw(_head(_answer(found, feed, contact, now, lang), lang), key="live-head", lang=lang)
    bar.draw()
    nav(
        dom.draw(
            h("div", {"class": "enti-page"}, _table(context, found, feed, what, now), _refused(feed, lang)),
            key="live",
            lang=lang,
        )
    )
    st.download_button(
        t("live.download", lang),
        lambda: _csv(found, feed, now),
        f"{feed.id}.csv",
        "text/csv",
        key="live_csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _head(answer: str, lang: str) -> Node:
    return h(
        "div",
        {},
        h("p", {"class": "enti-crumbs"}, SECTIONS["room"].get(lang)),
        h("h1", {}, t("live.title", lang)),
        h("p", {"class": "enti-answer"}, answer),
    )


def _answer(found: Sequence[Reading], feed: Feed, contact: Contact | None, now: datetime, lang: str) -> str:
    if feed.refused is not None:
        return t("live.refused_type", lang, type=feed.type, why=str(feed.refused))
    if contact is None:
        return t("live.unasked", lang)
    said = [
        t(
            "live.answer",
            lang,
            n=sum(not late(r, feed, now) for r in found),
            of=len(found),
            when=moment(contact.asked_at, lang),
        )
    ]
    if contact.failed_since is not None:
        said.append(t("live.failing", lang, since=moment(contact.failed_since, lang), why=contact.error or ""))
    return " ".join(said)


def _table(context: Context, found: Sequence[Reading], feed: Feed, what: str, now: datetime) -> Node:
    lang = context.lang
    if not found:
        return h("p", {"class": "enti-card"}, t("live.silent", lang))
    since = now - timedelta(hours=HOURS)
    past = {
        r.station: [(x.observed_at, amount(x, what)) for x, _ in live.hourly(feed.id, r.station, since)] for r in found
    }
    known = [v for rows in past.values() for _, v in rows if v is not None]
    top, decimals = max(known, default=0.0), int(any(not (amount(r, what) or 0.0).is_integer() for r in found))
    rows = [
        _row(context, r, feed, what, _spark(past[r.station], since, top), decimals, now)
        for r in sorted(found, key=lambda r: (late(r, feed, now), *order(r, what), r.name))
    ]
    head = [
        h(
            "th",
            {"scope": "col", "class": "num" if c == "value" else ""},
            t(f"live.col.{c}", lang, hours=HOURS, top=number(top, decimals, lang)),
        )
        for c in ("station", "place", "value", "age", "hours")
    ]
    caption = t("live.caption", lang, what=feed.called(what, lang), kind=_type(feed, lang))
    return wide.table(caption, head, rows)


def _type(feed: Feed, lang: str) -> str:
    """What its entities are called; of a type that was refused there is only the id."""
    return feed.type if feed.refused else feed.kind.name.get(lang)


def _row(context: Context, r: Reading, feed: Feed, what: str, spark: Node, decimals: int, now: datetime) -> Node:
    lang, value = context.lang, amount(r, what)
    place: Node = t("live.nowhere", lang)
    if r.dico in context.territories:
        to = state.address("territorio", **{state.PLACE: r.dico})
        place = h("a", {"href": to, "data-nav": "1"}, place_name(context.territories[str(r.dico)], lang))
    minutes = max(0, int((now - r.observed_at).total_seconds() // 60))
    old = t("live.minutes", lang, n=minutes) if minutes < 120 else t("live.hours", lang, n=minutes // 60)
    said = "–" if value is None else f"{number(value, decimals, lang)} {unit(r, what)}".rstrip()
    return h(
        "tr",
        {"data-station": r.station},
        h("th", {"scope": "row", "lang": "pt"}, r.name),
        h("td", {}, place),
        h("td", {"class": "num"}, said),
        h(
            "td",
            {},
            f"{old} ({moment(r.observed_at, lang)})",
            h("div", {"class": "enti-fine"}, t("live.late", lang)) if late(r, feed, now) else None,
        ),
        h("td", {}, spark),
    )


def _spark(points: Sequence[tuple[datetime, float | None]], since: datetime, top: float) -> Node:
    """A dot per hour that has an observation, from zero to the highest of all stations; an hour without any stays
    empty.
    """
    dots = [
        h(
            "rect",
            {
                "x": round(120 * (at - since).total_seconds() / (HOURS * 3600), 1),
                "y": round(26 - 24 * v / top, 1) if top else 26,
                "width": 3,
                "height": round(24 * v / top, 1) + 1 if top else 1,
                "fill": "var(--mark)",
            },
        )
        for at, v in points
        if v is not None
    ]
    return h(
        "svg",
        {"class": "enti-spark", "viewBox": "0 0 124 28", "aria-hidden": "true"},
        h("line", {"x1": 0, "x2": 124, "y1": 27, "y2": 27, "stroke": "var(--line-2)"}),
        *dots,
    )


def _refused(feed: Feed, lang: str) -> Node:
    found = live.rejections(feed.id)
    if not found:
        return None
    items = [h("li", {}, h("strong", {}, entity), f": {why}") for entity, why in found[:50]]
    return h(
        "details", {"class": "enti-card"}, h("summary", {}, t("live.refused", lang, n=len(found))), h("ul", {}, *items)
    )


def _csv(found: Sequence[Reading], feed: Feed, now: datetime) -> bytes:
    """The hourly series of all stations: the last observation of each hour, exact, in UTC; a column per quantity."""
    rows = []
    for station in found:
        for r, n in live.hourly(feed.id, station.station, now - timedelta(days=_DAYS)):
            told = {k: v for k, v in r.told.items() if isinstance(v, int | float)}
            rows.append(
                {
                    "estacao": r.station,
                    "nome": r.name,
                    "dico": r.dico,
                    "observado_utc": r.observed_at.isoformat(),
                    "observacoes_na_hora": n,
                }
                | told
            )
    return cells.frame(pd.DataFrame(rows), cells.PLAIN)


PAGE = Page(
    id="ao_vivo",
    section="room",
    order=2,
    name=Text(pt="Ao vivo", en="Live"),
    also=Text(
        pt="sensores, tempo real, NGSI-LD, plataformas urbanas", en="sensors, real time, NGSI-LD, urban platforms"
    ),
    description=Text(
        pt="Que dizem agora as plataformas urbanas (NGSI-LD), e com que idade?",
        en="What do the urban platforms (NGSI-LD) say now, and how old is it?",
    ),
    body=body,
)
