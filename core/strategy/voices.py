"""All that those whom the Strategy hears have said, as it stands on a day, for pages, synthesis and reports."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from core.strategy import heard, strategy
from core.strategy.acts_model import Asking
from core.strategy.council import Council, council
from core.strategy.entries import entries
from core.strategy.execution import Event
from core.strategy.heard import Held, Place, Voiced
from core.strategy.heard_model import Training
from core.terms import territory


@dataclass(frozen=True)
class Voices:
    """What was heard until a day. `asked`: the places that were asked for a recommendation, by DICO or NUTS III."""

    places: Mapping[str, Place]
    asked: frozenset[str]
    readings: Mapping[str, tuple[Voiced, ...]]
    challenges: tuple[Held, ...]
    trainings: tuple[tuple[Training, Event], ...]
    council: Council


def voices(known: Iterable[Event], today: date, until: datetime | None = None) -> Voices:
    """What everybody may read of it. `until`: as it was written by then."""
    known = tuple(known)
    recommendations = strategy.load().ids("recommendations")
    places = territory.load().by_id
    asked = (
        a.to
        for a, _ in entries(known, "pedido", Asking, until).values()
        if recommendations & set(a.about) and a.to in places
    )
    return Voices(
        heard.places(known, until),
        frozenset(asked),
        heard.readings(known, until),
        heard.challenges(known, until),
        heard.trainings(known, until),
        council(known, today, until),
    )
