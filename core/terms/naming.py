"""What a sentence needs of the name of a territory: article and contractions in Portuguese, and the English name where
there is one.

Kept by code in geo/nomes.csv. Articles are usage and no rule: most municípios take none, those that do are listed, and
where usage wavers there is none.
"""

from dataclasses import dataclass
from typing import Final, Literal

After = Literal["", "em", "de", "a"]  # what stands before the name; nothing: it is the subject, or after «com», «entre»
ARTICLES: Final = ("", "o", "a", "os", "as")
_EN: Final[dict[After, str]] = {"": "", "em": "in", "de": "of", "a": "to"}
_JOINED: Final[dict[After, dict[str, str]]] = {
    "em": {"": "em", "o": "no", "a": "na", "os": "nos", "as": "nas"},
    "de": {"": "de", "o": "do", "a": "da", "os": "dos", "as": "das"},
    "a": {"": "a", "o": "ao", "a": "à", "os": "aos", "as": "às"},
}


@dataclass(frozen=True)
class Name:
    """A name. `pt`: as it stands alone; `article`: one of ARTICLES; `said`: what a sentence calls it, where usage is
    shorter; `en`: where English differs, `the`: whether that takes its article.
    """

    pt: str
    article: str = ""
    said: str = ""
    en: str = ""
    the: bool = False

    def alone(self, lang: str) -> str:
        """As it stands in a title, a list or a table. A name of one language alone is the same in both."""
        name = (self.en if lang == "en" else "") or self.pt
        return name[:1].upper() + name[1:]

    def short(self, lang: str) -> str:
        """In the fewest words, without article: beside the end of a line."""
        name = (self.en if lang == "en" else "") or self.said or self.pt
        return name[:1].upper() + name[1:]

    def within(self, lang: str, after: After = "") -> str:
        """As it stands in a sentence: «o Algarve», «no Algarve», «do Algarve», «ao Algarve»; «in the Algarve»."""
        if lang == "en":
            parts = (_EN[after], "the" if self.the else "", self.en or self.said or self.pt)
        else:
            joined = _JOINED[after][self.article] if after else self.article
            parts = (joined, "", self.said or self.pt)
        return " ".join(part for part in parts if part)

    def opening(self, lang: str, after: After = "") -> str:
        """`within`, as a sentence begins."""
        said = self.within(lang, after)
        return said[:1].upper() + said[1:]


def of_group(group: str) -> Name:
    """A CIM, AM or RA: comunidade, área, região are all feminine."""
    return Name(group, "a", the=True)
