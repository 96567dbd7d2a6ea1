"""What an alert is about, read from its id: the indicator, series and place, or the action; and what follows from that
(domain, region of the EAT, who answers). Routes ask it, and the way from an alert to its cause.
"""

from dataclasses import dataclass
from datetime import date

from core.alerts.log import subject
from core.alerts.store import Event
from core.catalogue.catalogue import Catalogue
from core.strategy import present, strategy
from core.terms import territory


@dataclass(frozen=True)
class About:
    """Empty where an alert has no such thing. `domain`: slug; `region`: id of the region of the EAT; `bodies`: ids of
    those that the strategy has answer for the action, and of those that do today.
    """

    indicator: str = ""
    series: str = ""
    territory: str = ""
    action: str = ""
    domain: str = ""
    region: str = ""
    bodies: tuple[str, ...] = ()


def about(event: Event, catalogue: Catalogue, today: date) -> About:
    """Subjects are `indicator/series/territory`, `indicator/series[@moment]`, an indicator or an action
    (core.alerts.model); what is none of these (an indicator that is gone, a rule as a whole) is about nothing.
    """
    first, *rest = subject(event).partition("@")[0].split("/")
    item = next((i for i in catalogue.shown if i.id == first), None)
    if item is not None:
        series, place = (*rest, "", "")[:2]
        domain = next((d.slug for d in catalogue.domains if d.name == item.domain), "")
        return About(item.id, series, place, domain=domain, region=_region(place))
    action = next((a for a in strategy.load().actions if a.id == first), None)
    if action is None:
        return About()
    answers = present.load().answers(action.responsible, today)
    bodies = [b.id for a in answers for b in (a.named, a.body) if b is not None]
    return About(action=action.id, bodies=tuple(dict.fromkeys(bodies)))


def _region(place: str) -> str:
    """The region of the EAT in which a place is; empty for the country, and for what spans several."""
    known = territory.load()
    if place not in known or known[place].level not in ("municipio", "nuts3", "nuts2", "nuts1"):
        return ""
    found = {present.load().region_of(dico).id for dico in known.members(place)}
    return found.pop() if len(found) == 1 else ""
