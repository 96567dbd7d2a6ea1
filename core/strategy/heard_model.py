"""What may be written by those whom the Strategy hears: how far a place adopts a recommendation (adocao) and governs
itself for it (governo_local), an independent reading of an action (leitura), a challenge, a risk or a lesson (desafio),
a training session (formacao). The advisory council has a module of its own (core.strategy.council_model).
"""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from core.base.typed import Id
from core.strategy.acts_model import Day, Who, Withdrawable, Words

# The scale of the Open Government Partnership's reporting mechanism for the completion of a commitment, and one more
# for an action of which the reader found nothing: from nothing to all.
DEGREES: Final = ("sem_prova", "nao_comecou", "limitada", "substancial", "completa")
ADOPTED: Final = ("adotada", "adaptada", "nao_adotada")
PLANS: Final = ("aprovado", "em_elaboracao", "nao_tem")
UNITS: Final = ("estrutura_propria", "pelouro", "intermunicipal", "nao_tem")
SORTS: Final = ("desafio", "risco", "licao")
HANDLED: Final = ("aberto", "em_tratamento", "fechado")
AUDIENCES: Final = ("eleitos", "dirigentes", "tecnicos", "cidadaos", "varios")
OLDEST_PLAN: Final = date(2000, 1, 1)  # a plan may be older than the Strategy


class Assessment(Withdrawable):
    """What a reader who does not answer for an action finds of it: how far it is, why, and on which day. `reader`: the
    institution that reads, never a person.
    """

    action: Id
    degree: Literal["sem_prova", "nao_comecou", "limitada", "substancial", "completa"]
    reader: Who
    read_on: Day
    why: Words

    @model_validator(mode="after")
    def _shows_it(self) -> "Assessment":
        if self.degree in ("limitada", "substancial", "completa") and self.evidence is None:
            raise ValueError(f"quem lê «{self.degree}» dá o endereço onde se vê (evidence)")
        return self


class Adoption(Withdrawable):
    """How far a município (DICO), a CIM or an AM (NUTS III) adopts a recommendation of Table 2, with the document."""

    territory: str = Field(min_length=2, max_length=80)
    recommendation: Id
    degree: Literal["adotada", "adaptada", "nao_adotada"]
    said_on: Day

    @model_validator(mode="after")
    def _shows_it(self) -> "Adoption":
        if self.degree == "nao_adotada" and not self.note:
            raise ValueError("quem não adota uma recomendação diz na nota porquê")
        if self.degree != "nao_adotada" and self.evidence is None:
            raise ValueError(f"uma recomendação {self.degree} tem o endereço do documento (evidence)")
        if self.degree == "adaptada" and not self.note:
            raise ValueError("quem adapta uma recomendação diz na nota em quê")
        return self


class LocalGovernment(Withdrawable):
    """What a place has to govern its own intelligence with: a plan, and somebody who answers for it."""

    territory: str = Field(min_length=2, max_length=80)
    plan: Literal["aprovado", "em_elaboracao", "nao_tem"]
    plan_title: str | None = Field(None, min_length=3, max_length=200)
    approved_on: Annotated[date, Field(ge=OLDEST_PLAN)] | None = None
    unit: Literal["estrutura_propria", "pelouro", "intermunicipal", "nao_tem"]
    unit_name: str | None = Field(None, min_length=2, max_length=200)
    said_on: Day

    @model_validator(mode="after")
    def _agrees(self) -> "LocalGovernment":
        if self.plan == "aprovado" and (self.evidence is None or not self.plan_title):
            raise ValueError("um plano aprovado tem título (plan_title) e o endereço onde se lê (evidence)")
        if self.approved_on is not None and self.plan != "aprovado":
            raise ValueError("só um plano aprovado tem o dia em que o foi")
        if self.unit == "nao_tem" and self.unit_name:
            raise ValueError("quem não tem estrutura não lhe dá nome (unit_name)")
        return self


class Challenge(Withdrawable):
    """A challenge, a risk or a lesson of an action. `owner`: the structure or body that sees to it; what is closed says
    in the note with what.
    """

    action: Id
    sort: Literal["desafio", "risco", "licao"]
    text: Words
    owner: Id
    seen_on: Day
    state: Literal["aberto", "em_tratamento", "fechado"] = "aberto"
    closed_on: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Challenge":
        if (self.state == "fechado") != (self.closed_on is not None):
            raise ValueError("o que se fecha tem o dia em que se fechou, e só isso")
        if self.closed_on is not None and self.closed_on < self.seen_on:
            raise ValueError(f"fechado ({self.closed_on}) antes de visto ({self.seen_on})")
        if self.state == "fechado" and not self.note:
            raise ValueError("o que se fecha diz na nota com quê")
        return self


class Training(Withdrawable):
    """A training session that took place. `by`: who gave it, a body, or a territory; `people`: how many came, each
    counted once in this session; `places`: whose people they were, where that is known.
    """

    title: str = Field(min_length=3, max_length=200)
    by: str = Field(min_length=2, max_length=80)
    held_on: Day
    hours: float = Field(gt=0, le=400, allow_inf_nan=False)
    audience: Literal["eleitos", "dirigentes", "tecnicos", "cidadaos", "varios"]
    people: int = Field(ge=0, le=1_000_000)
    places: tuple[str, ...] = Field((), max_length=400)
