"""The answers to findings on figures: `answers.yaml` beside the embedded figures, one entry per pattern."""

from pathlib import Path
from typing import Final

from pydantic import Field, model_validator

from core.base import disk, nested
from core.base.errors import SnapshotError
from core.base.paths import SNAPSHOT
from core.base.typed import Id, Strict, Text, read
from core.terms.period import parse

FILE: Final = "answers.yaml"


class Answer(Strict):
    """Why a figure in doubt is right, or what is done about it. What is left out (`series`, `places`, `since`, `until`)
    may be anything. `evidence`: where the answer is from; `confirmed: false`: nothing supports it yet, and the text
    says so.
    """

    rule: Id
    indicator: Id
    series: tuple[Id, ...] = ()
    places: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    text: Text
    evidence: str = Field(min_length=3)
    confirmed: bool = True

    @model_validator(mode="after")
    def _says_so(self) -> "Answer":
        if self.confirmed == ("por confirmar" in self.text.pt.lower()):
            raise ValueError("confirmed: false pede «por confirmar» no texto, e só ele o tem")
        for text in filter(None, (self.since, self.until)):
            parse(text)
        return self

    def fits(self, rule: str, indicator: str, place: str | None, series: str, period: str) -> bool:
        """Whether it answers what a rule doubts of a figure."""
        when = parse(period)
        return (
            (self.rule, self.indicator) == (rule, indicator)
            and (not self.places or place in self.places)
            and (not self.series or series in self.series)
            and (self.since is None or parse(self.since) <= when)
            and (self.until is None or when <= parse(self.until))
        )


class Answers(Strict):
    """All of them; the first that fits counts."""

    answers: tuple[Answer, ...] = ()

    def to(self, rule: str, indicator: str, place: str | None, series: str, period: str) -> Answer | None:
        """The answer to what a rule doubts of a figure, or None."""
        return next((a for a in self.answers if a.fits(rule, indicator, place, series, period)), None)


def load(folder: Path = SNAPSHOT) -> Answers:
    """The answers in a folder, none where there is no file; SnapshotError when it is wrong."""
    path = folder / FILE
    if not disk.exists(path):
        return Answers()
    cure = "repor data/snapshot/ do git."
    text = nested.text_of(path, SnapshotError, what="As respostas aos achados não se leem.", cure=cure)
    return read(Answers, text, name=path.name, what="nas respostas aos achados", error=SnapshotError, cure=f"ou {cure}")
