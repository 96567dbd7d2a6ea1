"""What may be written of an act of the project or of its coordination bodies: something asked of a body (pedido), a
decision (decisao), a sum of money (verba), a call for applications (aviso), a change that is proposed for the revised
Plan or ARPGU (proposta). Whether one is late is computed, not said.
"""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, model_validator

from core.base.typed import Id, Strict
from core.strategy.execution_model import FIRST_DAY, Link, Note
from core.terms.enti import ACTIONS

ANSWERS: Final = ("nenhuma", "entregue", "recusa", "nao_tem", "promessa")
DECISION_STATES: Final = ("aberta", "cumprida", "revogada")
# What of an entry of the Plan or the ARPGU a proposal speaks of: one of its cells, all of it, or what is to be added.
PARTS: Final = ("texto", "entidades", "responsavel", "parceiros", "prazo", "financiamento")
ADD, REPEAL = "acrescenta", "revoga"
MONEY_KINDS: Final = ("necessidade", "atribuida", "aprovada", "paga")  # never added to one another
Words = Annotated[str, Field(min_length=3, max_length=1000)]
Who = Annotated[str, Field(min_length=2, max_length=80)]
Day = Annotated[date, Field(ge=FIRST_DAY)]


class Withdrawable(Strict):
    """What was written by mistake stays written: a later row takes it back, and says why."""

    evidence: Link | None = None
    note: Note | None = None
    withdrawn: bool = False

    @model_validator(mode="after")
    def _says_why(self) -> "Withdrawable":
        if self.withdrawn and not self.note:
            raise ValueError("o que se retira diz na nota porquê")
        return self


class Asking(Withdrawable):
    """Something asked of a body. `to`: its id in enti_entidades.yaml, the DICO of a council, the NUTS III of a CIM or
    AM, or the holder that the catalogue names; `about`: ids of indicators, actions and
    recommendations; `due`: the day by which it is to
    answer, or by which it promised to. `receipt`: how the paper is found (a number, a letter); `evidence`: its address.
    """

    to: str = Field(min_length=2, max_length=80)
    about: tuple[Id, ...] = Field(min_length=1, max_length=60)
    text: Words
    asked_on: Day
    asked_by: Who
    due: Day
    answer: Literal["nenhuma", "entregue", "recusa", "nao_tem", "promessa"] = "nenhuma"
    answered_on: Day | None = None
    receipt: str | None = Field(None, max_length=200)

    @model_validator(mode="after")
    def _in_order(self) -> "Asking":
        if self.due < self.asked_on:
            raise ValueError(f"a resposta é devida em {self.due}, antes de se pedir ({self.asked_on})")
        if (self.answer == "nenhuma") != (self.answered_on is None):
            raise ValueError("uma resposta tem o dia em que veio, e só ela")
        if self.answered_on is not None and self.answered_on < self.asked_on:
            raise ValueError(f"a resposta ({self.answered_on}) é anterior ao pedido ({self.asked_on})")
        if self.answer == "promessa" and self.answered_on is not None and self.due < self.answered_on:
            raise ValueError(f"prometeu em {self.answered_on} para {self.due}, que já tinha passado: o prazo é o novo")
        return self


class Decision(Withdrawable):
    """A decision of a structure of the governance model. `owner`: who carries it out, a structure or a body by its id;
    `meeting`: the entry of a meeting on record; `matter`: the key of the proposal that it takes up
    (core.reading.agenda).
    """

    body: Id
    held_on: Day
    meeting: str | None = Field(None, max_length=60)
    text: Words
    owner: Id
    due: Day | None = None
    state: Literal["aberta", "cumprida", "revogada"] = "aberta"
    done_on: Day | None = None
    matter: str | None = Field(None, max_length=120, pattern=r"^[a-z]+(:[^\s:;]+)?$")

    @model_validator(mode="after")
    def _in_order(self) -> "Decision":
        if self.due is not None and self.due < self.held_on:
            raise ValueError(f"o prazo ({self.due}) é anterior à decisão ({self.held_on})")
        if self.done_on is not None and self.state != "cumprida":
            raise ValueError("só uma decisão cumprida tem o dia em que o foi")
        if self.done_on is not None and self.done_on < self.held_on:
            raise ValueError(f"cumprida ({self.done_on}) antes de decidida ({self.held_on})")
        if self.state == "revogada" and not self.note:
            raise ValueError("uma decisão revogada diz na nota porquê")
        return self


def _cents(amount: float) -> float:
    """An amount has cents, and nothing smaller: what has more was read wrongly, as «1.234,567» may be."""
    if abs(amount - round(amount, 2)) > 1e-9 * max(1.0, amount):
        raise ValueError(f"{amount} tem mais de dois decimais: um montante vai ao cêntimo")
    return round(amount, 2)


class Money(Withdrawable):
    """A sum for an action, in euros, as it stood on a day. `kind`: needed, allocated, approved or paid; `fund`: where
    it comes from (PRR, PT2030…); `source`: the document that says so.
    """

    action: Id
    kind: Literal["necessidade", "atribuida", "aprovada", "paga"]
    amount_eur: Annotated[float, Field(ge=0, allow_inf_nan=False), AfterValidator(_cents)]
    as_of: Day
    fund: Who
    source: str = Field(min_length=3, max_length=300)


class Call(Withdrawable):
    """A call for applications, from the day it opens to the day it closes, for the actions that it may pay."""

    title: str = Field(min_length=3, max_length=200)
    fund: Who
    opens: Day
    closes: Day
    actions: tuple[Id, ...] = Field((), max_length=ACTIONS)

    @model_validator(mode="after")
    def _in_order(self) -> "Call":
        if self.closes < self.opens:
            raise ValueError(f"fecha ({self.closes}) antes de abrir ({self.opens})")
        if self.evidence is None:
            raise ValueError("um aviso tem o endereço onde se lê")
        return self


class Proposal(Withdrawable):
    """A change that is proposed. `on`: the id of an action, of an initiative, or of a provision of Annex III, or plano
    or arpgu as a whole; `part`: what of it; `new`: the words that are proposed, None where nobody wrote them yet;
    `why`; `body`: who proposes it, a structure, a body, or a territory; `proposed_on`: when.
    """

    on: Id
    part: Literal["texto", "entidades", "responsavel", "parceiros", "prazo", "financiamento", "acrescenta", "revoga"]
    new: str | None = Field(None, min_length=1, max_length=1000)
    why: Words
    body: str = Field(min_length=2, max_length=80)
    proposed_on: Day

    @model_validator(mode="after")
    def _repeals_nothing_new(self) -> "Proposal":
        if self.part == REPEAL and self.new is not None:
            raise ValueError("o que se revoga não tem palavras novas; para as mudar, propor a parte (texto, prazo…)")
        return self
