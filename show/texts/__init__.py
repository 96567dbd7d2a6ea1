"""Words of the screen, Portuguese first. One entry per key, both languages side by side, a module per part of the
screen.
"""

from numbers import Integral
from typing import Final

from core.terms import enti
from show.texts import (
    acts,
    alerts,
    brief,
    campaigns,
    chance,
    common,
    evidence,
    fields,
    heard,
    judgement,
    mine,
    pages,
    pedigree,
    people,
    picture,
    place,
    printed,
    privacy,
    release,
    reports,
    review,
    room,
    steering,
    system,
    wall,
)

_PARTS: Final = (
    people,
    campaigns,
    privacy,
    release,
    mine,
    fields,
    heard,
    alerts,
    common,
    picture,
    pages,
    system,
    judgement,
    chance,
    brief,
    steering,
    evidence,
    acts,
    room,
    wall,
    pedigree,
    place,
    reports,
    review,
    printed,
)

TEXTS: Final[dict[str, tuple[str, str]]] = {key: pair for part in _PARTS for key, pair in part.TEXTS.items()}

# Blanks that no caller fills: what the strategy has of each thing.
FACTS: Final = {"ROWS": enti.ROWS, "ACTIONS": enti.ACTIONS, "RECOMMENDATIONS": enti.RECOMMENDATIONS}


class _Count(int):
    """A count in a text: «{n} {n:ação|ações}» is «1 ação» and «2 ações»."""

    def __format__(self, form: str) -> str:
        one, bar, many = form.partition("|")
        return super().__format__(form) if not bar else one if self == 1 else many


def t(key: str, lang: str, **values: object) -> str:
    """The text of a key, with its blanks filled, and words that agree with a whole number in the form «{n:one|many}»;
    KeyError for a key that does not exist.
    """
    counts = {k: _Count(v) for k, v in values.items() if isinstance(v, Integral)}
    return TEXTS[key][1 if lang == "en" else 0].format(**FACTS | values | counts)
