"""What every scene is made of. Sizes are in the style sheet; here only what is said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.base.errors import RoomError
from core.catalogue.catalogue import Indicator
from core.judgement.judge import BAD, GOOD
from core.reading import measures
from core.room.playlists import Spec
from core.room.scenes import SceneFacts
from core.terms import age
from core.terms.formats import day, with_sign
from core.terms.period import label
from core.warehouse import freshness
from core.warehouse.checks import Check
from show.sentences import bare, said_name, value_or_gap
from show.texts import t
from show.tree import Node, h
from ui.data.context import Context
from ui.data.read import reader

LANG = "pt"  # the room's screens speak Portuguese
_LONG = 3  # letters of a unit that may stand beside its figure
SHOWN = 4  # rows that can be read from five metres


@dataclass(frozen=True)
class Shown:
    """A scene ready to be drawn. `stale`: why what it shows is older than it may be, said in large type; empty when
    it is not.

    `kicker`: empty where the name of the scene is all that stands over it. `until`: the moment (seconds since 1970,
    UTC) from which the screen says `then` by itself, if nothing newer has come.
    """

    kicker: str
    headline: str
    body: Node
    source: str = ""
    stale: str = ""
    until: float | None = None
    then: str = ""


class Scene(SceneFacts):
    """A kind of scene as the wall draws it. `watch`: files that make it change, beside those that make all scenes
    do.

    Declared in `SCENES` of the module that draws it; what SceneFacts has must stand there literally
    (core.base.outline).
    """

    build: Callable[[Context, Spec], Shown]
    watch: tuple[Callable[[], Path], ...] = ()


def mark(judgement: str) -> str:
    """good | bad | empty: what a judgement (core.judgement.judge.STATES) is coloured by."""
    return "good" if judgement in GOOD else "bad" if judgement in BAD else ""


def agreed(context: Context, item: Indicator, series: str, state: str) -> str:
    """good | bad | empty: the colour of a judgement of the country, none where its last change goes against it."""
    return measures.tone(state, reader(context).of(item, reader(context).nation(item), series).change)


def row(name: str, value: str | tuple[str, str], note: str = "", mark: str = "") -> Node:
    """A line of a list: what, how much (with its unit apart, where it has one), and a word on it. `mark`: good | bad
    | fair, or empty.
    """
    amount, unit = (value, "") if isinstance(value, str) else value
    return h(
        "li",
        {"data-mark": mark} if mark else {},
        h("span", {"class": "w-name"}, name),
        h("strong", {}, amount),
        h("span", {"class": "w-note"}, note),
        h("span", {"class": "w-unit"}, unit) if unit else None,
    )


def amount(value: float | None, item: Indicator, series: str) -> tuple[str, str]:
    """A figure and its unit, apart where the unit is too long to stand beside it in the largest type."""
    unit = item.unit_for(series, LANG)
    if len(unit) <= _LONG:
        return value_or_gap(value, item, series, LANG), ""
    if value is None or not unit.startswith(("%", "‰")):
        return bare(value, item, series, LANG), unit
    return with_sign(
        value, item.decimals_for(series), unit, LANG
    ), unit  # a percentage is read as one, whatever it is of


def rows(lines: Sequence[Node], empty: str) -> Node:
    """At most SHOWN lines, or one sentence where there are none."""
    if not lines:
        return h("p", {"class": "w-empty"}, empty)
    return h("ul", {"class": "w-rows is-few" if len(lines) < 3 else "w-rows"}, *lines[:SHOWN])


def unknown(what: str, name: str | None) -> RoomError:
    """What a playlist asks for that does not exist."""
    return RoomError(f"Não há {what} «{name}».", where="parede.yaml", cure="Corrigir a lista de cenas.")


def named(item: Indicator, series: str, letters: int) -> str:
    """An indicator's name beside a figure of a series where it fits, else its short one: never a name that is cut."""
    name = said_name(item, series, LANG)
    return name if len(name) <= letters else said_name(item, series, LANG, brief=True)


def short(text: str, letters: int) -> str:
    """A text cut at a word, with an ellipsis."""
    if len(text) <= letters:
        return text
    return text[: letters - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def provider(context: Context, item: Indicator) -> str:
    """Who publishes an indicator, by the first part of how it is cited."""
    found = context.catalogue.sources.get(item.provider)
    return found.citation.removeprefix("Fonte: ").split(",")[0] if found else item.provider


def stale(context: Context, item: Indicator, series: str, last: str | None, checks: dict[str, Check]) -> str:
    """Why the figures of a series are older than they may be; empty when they are not, or nothing is known of it."""
    found = freshness.of(item, series, last, context.today)
    if found.state == "late" and found.due and last:
        key = "wall.late" if found.next else "wall.late_day"  # after a day comes any later day
        return t(
            key,
            LANG,
            last=label(last, LANG),
            ago=age.said(last, context.today, LANG),
            next=label(found.next, LANG) if found.next else "",
            due=day(found.due, LANG),
        )
    failing = [
        checks[k] for k in item.keyed if k in checks and checks[k].failing
    ]  # of any series: what is shown may be owed to it
    if failing:
        since = min(str(c.failed_since) for c in failing)
        return t("wall.failing", LANG, since=day(since, LANG))
    return ""
