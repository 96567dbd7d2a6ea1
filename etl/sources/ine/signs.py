"""INE's conventional signs («sinal convencional») in SDMX terms. The sign itself is stored beside them.

The same character has meant different things over the years, and INE sends its meaning along with it
(`sinal_conv_desc`): that text decides, and the table of signs only where there is none that we understand.
"""

import re
from typing import Final, NamedTuple

from etl.fetch.words import fold


class Sense(NamedTuple):
    """Status where there is no value, status where there is one, confidentiality (core.terms.status)."""

    without: str
    with_value: str
    conf: str


# What nothing explains: a gap without reason, a value to be validated.
UNKNOWN: Final = Sense("O", "V", "F")
PLAIN: Final = Sense("O", "A", "F")

SIGNS: Final[dict[str, Sense]] = {
    "x": PLAIN,
    "...": Sense("Q", "U", "C"),
    "¿": Sense("Q", "U", "C"),
    "§": Sense("Q", "U", "F"),
    "o": Sense("N", "A", "F"),
    "-": Sense("M", "A", "F"),
    "&": Sense("O", "P", "F"),
    "//": Sense("O", "P", "F"),
    "Po": Sense("O", "P", "F"),
    "Pe": Sense("O", "P", "F"),
    "Rc": PLAIN,
    "Rv": PLAIN,
    "f": Sense("O", "F", "F"),
    "e": Sense("O", "E", "F"),
    "┴": Sense("O", "B", "F"),
}

# Words of the text, folded, in order of weight: what a reader must not miss comes first. A denial of what a word says
# («dado não confidencial») is no meaning of ours, and is left to the table.
_WORDS: Final[tuple[tuple[str, Sense], ...]] = (
    (r"(?<!nao )\bconfidencia(l|is|lidade)\b|\bsegredo estatistico\b", Sense("Q", "U", "C")),
    (r"\bcoeficiente de variacao\b|\bpadrao de qualidade\b|\bbaixa fiabilidade\b", Sense("Q", "U", "F")),
    (r"\bquebra (de|na) serie\b", Sense("O", "B", "F")),
    (r"\binferior a metade\b", Sense("N", "A", "F")),
    (r"\bnao aplicavel\b|\bdado nulo\b", Sense("M", "A", "F")),
    (r"\bnao disponivel\b", PLAIN),
    (r"(?<!nao )\b(provisori[oa]s?|preliminar(es)?)\b", Sense("O", "P", "F")),
    (r"\bestimad[oa]s?\b|\bestimativas?\b", Sense("O", "E", "F")),
    (r"\bprevist[oa]s?\b|\bprevis(ao|oes)\b", Sense("O", "F", "F")),
    (r"\bre(c)?tificad[oa]s?\b|\brevist[oa]s?\b", PLAIN),
)


def sense(sign: str | None, text: str | None) -> tuple[Sense, str | None]:
    """What a sign and INE's own text for it mean, and the text where the sign alone would not tell a reader that.

    Without either, a plain value. UNKNOWN where neither is understood.
    """
    sign, text = (sign or "").strip(), " ".join((text or "").split())
    if not sign and not text:
        return PLAIN, None
    ours = SIGNS.get(sign)
    folded = fold(text)
    theirs = next((s for words, s in _WORDS if re.search(words, folded)), None)
    told = theirs is None or theirs != ours
    return theirs or ours or UNKNOWN, f"INE: {text}" if text and told else None
