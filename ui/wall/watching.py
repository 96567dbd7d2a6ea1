"""Scenes of what is watched: the alerts, and what platforms tell live."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from core.alerts import log as alert_log
from core.alerts import rules as alert_rules
from core.alerts.log import Event
from core.alerts.model import WATCHED
from core.base import clock
from core.base.paths import ALERTS, FEEDS, alerts_path, feeds_path, live_path
from core.base.typed import Text
from core.room import feeds, live
from core.room.feeds import Feed
from core.room.live import Contact, Reading
from core.room.playlists import Spec
from core.terms.formats import day, number
from show.platforms import amount, late, order, unit
from show.texts import t
from show.tree import Node, h
from ui.data.context import Context
from ui.wall.parts import LANG, SHOWN, Scene, Shown, row, rows, short, unknown

_NAME: Final = 56  # letters: names that platforms send may be of any length
_TONES: Final = {"critico": "bad", "aviso": "fair", "info": ""}


def alerts(context: Context, spec: Spec) -> Shown:
    """What fires, by rule, the gravest first, and how much of it nobody sees to."""
    kicker, when = t("wall.alerts", LANG), alert_log.last_evaluation()
    if when is None:
        return Shown(
            kicker, t("wall.alerts_never", LANG), h("p", {"class": "w-empty"}, t("wall.alerts_never_why", LANG))
        )
    found = alert_log.current()
    firing = [e for e in found if e.state == "firing"]
    broken = sum(e.state == "error" for e in found)
    titles = {r.id: r.title.get(LANG) for r in alert_rules.load()}
    by_rule: dict[str, list[Event]] = {}
    for e in firing:
        by_rule.setdefault(e.rule, []).append(e)
    lines = [_rule(titles.get(rule, rule), events) for rule, events in by_rule.items()]
    unseen = sum(e.unseen for e in firing)
    quiet = t("wall.alerts_failed", LANG, n=broken) if broken else t("wall.alerts_none", LANG)
    said = t("wall.alerts_said", LANG, n=len(firing), unseen=unseen) if firing else quiet
    unknown_ones = sum(e.state == "no_data" for e in found)
    late = sum(bool(s.failed) for s in alert_log.owed())
    source = [
        t("wall.alerts_at", LANG, time=_time(when[0])),
        *([t("wall.alerts_broken", LANG, n=broken)] if broken else []),
        *([t("wall.alerts_no_data", LANG, words=t("outcome.none", LANG), n=unknown_ones)] if unknown_ones else []),
        *([t("wall.alerts_owed", LANG, n=late)] if late else []),
    ]
    failing = t("wall.alerts_failing", LANG, n=broken) if broken else ""
    return Shown(
        kicker,
        said,
        rows(lines, failing or t("wall.alerts_quiet", LANG)),
        " · ".join(source),
        failing,
        until=(when[0] + WATCHED).timestamp(),
        then=t("wall.alerts_stopped", LANG, time=_time(when[0])),
    )


def _rule(title: str, events: Sequence[Event]) -> Node:
    unseen, silenced = sum(e.unseen for e in events), sum(e.silence is not None for e in events)
    words = [t("wall.unseen", LANG, n=unseen)] if unseen else []
    words += [t("wall.silenced", LANG, n=silenced)] if silenced else []
    word = ", ".join(words) or t("wall.all_seen", LANG)
    since = t("wall.since", LANG, date=day(clock.local(min(e.at for e in events)).date(), LANG))
    return row(title, str(len(events)), f"{word} · {since}", _TONES[events[0].severity])


def live_feeds(context: Context, spec: Spec) -> Shown:
    """The stations of the platforms that are connected, the highest first, each with its age."""
    known, kicker = feeds.load(), t("wall.live", LANG)
    if not known:
        return Shown(kicker, t("wall.live_none", LANG), h("p", {"class": "w-empty"}, t("wall.live_none_why", LANG)))
    if spec.feed is not None and spec.feed not in known:
        raise unknown("plataforma", spec.feed)
    feed = known[spec.feed] if spec.feed else next(iter(known.values()))
    contact, found = live.contacts().get(feed.id), live.latest(feed.id)
    kicker = f"{kicker} · {feed.name.get(LANG)}"
    if feed.refused is not None:
        why = f"{feed.refused.what} {feed.refused.where}"
        return Shown(kicker, t("wall.live_type", LANG, type=feed.type), h("p", {"class": "w-empty"}, short(why, 200)))
    if not found:
        why = contact.error if contact and contact.error else t("wall.live_silent_why", LANG)
        return Shown(kicker, t("wall.live_silent", LANG), h("p", {"class": "w-empty"}, short(str(why), 120)))
    now, allowed = datetime.now(UTC), timedelta(minutes=feed.allowance_minutes)
    newest, fresh = max(r.observed_at for r in found), [r for r in found if not late(r, feed, now)]
    if not fresh:
        stopped = t("wall.live_stopped", LANG, time=_time(newest))
        tiles = [_station(context, r, feed, 1) for r in sorted(found, key=lambda r: order(r, feed.shown))[:SHOWN]]
        return Shown(kicker, stopped, rows(tiles, ""), _origin(found[0], feed, contact), stopped)
    highest = sorted(fresh, key=lambda r: order(r, feed.shown))
    decimals = int(any(not (amount(r, feed.shown) or 0.0).is_integer() for r in fresh))
    tiles = [_station(context, r, feed, decimals) for r in (highest + [r for r in found if r not in fresh])[:SHOWN]]
    name, top = feed.called(feed.shown, LANG), highest[0]
    said = t(
        "wall.live_said",
        LANG,
        n=len(fresh),
        of=len(found),
        name=short(top.name, _NAME),
        what=name,
        value=" ".join(_value(top, feed, decimals)).strip(),
    )
    return Shown(
        kicker,
        said,
        rows(tiles, ""),
        _origin(top, feed, contact),
        _failing(contact),
        until=(min(r.observed_at for r in fresh) + allowed).timestamp(),
        then=t("wall.live_late", LANG),
    )


def _value(reading: Reading, feed: Feed, decimals: int) -> tuple[str, str]:
    """The figure of the tile, and its unit; an attribute that is no figure is shown as it was told."""
    value = amount(reading, feed.shown)
    if value is not None:
        return number(value, decimals, LANG), unit(reading, feed.shown)
    told = reading.told.get(feed.shown)
    return (str(told) if told is not None else "–"), ""


def _station(context: Context, reading: Reading, feed: Feed, decimals: int) -> Node:
    dico = reading.dico or ""
    place = context.territories[dico].name if dico in context.territories else t("wall.nowhere", LANG)
    figure, said = _value(reading, feed, decimals)
    since = {"data-since": str(int(reading.observed_at.timestamp())), "data-allow": str(feed.allowance_minutes * 60)}
    return h(
        "li",
        since,
        h("span", {"class": "w-name"}, short(reading.name, _NAME)),
        h("strong", {}, figure),
        h("span", {"class": "w-note"}, f"{place} · ", h("span", {"class": "w-age"}, "")),
        h("span", {"class": "w-unit"}, said) if said else None,
    )


def _origin(reading: Reading, feed: Feed, contact: Contact | None) -> str:
    """Who gives the figures, and what of them was refused."""
    giver = reading.told.get("dataProvider", feed.id)
    refused = f" · {t('wall.live_refused', LANG, n=contact.rejected)}" if contact and contact.rejected else ""
    return f"{t('source', LANG)}: {short(str(giver), _NAME)}, NGSI-LD, {feed.type}{refused}"


def _failing(contact: Contact | None) -> str:
    if contact is None or contact.failed_since is None:
        return ""
    return t("wall.live_failing", LANG, time=_time(contact.failed_since))


def _time(at: datetime) -> str:
    """An instant as the room's clock shows it."""
    there = clock.local(at)
    return f"{there:%H:%M}, {day(there.date(), LANG)}"


SCENES = (
    lambda: Scene(
        id="alertas",
        order=8,
        name=Text(pt="Alertas", en="Alerts"),
        build=alerts,
        watch=(lambda: ALERTS, alerts_path),
    ),
    lambda: Scene(
        id="ao_vivo",
        order=9,
        name=Text(pt="Ao vivo", en="Live"),
        fields=("feed",),
        build=live_feeds,
        watch=(lambda: FEEDS, feeds_path, live_path),
    ),
)
