"""What may be said of an action, a local project or a meeting, and the kinds of entry of the ledger: what is asked of
bodies, decided and paid stands in core.strategy.acts_model. Lateness is not among it: that is computed
(core.strategy.standing).
"""

from datetime import date
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from core.base.typed import Id, Strict
from core.terms.enti import FIRST_YEAR

STATES: Final = ("por_iniciar", "em_curso", "concluida", "suspensa")
FIRST_DAY: Final = date(FIRST_YEAR, 1, 1)


def checked_link(text: str) -> str:
    """An address that a browser can open and that is safe to write into a page; ValueError for anything else."""
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:  # a bracket that is no IPv6 address
        good = False
    if not good or any(c.isspace() or c in "<>\"'" for c in text):
        raise ValueError(f"«{text[:80]}» não é um endereço que se possa abrir; começa por https://")
    return text


Link = Annotated[str, Field(max_length=500), AfterValidator(checked_link)]
Note = Annotated[str, Field(max_length=1000)]


class Progress(Strict):
    """State of an action or project: chosen state, percent, evidence, note, and the day it was done."""

    state: Literal["por_iniciar", "em_curso", "concluida", "suspensa"]
    percent: int | None = Field(None, ge=0, le=100)
    evidence: Link | None = None
    note: Note | None = None
    done_on: date | None = None

    @model_validator(mode="before")
    @classmethod
    def _late_is_computed(cls, given: Any) -> Any:
        if isinstance(given, dict) and given.get("state") == "atrasada":
            raise ValueError(
                "«atrasada» não se escolhe: resulta do prazo; usa-se por_iniciar, em_curso, concluida ou suspensa"
            )
        return given

    @model_validator(mode="after")
    def _agrees(self) -> "Progress":
        if self.state == "concluida" and self.percent not in (None, 100):
            raise ValueError(f"concluida com {self.percent} %: ou é em_curso, ou são 100 %")
        if self.state == "por_iniciar" and self.percent not in (None, 0):
            raise ValueError(f"por_iniciar com {self.percent} %: ou é em_curso, ou são 0 %")
        if self.state == "em_curso" and self.percent == 100:
            raise ValueError("em_curso com 100 %: ou é concluida, ou são menos de 100 %")
        if self.done_on is not None and self.state != "concluida":
            raise ValueError("só uma ação concluida tem data de conclusão")
        if self.done_on is not None and self.done_on < FIRST_DAY:
            raise ValueError(f"a data de conclusão {self.done_on} é anterior à Estratégia")
        return self


class Project(Progress):
    """A project of a município (DICO) or of a CIM or AM (NUTS III of 2024) for one or more
    recommendations.
    """

    title: str = Field(min_length=3, max_length=200)
    territory: str
    recommendations: tuple[Id, ...] = Field(min_length=1)
    start: date | None = None
    end: date | None = None
    budget_eur: float | None = Field(None, ge=0, allow_inf_nan=False)
    funding: str | None = Field(None, max_length=200)
    withdrawn: bool = False

    @model_validator(mode="after")
    def _ordered(self) -> "Project":
        if self.start and self.end and self.end < self.start:
            raise ValueError(f"o fim ({self.end}) é anterior ao início ({self.start})")
        if self.withdrawn and not self.note:
            raise ValueError("um projeto retirado diz na nota porquê")
        return self


REGIONAL: Final = "eat"  # the structure that the text splits by regions (7.1.4)


class Meeting(Strict):
    """A meeting of a structure of the governance model that took place. `region`: which of the EAT met, where it was
    one of them and not all together.
    """

    structure: Id
    held_on: date
    region: Id | None = None
    note: Note | None = None
    evidence: Link | None = None
