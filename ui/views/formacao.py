"""Training sessions and how far they reached."""

from core.base.typed import Text
from core.strategy import heard as counts
from core.strategy.asking import called as asked_called
from core.strategy.decisions import called
from core.strategy.execution import Event
from core.strategy.heard_model import AUDIENCES, Training
from core.terms.formats import day, number
from show.texts import t
from show.tree import Node, h
from ui.data import judged as steer
from ui.data.context import Context
from ui.frame.routes import SECTIONS, Page, nav
from ui.kit import dom, heard, wide

_COLUMNS = ("title", "by", "on", "audience", "hours", "people", "places")
_NUMBERS = ("hours", "people", "places", "sessions")


def body(context: Context) -> None:
    """The answer, what it is by audience, and each session."""
    lang, v = context.lang, steer.voices(context)
    tree = h(
        "div",
        {"class": "enti-page"},
        heard.head(context, SECTIONS["heard"].get(lang), "formacao", t("training.title", lang)),
        _by_audience(v.trainings, lang) if v.trainings else None,
        _sessions(context, v.trainings) if v.trainings else None,
        h("p", {"class": "enti-fine"}, t("training.note", lang)) if v.trainings else None,
    )
    nav(dom.draw(tree, key="training", lang=lang))


def _heads(names: tuple[str, ...], lang: str) -> list[Node]:
    return heard.columns(*((t(f"training.col.{c}", lang), c in _NUMBERS) for c in names))


def _hours(hours: float, lang: str) -> str:
    return number(hours, 0 if float(hours).is_integer() else 1, lang)


def _by_audience(some: tuple[tuple[Training, Event], ...], lang: str) -> Node:
    rows = []
    for audience in AUDIENCES:
        mine = [x for x in some if x[0].audience == audience]
        if mine:
            far = counts.reach(mine)
            numbers = (str(far.sessions), _hours(far.hours, lang), number(far.presences, 0, lang), str(far.places))
            cells = [h("td", {"class": "num"}, n) for n in numbers]
            rows.append(h("tr", {}, h("th", {"scope": "row"}, t(f"mine.o.{audience}", lang)), *cells))
    return wide.table(
        t("training.by_audience", lang), _heads(("audience", "sessions", "hours", "people", "places"), lang), rows
    )


def _sessions(context: Context, some: tuple[tuple[Training, Event], ...]) -> Node:
    return wide.table(
        t("training.table", context.lang),
        [*_heads(_COLUMNS, context.lang), *heard.columns((t("adoption.col.said", context.lang), False))],
        [_row(context, s, e) for s, e in some],
    )


def _row(context: Context, s: Training, event: Event) -> Node:
    lang = context.lang
    place = s.by in context.territories
    who = asked_called(s.by, s.held_on) if place else called(s.by, steer.plan()[0], s.held_on, lang)
    return h(
        "tr",
        {"data-session": event.entry},
        h("th", {"scope": "row", "lang": "pt"}, s.title, heard.note(s.note)),
        h("td", {}, who),
        h("td", {}, day(s.held_on, lang)),
        h("td", {}, t(f"mine.o.{s.audience}", lang)),
        h("td", {"class": "num"}, _hours(s.hours, lang)),
        h("td", {"class": "num"}, number(s.people, 0, lang)),
        h("td", {"class": "num"}, str(len(s.places)) if s.places else t("heard.none", lang)),
        heard.by(event, lang, s.evidence),
    )


PAGE = Page(
    id="formacao",
    section="heard",
    order=4,
    name=Text(pt="Formação", en="Training"),
    also=Text(pt="capacitação, sessões, competências", en="capacity building, sessions, skills"),
    description=Text(pt="Até onde chegou a formação?", en="How far has training reached?"),
    body=body,
)
