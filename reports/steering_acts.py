"""What the reports say of requests, decisions and money."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from core.strategy import money as moneys
from core.strategy.acts_model import MONEY_KINDS
from core.strategy.decisions import Followed, called
from core.strategy.money import Opened
from core.terms.formats import day
from core.terms.period import label
from reports.context import Sources
from reports.model import Block, Heading, Table, Text
from reports.own import own
from show.sentences import euros, money_said
from show.texts import t

_RECOMMENDATION: Final = "recomendacao_"


def requests(s: Sources) -> Iterator[Block]:
    """What was asked of bodies, and what came of it, with its days."""
    lang = s.lang
    yield Heading(2, t("printed.requests", lang))
    if not s.requests:
        yield Text(t("printed.requests.none", lang))
        return
    names = {i.id: i.name.get(lang) for i in s.catalogue.shown}
    rows = tuple(
        (
            r.whom,
            ", ".join(_subject(i, names, lang) for i in r.about),
            day(r.asked_on, lang),
            day(r.due, lang),
            t(f"printed.request.{r.state(s.until)}", lang)
            + (t("printed.answered", lang, day=day(r.answered_on, lang)) if r.answered_on else ""),
        )
        for r in s.requests
    )
    heads = ("whom", "about", "asked_on", "due", "state")
    columns = tuple(t(f"printed.col.{c}", lang) for c in heads)
    yield Table(t("printed.requests.table", lang), columns, rows, (1.4, 4, 1, 1, 1.8))


def number_of(action_id: str) -> str:
    """«2.1» of acao_2_1."""
    return action_id.removeprefix("acao_").replace("_", ".")


def _subject(about: str, names: Mapping[str, str], lang: str) -> str:
    """«ação 2.1», or the name of an indicator; its id, where the catalogue has it no more."""
    if about.startswith("acao_"):
        return t("printed.action", lang, n=number_of(about))
    if about.startswith(_RECOMMENDATION):
        return t("printed.recommendation", lang, n=about.removeprefix(_RECOMMENDATION))
    return names.get(about, about)


def decisions(s: Sources) -> Iterator[Block]:
    """The decisions on record, the open ones first."""
    lang = s.lang
    yield Heading(2, t("decisions.title", lang))
    if not s.decisions:
        yield Text(t("decisions.none", lang))
        return
    n = Counter(f.decision.state for f in s.decisions)
    past = sum(f.past for f in s.decisions)
    said = t("decisions.count", lang, n=len(s.decisions), open=n["aberta"], done=n["cumprida"], revoked=n["revogada"])
    yield Text(said + (f" {t('decisions.past_due', lang, n=past)}" if past else ""), "lead")
    yield Table(
        t("decisions.table", lang),
        tuple(t(f"decisions.col.{c}", lang) for c in ("text", "body", "owner", "due", "state")),
        tuple(_decision(s, f) for f in s.decisions),
        (4, 1.2, 1.2, 1, 1.8),
    )


def _decision(s: Sources, f: Followed) -> tuple[str, ...]:
    d, lang = f.decision, s.lang
    state = t("decisions.past", lang) if f.past else t(f"decisions.state.{d.state}", lang)
    state += f" {t('decisions.done', lang, date=day(d.done_on, lang))}" if d.done_on else ""
    state += f"; {t('exec.no_evidence', lang)}" if f.no_evidence else ""
    return (
        own(d.text + (f" ({d.note})" if d.note else ""), lang),
        f"{called(d.body, s.strategy, d.held_on, lang)}, {day(d.held_on, lang)}",
        called(d.owner, s.strategy, s.until, lang),
        day(d.due, lang) if d.due else t("decisions.no_due", lang),
        state + (f". {d.evidence}" if d.evidence else ""),
    )


def money(s: Sources) -> Iterator[Block]:
    """Sums by kind, over all actions, by initiative and by domain; each line; calls; what public pages say, apart."""
    lang = s.lang
    yield Heading(1, t("money.title", lang))
    yield Text(money_said(s.money, s.strategy, lang), "lead")
    yield Text(t("money.never", lang), "fine")
    if s.money:
        yield from _sums(s)
        heads = ("action", "kind", "amount", "fund", "as_of", "source")
        rows = tuple(
            (
                number_of(x.money.action),
                t(f"money.kind.{x.money.kind}", lang),
                euros(x.money.amount_eur, lang),
                x.money.fund,
                day(x.money.as_of, lang),
                f"{own(x.money.source, lang)}{f' ({x.money.evidence})' if x.money.evidence else ''}. {x.event.said_by}",
            )
            for x in s.money
        )
        columns = tuple(t(f"money.col.{c}", lang) for c in heads)
        yield Table(t("money.lines", lang, n=len(rows)), columns, rows, (0.7, 1.2, 1.5, 1, 1, 4), frozenset({2}))
    yield Heading(2, t("calls.title", lang))
    live = [o for o in s.calls if o.when != "closed"]
    if live:
        of_calls = ("printed.col.call", "printed.col.fund", "printed.col.when", "review.col.actions")
        columns = tuple(t(c, lang) for c in of_calls)
        yield Table(t("printed.calls", lang), columns, tuple(_call(o, lang) for o in live), (4, 1, 1.6, 1))
    else:
        yield Text(t("calls.none", lang))
    yield from _public(s)


def _sums(s: Sources) -> Iterator[Block]:
    """A table for all and by initiative, and one by domain, whose rows overlap."""
    plan, lang = s.strategy, s.lang
    of_initiative = [
        (f"{i.number}. {own(i.name, lang)}", {a.id for a in plan.actions_of(i.id)}) for i in plan.initiatives
    ]
    headings = {d.name: d.name if lang == "pt" else d.en for d in s.catalogue.domains}
    of_domain = [(headings[n], ids) for n, ids in moneys.by_domain(plan, s.links, s.catalogue).items()]
    whole = [(t("money.all", lang), s.strategy.ids("actions"))]
    kinds = tuple(t(f"money.kind.{k}", lang) for k in MONEY_KINDS)
    for what, groups in (("initiative", [*whole, *of_initiative]), ("domain", of_domain)):
        found = [(name, moneys.sums(s.money, ids)) for name, ids in groups]
        rows = tuple(
            (name, *(euros(x[k].amount_eur, lang) if k in x else "–" for k in MONEY_KINDS)) for name, x in found if x
        )
        if rows:
            first = t("printed.col.initiative" if what == "initiative" else "review.col.domain", lang)
            caption = t(f"printed.sums.{what}", lang)
            yield Table(caption, (first, *kinds), rows, (3, 1.3, 1.3, 1.3, 1.3), frozenset({1, 2, 3, 4}))
    yield Text(t("printed.sums.note", lang), "fine")


def _call(o: Opened, lang: str) -> tuple[str, ...]:
    c = o.call
    mine = ", ".join(number_of(a) for a in c.actions) or "–"
    when = t(f"calls.{o.when}", lang, opens=day(c.opens, lang), closes=day(c.closes, lang))
    return f"{own(c.title, lang)} ({c.evidence})", c.fund, when, mine


def _public(s: Sources) -> Iterator[Block]:
    """What pages say of the money of actions, with their addresses."""
    lang, found = s.lang, moneys.public(s.public, s.strategy)
    rows = tuple(
        (
            number_of(a),
            f"{e.title.get(lang)}: {e.fact.get(lang)}",
            label(e.dated, lang) if e.dated else t("public.undated", lang),
            f"{own(e.publisher, lang)}. {e.address}",
        )
        for a, mine in found.items()
        for e in mine
    )
    if rows:
        heads = ("money.col.action", "review.col.page", "review.col.date", "review.col.from")
        columns = tuple(t(h, lang) for h in heads)
        yield Table(t("money.public", lang, n=len(found)), columns, rows, (0.6, 4, 0.9, 3))
