"""Rows of what public pages say of the execution: evidence of actions, local projects, events of governance, targets
read in documents. Each has an address that opens; none is a state of an action.
"""

from datetime import date
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from core.base.typed import Id, Strict, Text
from core.strategy.execution_model import checked_link
from core.terms.enti import APPROVED
from core.terms.period import parse

SUCCESSION: Final = "succession"
STRENGTHS: Final = ("direct", "partial", "hint")  # strongest first


def _address(text: str) -> str:
    if not text.strip():
        raise ValueError("sem endereço não é prova: escrever o da página, que começa por https://")
    return checked_link(text)


def _dated(text: str) -> str:
    try:
        kind = parse(text).kind
    except ValueError:
        kind = "unknown"
    if kind not in ("year", "month", "day"):
        raise ValueError(f"data «{text}»: escreve-se 2024, 2024-09 ou 2024-09-16, e fica vazia se a página não a diz")
    return text


def _ids(text: Any) -> Any:
    return tuple(text.split()) if isinstance(text, str) else text


Address = Annotated[str, AfterValidator(_address)]
Dated = Annotated[str, AfterValidator(_dated)]
Amount = Literal[
    "investment", "funding", "eligible", "total", "value", "tender", "award", "budget", "contract", "allocation"
]
Ids = Annotated[tuple[str, ...], BeforeValidator(_ids)]


class Sourced(Strict):
    """What every row has. `dated`: year, month or day; None where the page gives none; `date_from`: the page, or
    inferred by us.
    """

    HEADER: ClassVar[tuple[str, ...]]

    address: Address
    note: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_cells(cls, cells: Any) -> Any:
        """Cells of a file: `x_pt` and `x_en` are one text, an empty cell is none."""
        if not isinstance(cells, dict):
            return cells
        found: dict[str, Any] = {}
        for name, value in cells.items():
            base, _, lang = name.rpartition("_")
            if value == "" and name not in ("address", "municipalities", "regions"):
                continue
            if lang in ("pt", "en") and base:
                found.setdefault(base, {})[lang] = value
            else:
                found[name] = value
        return found


class Happened(Sourced):
    """A row that may have a date."""

    dated: Dated | None = None
    date_from: Literal["page", "inferred"] | None = None
    title: Text

    @model_validator(mode="after")
    def _dates_agree(self) -> "Happened":
        if (self.dated is None) != (self.date_from is None):
            raise ValueError("dated e date_from vão juntos: uma data é da página (page) ou deduzida (inferred)")
        return self

    @property
    def when(self) -> date:
        """Last day of the date; the end of time where there is none, so that it comes last."""
        return parse(self.dated).end if self.dated else date.max

    @property
    def begun(self) -> date:
        """First day of the date; the beginning of time where there is none."""
        return parse(self.dated).start if self.dated else date.min


class Evidence(Happened):
    """A page on an action, initiative, recommendation or the strategy. `kind`: what the page says of what it speaks of;
    `strength`: whether that is what the action asks (direct), a part or a neighbour of it (partial), or a hint. A
    succession of bodies has no strength: it is no evidence.
    """

    HEADER = (
        *("about", "kind", "strength", "dated", "date_from", "publisher", "address"),
        *("title_pt", "title_en", "fact_pt", "fact_en", "note_pt", "note_en"),
    )

    about: Id
    kind: Literal["announced", "funded", "call", "started", "running", "event", "revised", "succession"]
    strength: Literal["direct", "partial", "hint"] | None = None
    publisher: str = Field(min_length=2)
    fact: Text

    @model_validator(mode="after")
    def _succession_is_none(self) -> "Evidence":
        if (self.kind == SUCCESSION) != (self.strength is None):
            raise ValueError("uma sucessão de organismos não é prova e fica sem strength; tudo o resto tem uma")
        return self


