"""Vocabulary of what changed since the strategy was approved: bodies, amendments, and the regions of the EAT."""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from core.base.typed import Id, Strict, Text
from core.strategy.execution_model import Link
from core.strategy.model import quoted_text

Status = Literal["verificado", "leitura_nossa", "por_confirmar"]
WEAKEST: Final[tuple[Status, ...]] = ("por_confirmar", "leitura_nossa", "verificado")
Read = Literal["diploma", "copia", "imprensa"]


class Act(Strict):
    """A legal act. `read`: how we know what it says: the act itself, a copy of it, or the press."""

    name: Text
    published: date
    url: Link
    read: Read


class Body(Strict):
    """A body of the strategy, or one that came after it.

    `since`: its first day; `ended`: the first day on which it no longer answers. Where a successor is known and the
    day is not, the act's publication counts, and the status says so. `act`: what ended it; else what rules it.
    """

    id: Id
    acronym: str | None = None
    name: Text
    since: date | None = None
    ended: date | None = None
    successor: Id | None = None
    act: Act | None = None
    status: Status
    note: Text | None = None

    @model_validator(mode="after")
    def _agrees(self) -> "Body":
        if self.act is None and (self.status != "por_confirmar" or self.gone is not None or self.successor):
            raise ValueError("sem ato com data (act) uma entidade está por_confirmar, e nada lhe sucede")
        if self.successor and self.ended is None and self.status != "por_confirmar":
            raise ValueError("com sucessora (successor) e sem o dia (ended), está por_confirmar")
        if self.status == "leitura_nossa" and self.note is None:
            raise ValueError("uma leitura nossa diz na nota (note) o que é do ato e o que é nosso")
        if self.since and self.ended and self.ended <= self.since:
            raise ValueError(f"acaba ({self.ended}) antes de começar ({self.since})")
        return self

    @property
    def gone(self) -> date | None:
        """First day on which another answers: `ended`, or the publication of the act that names a successor."""
        return self.ended or (self.act.published if self.act and self.successor else None)

    def called(self, lang: str) -> str:
        """Its acronym, or its name where it has none."""
        return self.acronym or self.name.get(lang)


class Change(Strict):
    """What an amendment changed in a structure, in our words, and where we read it."""

    structure: Id
    what: Literal["meetings", "composition"]
    now: Text
    min_per_year: int | None = Field(None, ge=1)
    url: Link
    read: Read

    @model_validator(mode="after")
    def _agrees(self) -> "Change":
        if self.min_per_year is not None and self.what != "meetings":
            raise ValueError("só o que muda as reuniões (what: meetings) tem min_per_year")
        return self


class Amendment(Strict):
    """An act that changed the strategy. `unread`: what of it nobody here has read."""

    id: Id
    act: Act
    since: date
    changes: tuple[Change, ...] = Field(min_length=1)
    unread: Text


class Region(Strict):
    """A region of the EAT: its name in the strategy, and the NUTS II regions (2024) that we read in it."""

    id: Id
    name: str = quoted_text()
    nuts2: tuple[Annotated[str, Field(pattern=r"^2024:\w{2}$")], ...] = Field(min_length=1)
    status: Status
    url: Link | None = None
    note: Text | None = None
