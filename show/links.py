"""Addresses that say all that a view depends on, so that it is found again: every choice, and the build."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from core.base import settings

# Names in the address that pages and reports both write (the others: ui.kit.state).
LANG: Final = "lang"
INDICATOR: Final = "indicador"
SERIES: Final = "serie"
PERIOD: Final = "periodo"
LEVEL: Final = "nivel"
NUTS: Final = "nuts"
PLACE: Final = "territorio"
BUILD: Final = "versao"


def permalink(page: str, choices: Mapping[str, str], build: str) -> str:
    """The address of a page below the dashboard's own, with these choices (those that say nothing left out) and the
    build.
    """
    said = {k: v for k, v in choices.items() if v and k != BUILD}
    return f"{page}?{urlencode(said | {BUILD: build})}"


def cited(page: str, choices: Mapping[str, str], build: str) -> str:
    """The same as paper carries it: from the dashboard's public address (ENTI_ADDRESS), or from the root of its name
    where nobody said which.
    """
    reach = settings.Reach.now()
    start = reach.address.rstrip("/") or (f"/{reach.below}" if reach.below else "")
    return f"{start}/{permalink(page, choices, build)}"
