"""Public evidence as it is drawn: its mark, its rows, and what a reader must know of it. Never a state, never a colour
of one.
"""

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from core.base.typed import Text
from core.strategy.evidence import Public
from core.strategy.evidence_model import Evidence
from core.terms.formats import day
from show import whens
from show.texts import t
from show.tree import Node, h

_FILLS: Final = {"direct": "var(--mark)", "partial": "var(--blue-300)", "hint": "var(--card)"}


def bar(best: str) -> Node:
    """The bar of the strongest evidence: full, light, or an outline for a hint; nothing where there is none."""
    if best not in _FILLS:
        return None
    box = {"x": 0.75, "y": 0.75, "width": 22.5, "height": 5.5, "fill": _FILLS[best], "stroke": "var(--mark)"}
    return h("svg", {"class": "enti-proof", "viewBox": "0 0 24 7", "aria-hidden": "true"}, h("rect", box))


def mark(best: str, lang: str) -> Node:
    """The same with its word: one of core.strategy.evidence.FOUND."""
    return h("span", {"class": "enti-proof-mark", "data-best": best}, bar(best), t(f"public.best.{best}", lang))


def host(address: str) -> str:
    """The host of a page, without «www.»."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def says(text: Text, note: Text | None, lang: str) -> Node:
    """What a page says, and what must be known of it, folded."""
    return h(
        "details",
        {"class": "enti-says"},
        h("summary", {}, t("public.says", lang)),
        h("p", {}, text.get(lang)),
        h("p", {"class": "enti-fine"}, note.get(lang)) if note else None,
    )


def rows(found: Iterable[Evidence], lang: str) -> Node:
    """A line per page: when, what the page does, its title with its address, who published it, how strong it is."""
    return h("ul", {"class": "enti-proofs"}, *[_row(e, lang) for e in found])


def _row(e: Evidence, lang: str) -> Node:
    strength = t(f"public.strength.{e.strength}", lang) if e.strength else ""
    about = " · ".join(filter(None, (e.publisher, host(e.address), strength)))
    return h(
        "li",
        {"data-strength": e.strength or e.kind},
        h("span", {"class": "enti-when"}, whens.dated(e, lang)),
        h(
            "div",
            {},
            h("span", {"class": "enti-tag"}, t(f"public.kind.{e.kind}", lang)),
            " ",
            h("a", {"href": e.address}, e.title.get(lang)),
            h("div", {"class": "enti-fine"}, about),
            says(e.fact, e.note, lang),
        ),
    )


def caveats(public: Public, file: str, lang: str) -> Node:
    """How it was gathered, and what a reader of this file must know; unfolded, because it is part of what is said."""
    about = public.about
    count = about.reread.get(file)  # type: ignore[call-overload]
    again = t("public.reread", lang, n=count, of=len(getattr(public, file))) if count is not None else None
    said = [c.get(lang) for c in public.caveats(file)]
    return h(
        "section",
        {"class": "enti-card", "data-caveats": file},
        h("h2", {}, t("public.how", lang)),
        h("ul", {"class": "enti-lines"}, *[h("li", {}, c) for c in [*said, again] if c]),
        h(
            "p",
            {"class": "enti-source"},
            t(
                "public.compiled",
                lang,
                date=day(about.compiled, lang),
                source=about.source.get(lang),
                licence=about.licence.get(lang),
            ),
        ),
    )
