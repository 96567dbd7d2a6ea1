"""What may be written of the advisory council (7.1.5 of the Strategy): who sits in it (conselheiro), when the ECE calls
it and for which domains (convocatoria), what is put to it (materia), what it says, asked or of its own accord
(parecer), and what was done with that (seguimento).
"""

from datetime import date
from typing import Final, Literal

from pydantic import Field, model_validator

from core.base.typed import Id
from core.strategy.acts_model import Day, Who, Withdrawable, Words

# Whom the text names (7.1.5) and, the last three, those whom RCM 119/2024 adds (enti_entidades.yaml).
SIDES: Final = (
    "publica",
    "privada",
    "sociedade_civil",
    "ong",
    "perito",
    "merito",
    "municipio",
    "associacao_ou_ordem",
    "academia",
)
OUTCOMES: Final = ("em_analise", "acolhido", "acolhido_em_parte", "nao_acolhido")
DOMAINS: Final = 12  # domains and transversal blocks there may be, at most


class Seat(Withdrawable):
    """A seat of the council: the institution that has it, from when, and for which domains (none: for all)."""

    organisation: Who
    side: Literal[
        "publica",
        "privada",
        "sociedade_civil",
        "ong",
        "perito",
        "merito",
        "municipio",
        "associacao_ou_ordem",
        "academia",
    ]
    domains: tuple[Id, ...] = Field((), max_length=DOMAINS)
    since: Day
    until: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Seat":
        if self.until is not None and self.until < self.since:
            raise ValueError(f"sai ({self.until}) antes de entrar ({self.since})")
        return self


class Convocation(Withdrawable):
    """The ECE calls the council for a day, for these domains (none: for all)."""

    called_on: Day
    session: date
    domains: tuple[Id, ...] = Field((), max_length=DOMAINS)

    @model_validator(mode="after")
    def _in_order(self) -> "Convocation":
        if self.session < self.called_on:
            raise ValueError(f"a sessão ({self.session}) é anterior à convocatória ({self.called_on})")
        return self


class Matter(Withdrawable):
    """A matter put to the council, by a structure, for an opinion by a day. `convocation`: the entry of the one that
    it is on.
    """

    text: Words
    put_by: Id
    put_on: Day
    domains: tuple[Id, ...] = Field((), max_length=DOMAINS)
    convocation: str | None = Field(None, max_length=60)
    due: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Matter":
        if self.due is not None and self.due < self.put_on:
            raise ValueError(f"o prazo ({self.due}) é anterior ao dia em que se pôs ({self.put_on})")
        return self


class Opinion(Withdrawable):
    """What the council says: on a matter put to it (`matter`, its entry) or, without one, of its own accord."""

    text: Words
    given_on: Day
    matter: str | None = Field(None, max_length=60)
    domains: tuple[Id, ...] = Field((), max_length=DOMAINS)


class FollowUp(Withdrawable):
    """What the ECE did with an opinion, and why. `decision`: the entry of the decision that it led to."""

    opinion: str = Field(min_length=3, max_length=60)
    outcome: Literal["em_analise", "acolhido", "acolhido_em_parte", "nao_acolhido"]
    told_on: Day
    why: Words
    decision: str | None = Field(None, max_length=60)
