"""Words of the screen, Portuguese first. One entry per key, both languages side by side, a module per part of the
screen.
"""

from typing import Final

from core.terms import enti
from show.texts import brief, common, evidence, judgement, pages, pedigree, picture, place, room, steering, system, wall

TEXTS: Final[dict[str, tuple[str, str]]] = {
    key: pair
    for part in (common, picture, pages, system, judgement, brief, steering, evidence, room, wall, pedigree, place)
    for key, pair in part.TEXTS.items()
}

# Blanks that no caller fills: what the strategy has of each thing.
FACTS: Final = {"ROWS": enti.ROWS, "ACTIONS": enti.ACTIONS, "RECOMMENDATIONS": enti.RECOMMENDATIONS}


def t(key: str, lang: str, **values: object) -> str:
    """The text of a key, with its blanks filled; KeyError for a key that does not exist."""
    return TEXTS[key][1 if lang == "en" else 0].format(**FACTS, **values)
