"""Words that stay Portuguese in a report of another language: those of the strategy, and of whoever published what it
cites. Each writer says of them that they are (WCAG 3.1.2); the marks themselves reach no file.
"""

from typing import Final, NamedTuple

_OPEN, _CLOSE = "\u2068", "\u2069"  # what Unicode has to set apart a text within another
MARKS: Final = str.maketrans("", "", _OPEN + _CLOSE)


class Span(NamedTuple):
    """A part of a text. `own`: in the Portuguese of whoever wrote it."""

    text: str
    own: bool


def own(text: str, lang: str) -> str:
    """A text as it was written, marked where the report speaks another language than it."""
    return text if lang == "pt" or not text else f"{_OPEN}{text}{_CLOSE}"


def quoted(text: str, lang: str) -> str:
    """The same between the quotation marks of the report's language."""
    return f"«{text}»" if lang == "pt" else f"“{own(text, lang)}”"


def spans(text: str) -> list[Span]:
    """The parts of a text, in order."""
    found = []
    for n, part in enumerate(text.split(_OPEN)):
        inside, _, after = part.partition(_CLOSE) if n else ("", "", part)
        found += [Span(inside, True), Span(after, False)]
    return [s for s in found if s.text]


def bare(text: str) -> str:
    """A text without marks."""
    return text.translate(MARKS)
