"""What the figures of a series rest on, declared once: whether chance is in them, and how few cases are too few.

core.judgement.interval gives the interval that follows from it; core.reading what is then said, ranked and compared.
"""

from typing import Annotated, Literal

from pydantic import Field

from core.base.typed import Strict, Text


class Counted(Strict):
    """What is counted, as it is said of one and of any other number: «1 óbito», «2 óbitos»."""

    one: Text
    many: Text

    def named(self, n: float, lang: str) -> str:
        """The word that goes with `n`."""
        return (self.one if n == 1 else self.many).get(lang)


class Floor(Strict):
    """Under `least` cases, or under so large a base (what the cases are counted among), no rate is a headline, a rank
    or better or worse than another; `why`: where the number comes from.
    """

    of: Literal["cases", "base"]
    least: int = Field(ge=1)
    why: Text


class Complete(Strict):
    """A register, a census or an account: all was counted, and no sample drawn. No interval."""

    kind: Literal["complete"]


class Sample(Strict):
    """A share of a sample: numerator and denominator of its values are persons (or enterprises) that answered."""

    kind: Literal["sample"]
    floor: Floor | None = None


class Events(Strict):
    """Events counted one by one (deaths), alone or among a base: `per` so many of it. All of them are known; that there
    were so many and not some more or fewer is chance.
    """

    kind: Literal["events"]
    cases: Counted
    base: Counted | None = None
    per: float = Field(default=1.0, gt=0)
    floor: Floor | None = None


class Standardised(Strict):
    """A rate standardised by age, whose numerator is the events that it rests on."""

    kind: Literal["standardised"]
    cases: Counted
    floor: Floor | None = None


Basis = Annotated[Complete | Sample | Events | Standardised, Field(discriminator="kind")]
