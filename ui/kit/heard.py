"""What the pages of those whom the Strategy hears share: their head, and small cells."""

from core.strategy.execution import Event
from core.strategy.heard import Voiced
from core.terms.formats import day
from show import heard
from show.heard import reader
from show.texts import t
from show.tree import Node, h
from ui.data import judged as steer
from ui.data.context import Context


def head(context: Context, section: str, topic: str, title: str) -> Node:
    """Question and answer of a topic (show.heard.TOPICS), under the heading of its part of the menu, and who writes
    here.
    """
    lang = context.lang
    return h(
        "div",
        {},
        h("p", {"class": "enti-crumbs"}, section),
        h("h1", {}, title),
        h("p", {"class": "enti-answer"}, heard.said(topic, steer.voices(context), lang)),
        h("p", {"class": "enti-fine"}, t("heard.how", lang)),
    )


def columns(*names: tuple[str, bool]) -> list[Node]:
    """Heads of a table: (words, whether numbers stand below)."""
    return [h("th", {"scope": "col", **({"class": "num"} if right else {})}, words) for words, right in names]


def by(event: Event, lang: str, evidence: str | None) -> Node:
    """Who says it and when, and the document that shows it."""
    said = t("heard.by", lang, by=event.said_by, date=day(event.said_at.date(), lang))
    link = h("a", {"href": evidence}, t("heard.document", lang)) if evidence else None
    return h("td", {}, said, " " if link else None, link)


def note(text: str | None) -> Node | None:
    """A note under what it is of."""
    return h("div", {"class": "enti-fine", "lang": "pt"}, text) if text else None


def reading(v: Voiced, lang: str) -> Node:
    """A reading: its degree, why, who read, and when; with what it saw."""
    r = v.reading
    link = h("a", {"href": r.evidence}, t("heard.document", lang)) if r.evidence else None
    return h(
        "p",
        {},
        h("strong", {}, t(f"mine.o.{r.degree}", lang)),
        ": ",
        h("span", {"lang": "pt"}, r.why),
        h("span", {"class": "enti-fine"}, f" {t('heard.by', lang, by=reader(v), date=day(r.read_on, lang))} "),
        link,
    )
