"""Privacy and security, for whoever reads or signs in: what is kept of people, for how long, and who sees it."""

from core.base import settings
from core.base.typed import Text
from core.people import questions
from core.people.accounts import KEPT
from core.people.session import LIVES
from show.texts import t
from show.tree import h
from ui.data.context import Context
from ui.frame.routes import SECTIONS, Page
from ui.kit import dom

_PARTS = ("reading", "account", "record", "recipients", "questions", "cookies", "others", "security")


def body(context: Context) -> None:
    """Short sections. Nothing is promised that the code does not do (tests/pages/test_people_pages.py)."""
    lang = context.lang
    numbers = {"hours": int(LIVES.total_seconds() // 3600), "days": KEPT.days, "unread": questions.KEPT.days}
    told = settings.Watching.now().security
    sections = [
        h(
            "section",
            {"class": "enti-card enti-part"},
            h("h2", {}, t(f"privacy.{p}.title", lang)),
            h("p", {}, t(f"privacy.{p}", lang, **numbers)),
            h("p", {}, t("privacy.tell", lang, whom=", ".join(c.removeprefix("mailto:") for c in told)))
            if p == "security" and told
            else None,
        )
        for p in _PARTS
    ]
    tree = h(
        "div",
        {},
        h("p", {"class": "enti-crumbs"}, SECTIONS["system"].get(lang)),
        h("h1", {}, PAGE.name.get(lang)),
        *sections,
    )
    dom.draw(tree, key="privacy", lang=lang)


PAGE = Page(
    id="privacidade",
    section="system",
    order=4,
    name=Text(pt="Privacidade e segurança", en="Privacy and security"),
    also=Text(pt="dados pessoais, RGPD, cookies, contas", en="personal data, GDPR, cookies, accounts"),
    description=Text(
        pt="O que se guarda de quem lê e de quem entra?", en="What is kept of who reads and who signs in?"
    ),
    body=body,
)
