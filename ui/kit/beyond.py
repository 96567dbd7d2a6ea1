"""What is said of indicators beyond Table 3, so that nobody takes one for a row of it."""

from collections.abc import Sequence

from core.catalogue.catalogue import BEYOND, Indicator
from show.sentences import reason_for
from show.texts import t
from show.tree import Node, h


def note(item: Indicator, lang: str) -> Node:
    """That an indicator is beyond Table 3, and why we have it; nothing for a row."""
    if item.row is not None:
        return None
    said = h("strong", {}, BEYOND.get(lang))
    return h("p", {"class": "enti-fine", "data-beyond": item.id}, said, ". ", reason_for(item, lang))


def heading(known: int, items: Sequence[Indicator], lang: str) -> list[Node]:
    """Heading of a part of a page that is about them: how many there are, and that they count nowhere else."""
    said = f"{t('beyond.lead', lang)} {t('beyond.count', lang, n=known, of=len(items))}."
    return [h("h2", {}, BEYOND.get(lang)), h("p", {"class": "enti-fine"}, said)]
