"""When each source was last asked, and whether it answers: for the scene of the sources, and for every screen."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from core.catalogue.queries import LOCAL
from core.warehouse import checks as journal
from core.warehouse.checks import Check
from ui.data.context import Context

OLD_LOAD_DAYS: Final = (
    8  # a day more than the longest wait between two questions to a source (indicators.yaml, check_days)
)


def days_since(asked: Sequence[Check]) -> int:
    """Whole days since a source was last asked."""
    newest = max(datetime.fromisoformat(c.asked_at) for c in asked)
    return max(0, (datetime.now(UTC) - newest).days)


def in_time(asked: Sequence[Check]) -> bool:
    """Whether a source answers, and was asked of late: what nobody asks for is not known to be in time."""
    return bool(asked) and not any(c.failing for c in asked) and days_since(asked) <= OLD_LOAD_DAYS


def by_source(context: Context) -> dict[str, list[Check]]:
    """The checks of each source that can be asked, by its citation; none for one that nobody asked yet."""
    known = journal.read()
    found: dict[str, list[Check]] = {}
    for item in context.catalogue.measured:
        for key, query in item.keyed.items():
            if query.askable and query.source not in LOCAL:
                mine = found.setdefault(
                    context.catalogue.sources[query.source].citation.removeprefix("Fonte: ").split(",")[0], []
                )
                mine += [known[key]] if key in known else []
    return found
