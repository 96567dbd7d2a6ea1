"""What may be said of a figure beside others, in words: one answer for page, map, wall and paper wherever a rank, a
colour or a comparison stands. What is said is of core.reading (Reading.cases, compared, position).
"""

from dataclasses import dataclass
from typing import Final, Literal

from core.catalogue.basis import Complete
from core.reading.model import Cases, Compared, Position
from core.reading.reading import Reading
from core.terms.formats import number
from core.terms.territory import COUNTRY
from show.cases import counts, mark, why
from show.sentences import value_or_gap
from show.texts import t
from show.tree import Node, h

Tone = Literal["good", "bad", ""]
_TONES: Final[dict[str, Tone]] = {"better": "good", "worse": "bad"}


@dataclass(frozen=True)
class Spoken:
    """The words of a reading. `figure`: the value with its unit, or, under the floor, the counts that it rests on («0
    óbitos, 41 nados-vivos»), and then `counted`; `mark`: the small-number mark, and `why` its reason (both empty where
    nothing has to be said); `compared`: how it stands beside the country, or why that is not said, and the `tone` that
    may colour it; `interval`, or why there is none; `rank` in the country, ties said, or why there is none (empty
    where there is nothing to rank).
    """

    figure: str
    counted: bool
    mark: str
    why: str
    compared: str
    tone: Tone
    interval: str
    rank: str

    def marked(self) -> Node:
        """The small-number mark, with its reason for who asks by pointing; nothing where there is none."""
        return h("abbr", {"class": "enti-small", "title": self.why}, self.mark) if self.mark else None


def spoken(found: Reading, lang: str) -> Spoken:
    """All of it for the moment of a reading; of one without a value only that."""
    now, own = found.now, found.cases
    if now is None or own is None:
        return Spoken("–", False, "", "", compared_said(found.compared, own, lang), "", "", "")
    counted = own.mark == "floor"
    figure = counts(own, lang) if counted else value_or_gap(now.value, found.item, found.series, lang)
    return Spoken(
        figure,
        counted,
        mark(own.basis, own.mark, lang),
        why(own, lang),
        compared_said(found.compared, own, lang),
        _TONES.get(found.compared.state or "", ""),
        _interval(found, own, lang),
        ranked(found.position, own, lang, found.where.self.level),
    )


def compared_said(found: Compared, own: Cases | None, lang: str) -> str:
    """«melhor do que o país», «semelhante ao Continente», or why nothing is said; empty for the country itself."""
    if found.state is None:
        return t(f"compared.why.{found.why}", lang) if found.why and found.why != "itself" else ""
    place = "country" if found.place == COUNTRY else "mainland"
    state = "equal" if found.state == "similar" and (own is None or own.interval is None) else found.state
    return t(f"compared.{state}.{place}", lang)


def ranked(found: Position | None, own: Cases | None, lang: str, level: str = "municipio") -> str:
    """«3.º de 144, ex aequo com 2», or why there is no rank; empty where there is nothing to rank among."""
    if found is None:
        unranked = own is not None and own.mark in ("floor", "unknown")
        return t("chance.not_ranked", lang, why=mark(own.basis, own.mark, lang)) if own and unranked else ""
    return rank(found, lang, level)


def rank(found: Position, lang: str, level: str = "municipio") -> str:
    """«3.º de 144», «3.ª de 26, ex aequo com 2»: it agrees with what is ranked."""
    said = t(f"rank.{level}", lang, rank=found.rank, of=number(found.of, 0, lang))
    return f"{said}, {t('rank.with', lang, n=found.tied)}" if found.tied else said


def _interval(found: Reading, own: Cases, lang: str) -> str:
    if isinstance(own.basis, Complete):
        return t("interval.complete", lang)
    if own.interval is None:
        return t("chance.unknown" if own.mark == "unknown" else "interval.too_few", lang)
    item, series = found.item, found.series
    low = number(own.interval.low, item.decimals_for(series), lang)
    high = value_or_gap(own.interval.high, item, series, lang)
    return t("interval.said", lang, low=low, high=high, method=t(f"interval.{own.interval.method}", lang))
