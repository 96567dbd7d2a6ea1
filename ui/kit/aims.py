"""Targets as documents state them: what they say, where, and whether they judge. Shared by the pages that show them."""

from collections.abc import Iterable

from core.catalogue.model import GoalSpec
from core.judgement.judge import Card
from core.strategy import evidence
from core.strategy.evidence import Public
from core.strategy.evidence_model import DocumentTarget
from core.terms.period import parse
from show import goals, verdicts
from show.texts import t
from show.tree import Node, h
from ui.kit import proof


def lines(found: Iterable[DocumentTarget], lang: str) -> Node:
    """A line per row: value, year and use; the document with its address; why; what must be known of it."""
    seen: set[str] = set()
    items = []
    for x in found:
        again = x.same_target is not None and x.same_target in seen
        seen |= {x.same_target} if x.same_target else set()
        items.append(_line(x, lang, again=again))
    return h("ul", {"class": "enti-lines"}, *items)


def _line(x: DocumentTarget, lang: str, *, again: bool) -> Node:
    act = ", ".join(filter(None, (x.legal_act, x.place)))
    one = f" ({t('goals.one', lang)})" if again else ""
    return h(
        "li",
        {"data-use": x.use},
        h("strong", {}, _value(x, lang)),
        " ",
        h("span", {"class": "enti-tag"}, t(f"goals.use.{x.use}", lang)),
        f"{one} {x.why.get(lang)}",
        h(
            "div",
            {"class": "enti-fine"},
            h("a", {"href": x.address}, x.document.get(lang)),
            " · ",
            h("span", {"lang": "pt"}, " · ".join(filter(None, (act, proof.host(x.address))))),
        ),
        proof.says(x.says, x.note, lang),
    )


def _value(x: DocumentTarget, lang: str) -> str:
    """«−55 % face a 2005, 2030»; that the figure was not read, where it was not; the document, where it has none."""
    return ", ".join(filter(None, (goals.wanted(x, lang), goals.when(x, lang)))) + "."


def brief(card: Card, lang: str) -> list[Node]:
    """What stands as a target beside a card, in a line each: the agreed one and how it stands, those to be confirmed,
    and the references that measure something else, each with why it does not judge. Those whose figure was not read
    are left to the page that has them all.
    """
    lines: list[Node] = []
    if said := verdicts.aim_said(card, lang):
        why = t(f"reason.{card.aim.reason}", lang) if card.aim and card.aim.reason else ""
        lines.append(_brief(t("card.target", lang), said, why))
    public, seen = evidence.load(), set[tuple[object, ...]]()
    for x in public.targets_of(card.item.id):
        key = (x.use, x.value, x.year)
        if x.use in ("to_confirm", "reference") and x.value is not None and key not in seen:
            seen.add(key)
            said = f"{_value(x, lang).rstrip('.')}; {x.document.get(lang)}"
            lines.append(_brief(t(f"goals.use.{x.use}", lang), said, x.why.get(lang)))
    for g in only_here((g for g in card.item.targets if g.use == "context"), card.item.id, public):
        said = f"{g.name.get(lang)}: {goals.amount(g.value, g.unit.get(lang) if g.unit else '', lang)}"
        lines.append(_brief(t("goals.use.reference", lang), f"{said}, {g.year}", g.why.get(lang) if g.why else ""))
    return lines


def _brief(what: str, said: str, why: str) -> Node:
    reason = f" {why[:1].upper()}{why[1:].rstrip('.')}." if why else ""
    return h("p", {"class": "enti-fine"}, h("strong", {}, f"{what[:1].upper()}{what[1:]}: "), f"{said}.{reason}")


def only_here(found: Iterable[GoalSpec], indicator_id: str, public: Public) -> list[GoalSpec]:
    """Of some goals of the catalogue, those that no document row tells of, so that none stands twice on a page."""
    told = {(x.value, parse(x.year).end.year) for x in public.targets_of(indicator_id) if x.year}
    return [g for g in found if (g.value, g.year) not in told]


def said(public: Public, lang: str) -> str:
    """How many rows there are, how many judge, and why the others do not."""
    same = [x for x in public.targets if x.measures == "same"]
    judges = [x for x in same if x.use == "judges"]
    return t(
        "goals.answer",
        lang,
        n=len(public.targets),
        same=len(same),
        judges=len(judges),
        distinct=len({x.same_target or x.address for x in judges}),
        waits=sum(x.use == "to_confirm" for x in same),
        observed=sum(x.use == "observed" for x in same),
        rest=len(public.targets) - len(same),
    )
