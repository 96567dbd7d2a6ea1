"""The reports there are: each is declared in the module that makes it (`REPORTS`), and found by command line and
pages.
"""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import AfterValidator

from core.base.paths import ROOT
from core.base.registry import Declaration, Registry
from core.base.typed import Text
from core.warehouse.store import Store
from reports.model import Report

DOORS: Final = ROOT / "pages"


def _open(page: str) -> str:
    """A page that there is; on another one nobody would find the report."""
    if not (DOORS / f"{page}.py").is_file():
        raise ValueError(f"não há a página «{page}»")
    return page


class ReportKind(Declaration):
    """A report that can be asked for. `id` is its command; `name` has a blank `{of}` for what it speaks of.

    `of`: a year, a territory, or a region of the EAT; `offered`: the year in which it is offered on a day (None: the
    reader's choice counts); `page`: the page that offers it; `description`: what it says, for the command line; `file`:
    the name of its files, with the same blank (another language than Portuguese adds its own: `file_of`); `make`: from
    the build, what it speaks of, the day and the language. ReportError when it cannot be made.
    """

    of: Literal["year", "territory", "region"]
    offered: Callable[[date], str] | None = None
    page: Annotated[str, AfterValidator(_open)]
    description: Text
    file: str
    make: Callable[[Store, str, date, str], Report]

    def model_post_init(self, _: object) -> None:
        """A year is offered; a place is the reader's."""
        if (self.of == "year") != (self.offered is not None):
            raise ValueError("offered: um relatório de um ano diz qual se oferece, e só esse")
        if "{of}" not in self.file or "{of}" not in self.name.pt or "{of}" not in self.name.en:
            raise ValueError("file e name têm {of}, o ano ou o território de que falam")


def file_of(stem: str, of: str, lang: str) -> str:
    """The name of the files of a report, without ending."""
    return stem.format(of=of.replace(":", "-")) + ("" if lang == "pt" else f"-{lang}")


HOMES: Final = {"annual": "whole", "interim": "whole", "territory": "place", "regional": "region"}
REGISTRY: Final = Registry("relatório", ReportKind, "reports", "REPORTS", homes=HOMES)
