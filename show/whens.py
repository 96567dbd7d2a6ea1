"""What the calendar makes of actions, in the same words on every surface (core.strategy.standing.WHENS)."""

from collections.abc import Sequence

from core.strategy.standing import WHENS, Standing, Tally
from show.texts import t


def word(s: Standing, lang: str) -> str:
    """«fora de prazo, sem notícia», «atrasada», «vence em 90 dias», «por vencer», «concluída»."""
    return t(f"when.{s.when}", lang)


def counts(found: Tally, lang: str, of: Sequence[str] = WHENS) -> str:
    """«21 fora de prazo sem notícia, 15 vencem em 90 dias, 11 por vencer»: only what there is, in the order of WHENS;
    that there is none where nothing is left.
    """
    parts = [t(f"whens.{w}", lang, n=n) for w in WHENS if w in of and (n := found.whens[w])]
    return ", ".join(parts) or t("whens.none", lang)
