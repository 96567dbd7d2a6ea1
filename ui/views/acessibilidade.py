"""The accessibility declaration: what was checked and how, what is known to fall short, where to say more."""

from core.base.typed import Text
from show.texts import t
from show.tree import h
from ui.data.context import Context
from ui.frame.routes import Page
from ui.kit import dom

_PARTS = ("state", "checked", "short", "not_checked", "say")


def body(context: Context) -> None:
    """Five short sections. Nothing is claimed that no test holds."""
    lang = context.lang
    dom.draw(
        h(
            "div",
            {},
            h("p", {"class": "enti-crumbs"}, t("access.law", lang)),
            h("h1", {}, PAGE.name.get(lang)),
            *[
                h(
                    "section",
                    {"class": "enti-card enti-part"},
                    h("h2", {}, t(f"access.{p}.title", lang)),
                    h("p", {}, t(f"access.{p}", lang)),
                )
                for p in _PARTS
            ],
        ),
        key="access",
        lang=lang,
    )


PAGE = Page(
    id="acessibilidade",
    section="system",
    order=3,
    name=Text(pt="Acessibilidade", en="Accessibility"),
    also=Text(pt="leitores de ecrã, contraste, WCAG", en="screen readers, contrast, WCAG"),
    description=Text(
        pt="O que foi verificado para todos poderem ler, e o que fica aquém",
        en="What was checked so that all can read, and what falls short",
    ),
    body=body,
)
