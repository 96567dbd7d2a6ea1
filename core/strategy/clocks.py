"""Two clocks for each initiative: what was delivered (actions) beside what came of it (linked indicators).

The link from an indicator to an initiative is our reading (enti_ligacoes.yaml), and that both move does not say that
one moves the other. Nothing is judged where nobody has said anything, or where no linked indicator can be assessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from core.judgement.judge import BAD, GOOD
from core.strategy.strategy import Links, Strategy

DELIVERED: Final = 0.5  # share of an initiative's actions from which it counts as delivered
CASES: Final = ("delivered_moving", "delivered_still", "undelivered_moving", "undelivered_still", "unknown")


@dataclass(frozen=True)
class Clock:
    """`done` of `total` actions, of which `said` have a stated state; indicator ids by how they move."""

    initiative_id: str
    done: int
    said: int
    total: int
    moving: tuple[str, ...]
    still: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def delivered(self) -> bool | None:
        """Half of the actions or more; None while nobody has said anything."""
        return None if self.said == 0 else self.done / self.total >= DELIVERED

    @property
    def moves(self) -> bool | None:
        """More linked indicators move the right way than do not; None where none can be assessed."""
        return None if not (self.moving or self.still) else len(self.moving) > len(self.still)

    @property
    def case(self) -> str:
        """One of CASES."""
        if self.delivered is None or self.moves is None:
            return "unknown"
        return f"{'delivered' if self.delivered else 'undelivered'}_{'moving' if self.moves else 'still'}"


def clocks(strategy: Strategy, links: Links, states: Mapping[str, str], said: Mapping[str, str]) -> tuple[Clock, ...]:
    """A clock per initiative. `states`: judged state by indicator id (for the country); `said`: stated state by
    action id.
    """
    indicators = set(states)
    found = []
    for initiative in strategy.initiatives:
        linked = sorted({k.source for k in links.of(initiative.id) if k.source in indicators})
        actions = strategy.actions_of(initiative.id)
        found.append(
            Clock(
                initiative.id,
                sum(said.get(a.id) == "concluida" for a in actions),
                sum(a.id in said for a in actions),
                len(actions),
                tuple(i for i in linked if states[i] in GOOD),
                tuple(i for i in linked if states[i] in BAD or states[i] == "no_change"),
                tuple(i for i in linked if states[i] not in GOOD | BAD | {"no_change"}),
            )
        )
    return tuple(found)
