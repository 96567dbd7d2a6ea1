"""The operations room: what its screens show, which displays are let in, and, for the operator, how that is changed."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

from core.base.typed import Text
from core.room import playlists as room
from core.room import screens
from core.room.playlists import Playlist, Room, Spec
from core.room.scenes import facts
from core.room.screens import Screen
from core.terms.formats import moment
from show.texts import t
from show.tree import Node, h
from ui.data.context import Context
from ui.frame.routes import SECTIONS, Page, nav
from ui.kit import dom, gate, marks
from ui.kit.controls import Bar
from ui.views import sala_acts
from ui.wall.pulses import PULSES

LIST: Final = "lista"
_ALIVE_S: Final = 60  # a screen speaks every ten seconds


def body(context: Context) -> None:
    """Question, answer, the playlist that is chosen, the displays, the acts."""
    lang, there = context.lang, room.load()
    known, spoken = screens.screens(), PULSES.all()
    dom.draw(_head(there, known, spoken, lang), key="room-head", lang=lang)
    bar = Bar("room-controls", lang)
    chosen = bar.choose(
        LIST,
        list(there.playlists),
        next(iter(there.playlists)),
        label=t("room.list", lang),
        show=lambda p: there.playlists[p].name.get(lang),
    )
    bar.draw()
    tree = h(
        "div", {"class": "enti-page"}, _list(context, there.playlists[chosen]), _displays(there, known, spoken, lang)
    )
    nav(dom.draw(tree, key="room", lang=lang))
    if gate.draw(t("room.acts", lang), lang, "sala_listas"):
        sala_acts.draw(context, there, chosen, known)


def _head(there: Room, known: Sequence[Screen], spoken: Mapping[str, Any], lang: str) -> Node:
    now = datetime.now(UTC)
    let_in = [s for s in known if s.state(now) == "valid"]
    alive = sum(_lives(s.name, spoken, now) for s in let_in)
    answer = t("room.answer", lang, lists=len(there.playlists), displays=len(let_in), alive=alive)
    return h(
        "div",
        {},
        h("p", {"class": "enti-crumbs"}, SECTIONS["room"].get(lang)),
        h("h1", {}, t("room.title", lang)),
        h("p", {"class": "enti-answer"}, answer),
        h("p", {"class": "enti-fine"}, t("room.keys", lang)),
    )


def _lives(name: str, spoken: Mapping[str, Any], now: datetime) -> bool:
    last = spoken.get(name)
    return bool(last and last["alive"] and now.timestamp() - last["at"] <= _ALIVE_S)


def _list(context: Context, listed: Playlist) -> Node:
    """The scenes in order, and a link to each screen."""
    lang = context.lang
    links: list[Node] = []
    for n in range(1, listed.screens + 1):
        to = f"parede?{urlencode({'lista': listed.id} | ({'ecra': n} if n > 1 else {}))}"
        links.append(
            h("a", {"href": to}, t("room.open", lang) if listed.screens == 1 else t("room.open_screen", lang, n=n))
        )
    rows = [
        h(
            "tr",
            {"data-scene": n},
            h("td", {"class": "num"}, str(n)),
            h("th", {"scope": "row"}, *_scene(context, spec)),
            h("td", {}, _subject(context, spec)),
            h("td", {"class": "num"}, f"{spec.seconds} s"),
            h("td", {}, t("room.every", lang) if spec.screen is None else str(spec.screen)),
        )
        for n, spec in enumerate(listed.scenes, 1)
    ]
    head = [
        h("th", {"scope": "col", "class": "num" if c in ("order", "seconds") else ""}, t(f"room.col.{c}", lang))
        for c in ("order", "scene", "subject", "seconds", "screen")
    ]
    name = listed.name.get(lang)
    return h(
        "section",
        {"class": "enti-card"},
        h("h2", {}, name),
        h("p", {}, *[x for a in links for x in (a, " ")]),
        h(
            "div",
            {"class": "enti-scroll"},
            h(
                "table",
                {"class": "enti-wide"},
                h("caption", {"class": "enti-hidden"}, name),
                h("thead", {}, h("tr", {}, *head)),
                h("tbody", {}, *rows),
            ),
        ),
    )


def _scene(context: Context, spec: Spec) -> list[Node]:
    """Its name, and what of it does not exist."""
    doubt = room.doubts(spec, context.catalogue, context.territories)
    kind = facts().get(spec.scene)
    name: Node = kind.name.get(context.lang) if kind else spec.scene
    what = doubt[1 if context.lang == "en" else 0] if doubt else ""
    said = h("div", {"class": "enti-fine"}, t("room.doubt", context.lang, what=what)) if doubt else None
    return [name, said]


def _subject(context: Context, spec: Spec) -> str:
    """What a scene is about, by name where we know it."""
    lang, names = context.lang, {i.id: i.name.get(context.lang) for i in context.catalogue.shown}
    domains = {d.name: d.en if lang == "en" else d.name for d in context.catalogue.domains}
    found = [
        names.get(spec.indicator, spec.indicator) if spec.indicator else "",
        spec.series or "",
        domains.get(spec.domain or "", spec.domain or ""),
        (context.territories[spec.territory].name if spec.territory in context.territories else spec.territory)
        if spec.territory
        else "",
        t(f"levels.{spec.level}", lang) if spec.level in ("municipio", "nuts3", "nuts2") else "",
        spec.feed or "",
    ]
    return " · ".join(str(f) for f in found if f) or "–"


def _displays(there: Room, known: Sequence[Screen], spoken: Mapping[str, Any], lang: str) -> Node:
    now = datetime.now(UTC)
    if not known:
        return h(
            "section",
            {"class": "enti-card"},
            h("h2", {}, t("room.displays", lang)),
            h("p", {}, t("room.no_displays", lang), " ", marks.to_state(lang)),
        )
    rows = [
        h(
            "tr",
            {"data-display": s.number},
            h("td", {"class": "num"}, str(s.number)),
            h("th", {"scope": "row", "lang": "pt"}, s.name),
            h(
                "td",
                {},
                there.playlists[s.playlist].name.get(lang)
                if s.playlist in there.playlists
                else t("room.gone", lang, list=s.playlist),
            ),
            h("td", {}, t(f"room.{s.state(now)}", lang)),
            h("td", {}, moment(s.expires_at, lang)),
            h("td", {}, _pulse(s, spoken, now, lang)),
        )
        for s in reversed(known)
    ]
    head = [
        h("th", {"scope": "col", "class": "num" if c == "number" else ""}, t(f"room.col.{c}", lang))
        for c in ("number", "display", "list", "key", "until", "pulse")
    ]
    return h(
        "section",
        {"class": "enti-card"},
        h("h2", {}, t("room.displays", lang)),
        h(
            "div",
            {"class": "enti-scroll"},
            h(
                "table",
                {"class": "enti-wide"},
                h("caption", {"class": "enti-hidden"}, t("room.displays", lang)),
                h("thead", {}, h("tr", {}, *head)),
                h("tbody", {}, *rows),
            ),
        ),
    )


def _pulse(screen: Screen, spoken: Mapping[str, Any], now: datetime, lang: str) -> str:
    """The last word of a display to this process; nothing is known of before it started."""
    last = spoken.get(screen.name)
    if last is None:
        return t("room.silent", lang)
    when = moment(datetime.fromtimestamp(last["at"], UTC), lang)
    if not last["alive"]:
        return t("room.hung", lang, when=when)
    return t("room.alive" if _lives(screen.name, spoken, now) else "room.was_alive", lang, when=when)


PAGE = Page(
    id="sala",
    section="room",
    order=3,
    name=Text(pt="Ecrãs da sala", en="Screens of the room"),
    also=Text(pt="parede, sala de operações, chaves dos ecrãs, cenas", en="wall, operations room, screen keys, scenes"),
    description=Text(
        pt="O que mostram os ecrãs da sala de operações, e quais entraram?",
        en="What do the screens of the operations room show, and which are in?",
    ),
    body=body,
)