class PublicProject(Happened):
    """A local project. `same_as`: another row tells of the same one, so that it does not count twice; `maybe_same`: it
    may be. `era`: before the strategy, after it, or without a date. `amount_kind` and `amount_is` say what the amount
    is: amounts of different kinds do not add up.
    """

    HEADER = (
        *("id", "same_as", "maybe_same", "era", "dated", "date_from", "promoter", "municipalities", "regions"),
        *("recommendations", "amount_eur", "amount_kind", "amount_is", "funding_pt", "funding_en", "address"),
        *("title_pt", "title_en", "stage_pt", "stage_en", "note_pt", "note_en"),
    )

    id: Id
    same_as: Id | None = None
    maybe_same: Id | None = None
    era: Literal["before", "after", "undated"]
    promoter: str = Field(min_length=3)
    municipalities: Ids = ()
    regions: Ids = ()
    recommendations: Annotated[tuple[Id, ...], BeforeValidator(_ids)] = Field(min_length=1)
    amount_eur: float | None = Field(None, gt=0, allow_inf_nan=False)
    amount_kind: Amount | None = None
    amount_is: Literal["about", "over"] | None = None
    funding: Text | None = None
    stage: Text

    @model_validator(mode="after")
    def _era_agrees(self) -> "PublicProject":
        if (self.amount_eur is None) != (self.amount_kind is None):
            raise ValueError("um montante diz de que espécie é (amount_kind), e só ele")
        if self.era == "undated" and self.dated:
            raise ValueError(f"tem data ({self.dated}): era é before ou after")
        if self.era == "after" and self.when < APPROVED:
            raise ValueError(f"{self.dated} é antes de {APPROVED}: era é before")
        if self.era == "after" and not self.dated:
            raise ValueError("sem data não se sabe se é depois da Estratégia: era é undated")
        if self.era == "before" and self.when >= APPROVED and self.note is None:
            raise ValueError("a data não diz que é anterior à Estratégia: dizer na nota porque o é")
        return self


class GovernanceEvent(Happened):
    """An act, a change of bodies, a deadline, a meeting or a deliverable of the governance of the strategy."""

    HEADER = (
        *("kind", "dated", "date_from", "bodies", "address"),
        *("title_pt", "title_en", "fact_pt", "fact_en", "note_pt", "note_en"),
    )

    kind: Literal[
        "legal_act",
        "amendment",
        "body_change",
        "appointment",
        "meeting",
        "deadline",
        "orientation",
        "deliverable",
    ]
    bodies: str | None = None
    fact: Text


class DocumentTarget(Sourced):
    """A target as a document states it. `measures`: the same as the indicator, a proxy, or something else. `use`: it
    judges, waits for confirmation, is an observed value and no target, is a reference, or is shown as another measure.
    `same_target`: rows with it are one target. `value` None: the figure was not read.
    """

    HEADER = (
        *("indicator", "same_target", "measures", "use", "value", "unit_pt", "unit_en", "year_is", "year", "scope"),
        *("document_pt", "document_en", "legal_act", "place", "address", "says_pt", "says_en"),
        *("why_pt", "why_en", "note_pt", "note_en"),
    )
    _MEASURES: ClassVar = {"reference": "proxy", "other": "other"}

    indicator: Id
    same_target: Id | None = None
    measures: Literal["same", "proxy", "other"]
    use: Literal["judges", "to_confirm", "observed", "reference", "other"]
    value: float | None = Field(None, allow_inf_nan=False)
    unit: Text | None = None
    year_is: Literal["since"] | None = None
    year: str | None = None
    scope: Literal["portugal", "continente", "ue", "municipio"]
    document: Text
    legal_act: str | None = None
    place: str | None = None
    says: Text
    why: Text

    @model_validator(mode="after")
    def _use_agrees(self) -> "DocumentTarget":
        if self.measures != self._MEASURES.get(self.use, "same"):
            raise ValueError(f"use «{self.use}» não serve a uma linha que mede «{self.measures}»")
        if self.measures == "same" and (self.value is None or self.unit is None or self.year is None):
            raise ValueError("uma meta da mesma grandeza tem valor, unidade e ano")
        if self.year is not None:
            parse(self.year)
        return self
