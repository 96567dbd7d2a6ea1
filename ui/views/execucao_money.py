"""The money of the plan by kind, the calls for applications, and what public pages say of funding, apart."""

from collections.abc import Sequence
from datetime import date

from core.strategy import evidence, money
from core.strategy.acts_model import MONEY_KINDS
from core.strategy.money import Line, Opened, Sum
from core.strategy.strategy import Strategy
from core.terms.formats import day
from show.sentences import counted, euros, money_said
from show.texts import t
from show.tree import Node, h
from ui.data import judged as steer
from ui.data.context import Context
from ui.kit import proof


def section(context: Context, whole: Strategy) -> Node:
    """How many actions have no known sum; sums by kind, by initiative, line by line; calls; public pages."""
    lang, some = context.lang, steer.money(context)
    return h(
        "section",
        {"class": "enti-card"},
        h("h2", {}, t("money.title", lang)),
        h("p", {}, money_said(some, whole, lang)),
        h("p", {"class": "enti-fine"}, t("money.never", lang)),
        _sums(some, whole, lang) if some else None,
        _lines(some, lang) if some else None,
        _calls(steer.calls(context), context.today, lang),
        _public(whole, lang),
    )


def _table(caption: str, heads: Sequence[str], rows: Sequence[Node]) -> Node:
    head = h("tr", {}, *[h("th", {"scope": "col"}, x) for x in heads])
    table = h("table", {}, h("caption", {}, caption), h("thead", {}, head), h("tbody", {}, *rows))
    return h("div", {"class": "enti-scroll"}, table)


def _sums(some: Sequence[Line], whole: Strategy, lang: str) -> Node:
    """A row for all actions and one for each initiative with a known sum; a column per kind."""
    groups = [(t("money.all", lang), {a.id for a in whole.actions})]
    groups += [(f"{i.number}. {i.name}", {a.id for a in whole.actions_of(i.id)}) for i in whole.initiatives]
    rows = []
    for name, ids in groups:
        found = money.sums(some, ids)
        cells = [h("td", {"class": "num"}, *_sum(found.get(kind), lang)) for kind in MONEY_KINDS]
        if found:
            rows.append(h("tr", {}, h("th", {"scope": "row", "lang": "pt"}, name), *cells))
    heads = [t("exec.by.initiative", lang), *[t(f"money.kind.{k}", lang) for k in MONEY_KINDS]]
    return _table(t("money.sums", lang), heads, rows)


def _sum(found: Sum | None, lang: str) -> list[Node]:
    """Euros, with how many actions and of when; a dash is no zero: nobody wrote a sum."""
    if found is None:
        return ["–"]
    key = "money.of_day" if found.first == found.last else "money.of_days"
    said = t(key, lang, n=found.actions, first=day(found.first, lang), last=day(found.last, lang))
    return [euros(found.amount_eur, lang), h("div", {"class": "enti-fine"}, said)]


def _lines(some: Sequence[Line], lang: str) -> Node:
    heads = [t(f"money.col.{c}", lang) for c in ("action", "kind", "amount", "fund", "as_of", "source")]
    rows = [_line(x, lang) for x in some]
    table = _table(t("money.lines", lang, n=len(rows)), heads, rows)
    return h("details", {}, h("summary", {}, t("money.lines", lang, n=len(rows))), table)


def _line(line: Line, lang: str) -> Node:
    m = line.money
    by = f"{line.event.said_by}, {day(line.event.said_at.date(), lang)}"
    source: Node = h("a", {"href": m.evidence}, m.source) if m.evidence else m.source
    return h(
        "tr",
        {"data-money": line.id},
        h("th", {"scope": "row"}, m.action.removeprefix("acao_").replace("_", ".")),
        h("td", {}, t(f"money.kind.{m.kind}", lang)),
        h("td", {"class": "num"}, euros(m.amount_eur, lang)),
        h("td", {}, m.fund),
        h("td", {}, day(m.as_of, lang)),
        h("td", {}, h("span", {"lang": "pt"}, source), h("div", {"class": "enti-fine"}, by)),
    )


def _calls(some: Sequence[Opened], today: date, lang: str) -> Node:
    live = [o for o in some if o.when != "closed"]
    if not live:
        return h("p", {}, t("calls.none", lang))
    rows = [h("li", {"data-call": o.id}, *_call(o, lang)) for o in live]
    return h("div", {}, h("h3", {}, t("calls.title", lang)), h("ul", {"class": "enti-lines"}, *rows))


def _call(o: Opened, lang: str) -> list[Node]:
    days = t(f"calls.{o.when}", lang, opens=day(o.call.opens, lang), closes=day(o.call.closes, lang))
    left = f" ({counted(o.days, lang)})" if o.when == "open" else ""
    mine = ", ".join(a.removeprefix("acao_").replace("_", ".") for a in o.call.actions)
    of = t("calls.actions", lang, actions=mine) if mine else ""
    link = h("a", {"href": o.call.evidence or "", "lang": "pt"}, o.call.title)
    return [link, h("div", {"class": "enti-fine"}, " · ".join(filter(None, (o.call.fund, f"{days}{left}", of))))]


def _public(whole: Strategy, lang: str) -> Node:
    """Pages on the funding of actions, each under its action: evidence with its address, and no line of the ledger."""
    found = money.public(evidence.load(), whole)
    said = t("money.public", lang, n=len(found))
    parts: list[Node] = []
    for action, rows in found.items():
        parts += [h("h3", {}, action.removeprefix("acao_").replace("_", ".")), proof.rows(rows, lang)]
    return h("details", {"class": "enti-apart"}, h("summary", {}, said), *parts)
