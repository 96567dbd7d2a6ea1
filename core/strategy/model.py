"""Vocabulary of the strategy: small typed parts from which core.strategy builds the whole."""

import re
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from core.base.typed import Id, Strict
from core.terms.enti import FIRST_YEAR, LAST_YEAR


def term_end(term: str) -> date:
    """Last day of a deadline: of the year (`2026`), of the quarter (`2026-T3`) or the day itself (`2026-09-30`).

    ValueError for anything else, or outside the years of the strategy.
    """
    match = re.fullmatch(r"(\d{4})(?:-T([1-4])|-(\d\d)-(\d\d))?", term)
    if match is None:
        raise ValueError(f"prazo «{term}»: escreve-se «2026», «2026-T3» ou «2026-09-30»")
    year = int(match[1])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"prazo «{term}»: fora de {FIRST_YEAR}–{LAST_YEAR}")
    if match[3]:
        try:
            return date(year, int(match[3]), int(match[4]))
        except ValueError as error:
            raise ValueError(f"prazo «{term}»: esse dia não existe") from error
    months = 3 * int(match[2] or 4)
    return date(year + months // 12, months % 12 + 1, 1) - timedelta(days=1)


def _checked_term(term: str) -> str:
    term_end(term)
    return term


Term = Annotated[str, AfterValidator(_checked_term)]
# The part before the first comma is a heading of the text; several places are parted by «; ».
_PLACE = r"(Apresentação|Secção [1-8]|Anexo (II|III))(, [^;]+)?"
Ref = Annotated[str, Field(pattern=rf"^{_PLACE}(; {_PLACE})*$")]


def quoted_text(**more: Any) -> Any:
    """A field that holds the strategy's own words; the tests look for them in its text."""
    return Field(**{"min_length": 1, **more}, json_schema_extra={"quoted": True})


class Entry(Strict):
    """What every entry has: where it stands in the text and what is unclear there."""

    ref: Ref
    doubt: str | None = Field(None, alias="duvida", min_length=10)


class Passage(Entry):
    """A sentence, or a part of one."""

    id: Id
    text: str = quoted_text()


class Numbered(Passage):
    """A passage with a number of its own (objectives, premises)."""

    number: int = Field(ge=1)


class Area(Entry):
    """A domain, a transversal block or a catalyst, by its name."""

    id: Id
    name: str = quoted_text()


class Entity(Entry):
    """A body with a part in initiatives or actions. `names`: each way in which the notes spell it out."""

    id: Id
    acronym: str | None = quoted_text(default=None)
    names: tuple[str, ...] = quoted_text()


class FundingSource(Entry):
    """A source of funding as the action plan writes it."""

    id: Id
    text: str = quoted_text()
    name: str | None = quoted_text(default=None)


class Parties(Strict):
    """A cell that names bodies: as written, the bodies it names, and the words for those it leaves open."""

    text: str = quoted_text()
    entities: tuple[Id, ...] = ()
    others: str | None = quoted_text(default=None)


class Initiative(Entry):
    """One row of Table 1; `name_in_plan` is the wording of Annex II, which is not always the same."""

    id: Id
    number: int = Field(ge=1)
    name: str = quoted_text()
    name_in_plan: str = quoted_text()
    catalyst: Id
    objectives: tuple[Id, ...] = Field(min_length=1)
    entities: Parties


class Recommendation(Entry):
    """One row of Table 2; `area` is one of the six domains or a transversal block."""

    id: Id
    number: int = Field(ge=1)
    area: Id
    text: str = quoted_text()


class Deadline(Strict):
    """A deadline as written, and the same for machines."""

    text: str = quoted_text()
    terms: tuple[Term, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _agrees(self) -> "Deadline":
        if strange := [t for t in self.terms if t[:4] not in self.text]:
            raise ValueError(f"o prazo escrito «{self.text}» não fala de {', '.join(strange)}")
        return self

    @property
    def last_day(self) -> date:
        """Day after which the whole of it is overdue; a bare year counts to its 31 December (our reading)."""
        return max(term_end(t) for t in self.terms)


class Funding(Strict):
    """The funding of an action."""

    text: str = quoted_text()
    sources: tuple[Id, ...] = Field(min_length=1)


class Action(Entry):
    """One row of the action plan. `merged`: cells empty in the text, read as one with the cell above."""

    id: Id
    initiative: Id
    text: str = quoted_text()
    responsible: Parties
    partners: Parties
    deadline: Deadline
    funding: Funding
    merged: tuple[Literal["responsible", "partners", "funding"], ...] = ()


class Duty(Strict):
    """One responsibility of a structure, with its letter if it has one."""

    letter: str | None = Field(None, pattern=r"^[a-z]$")
    text: str = quoted_text()


class Meetings(Strict):
    """How often a structure meets; `min_per_year` only where the text leaves no doubt."""

    text: str = quoted_text()
    min_per_year: int | None = Field(None, ge=1)


class Structure(Entry):
    """A structure of the governance model. `members` are the parts of `composition`, one by one."""

    id: Id
    acronym: str | None = quoted_text(default=None)
    name: str = quoted_text()
    composition: str = quoted_text()
    chair: str | None = quoted_text(default=None)
    members: tuple[str, ...] = quoted_text()
    meetings: Meetings | None = None
    rules: tuple[str, ...] = quoted_text(default=())
    duties: tuple[Duty, ...] = Field(min_length=1)


class Report(Passage):
    """A duty to report, review or monitor. What the text does not say stays empty."""

    by: Id | None = None
    to: Id | None = None
    when: str | None = quoted_text(default=None)
    cadence: Literal["anual", "unica", "a_definir", "nao_dita"]
    due: Term | None = None


class Link(Strict):
    """One link of ours. `direct`: the words of `target` name what `source` measures or asks for."""

    source: Id
    target: Id
    strength: Literal["direct", "indirect"]
    reading: Literal["nossa"] = Field(alias="leitura")
    reason: str = Field(min_length=10, max_length=160)


class Unlinked(Strict):
    """An indicator or recommendation that we link to nothing, and why."""

    id: Id
    reading: Literal["nossa"] = Field(alias="leitura")
    reason: str = Field(min_length=10, max_length=240)
