"""A body as the strategy names it and the one that answers today, with the acts that say so one click away."""

from collections.abc import Iterable
from datetime import date

from core.strategy import present
from core.strategy.model import Parties
from core.strategy.present import Answer
from core.strategy.present_model import Body
from core.terms.formats import day
from show.texts import t
from show.tree import Node, h
from ui.kit import state


def who(parties: Parties, today: date, lang: str) -> list[Node]:
    """The cell as it is written; below it, where another body answers today or nobody knows, that, opening on why."""
    answers = present.load().answers(parties, today)
    said = present.now(answers, lang, alone=parties.others is None)
    return [h("span", {"lang": "pt"}, parties.text), opened(said, answers, lang) if said else None]


def opened(said: str, answers: Iterable[Answer], lang: str) -> Node:
    """«hoje ARTE», opening on the acts and notes."""
    return h("details", {"class": "enti-today"}, h("summary", {}, said), h("ul", {}, *steps(answers, lang)))


def line(parties: Parties, today: date, lang: str) -> list[Node]:
    """The same on one line, where today's body leads to the table of bodies."""
    said = present.now(present.load().answers(parties, today), lang, alone=parties.others is None)
    text = h("span", {"lang": "pt"}, parties.text)
    return [text, "; ", h("a", {"href": state.address("governacao"), "data-nav": "1"}, said)] if said else [text]


def steps(answers: Iterable[Answer], lang: str) -> list[Node]:
    """Each change on the way to today's body: what, since when, by which act, how we know; and what is not known."""
    mine = tuple(answers)
    found: list[Node] = []
    for body in present.acts(mine):
        follows = present.follower(body)
        what = f"{body.called(lang)} → {follows.called(lang) if follows else t('bodies.none', lang)}"
        found.append(h("li", {}, what, ", ", *reason(body, lang)))
    for a in mine:
        if not a.changed and a.status == "por_confirmar" and len(mine) == 1:
            found.append(h("li", {}, *reason(a.named, lang)))
    return found


def reason(body: Body, lang: str) -> list[Node]:
    """Since when, by which act, how we know it, and the note."""
    parts: list[Node] = []
    if body.gone:
        parts.append(f"{day(body.gone, lang)}: ")
    if body.act:
        read = t(f"bodies.read.{body.act.read}", lang)
        parts += [h("a", {"href": body.act.url}, body.act.name.get(lang)), f", {read}"]
    else:
        parts.append(t("bodies.no_act", lang))
    parts.append(f"; {t(f'bodies.status.{body.status}', lang).lower()}.")
    return [*parts, h("div", {"class": "enti-fine"}, body.note.get(lang)) if body.note else None]
