"""What the reports say of requests, decisions and money."""

from collections import Counter
from collections.abc import Iterator, Mapping

from core.strategy import asking, evidence
from core.strategy import money as moneys
from core.strategy.acts_model import MONEY_KINDS
from core.strategy.decisions import Followed, called
from core.strategy.money import Opened
from core.terms.formats import day
from core.terms.period import label
from reports.context import Sources
from reports.model import Block, Heading, Table, Text
from show.sentences import euros, money_said
from show.texts import t


def requests(s: Sources) -> Iterator[Block]:
    """What was asked of bodies, and what came of it, with its days."""
    yield Heading(2, "O que se pediu")
    if not s.requests:
        yield Text("Não há pedidos registados: não pedimos nada a ninguém, além do que cada carga pede às fontes.")
        return
    names = {i.id: i.name.pt for i in s.catalogue.shown}
    rows = tuple(
        (
            r.whom,
            ", ".join(_subject(i, names) for i in r.about),
            day(r.asked_on),
            day(r.due),
            asking.STATES[r.state(s.until)] + (f", em {day(r.answered_on)}" if r.answered_on else ""),
        )
        for r in s.requests
    )
    yield Table(
        "Pedidos a entidades, e o que veio",
        ("A quem", "Sobre", "Pedido em", "Prazo", "Como está"),
        rows,
        (1.4, 4, 1, 1, 1.8),
    )


def _subject(about: str, names: Mapping[str, str]) -> str:
    """«ação 2.1», or the name of an indicator; its id, where the catalogue has it no more."""
    if about.startswith("acao_"):
        return f"ação {about.removeprefix('acao_').replace('_', '.')}"
    return names.get(about, about)


def decisions(s: Sources) -> Iterator[Block]:
    """The decisions on record, the open ones first."""
    yield Heading(2, t("decisions.title", "pt"))
    if not s.decisions:
        yield Text(t("decisions.none", "pt"))
        return
    n = Counter(f.decision.state for f in s.decisions)
    counts = {"open": n["aberta"], "done": n["cumprida"], "revoked": n["revogada"]}
    past = sum(f.past for f in s.decisions)
    said = t("decisions.count", "pt", n=len(s.decisions), **counts)
    yield Text(said + (f" Com o prazo passado: {past}." if past else ""), "lead")
    yield Table(
        "Decisões, as abertas primeiro",
        tuple(t(f"decisions.col.{c}", "pt") for c in ("text", "body", "owner", "due", "state")),
        tuple(_decision(s, f) for f in s.decisions),
        (4, 1.2, 1.2, 1, 1.8),
    )


def _decision(s: Sources, f: Followed) -> tuple[str, ...]:
    d = f.decision
    state = t("decisions.past", "pt") if f.past else t(f"decisions.state.{d.state}", "pt")
    state += f" {t('decisions.done', 'pt', date=day(d.done_on))}" if d.done_on else ""
    state += f"; {t('exec.no_evidence', 'pt')}" if f.no_evidence else ""
    return (
        d.text + (f" ({d.note})" if d.note else ""),
        f"{called(d.body, s.strategy, d.held_on)}, {day(d.held_on)}",
        called(d.owner, s.strategy, s.until),
        day(d.due) if d.due else t("decisions.no_due", "pt"),
        state + (f". {d.evidence}" if d.evidence else ""),
    )


def money(s: Sources) -> Iterator[Block]:
    """Sums by kind, over all actions, by initiative and by domain; each line; calls; what public pages say, apart."""
    yield Heading(1, t("money.title", "pt"))
    yield Text(money_said(s.money, s.strategy, "pt"), "lead")
    yield Text(t("money.never", "pt"), "fine")
    if s.money:
        yield from _sums(s)
        heads = ("action", "kind", "amount", "fund", "as_of", "source")
        rows = tuple(
            (
                x.money.action.removeprefix("acao_").replace("_", "."),
                t(f"money.kind.{x.money.kind}", "pt"),
                euros(x.money.amount_eur, "pt"),
                x.money.fund,
                day(x.money.as_of),
                f"{x.money.source}{f' ({x.money.evidence})' if x.money.evidence else ''}. {x.event.said_by}",
            )
            for x in s.money
        )
        columns = tuple(t(f"money.col.{c}", "pt") for c in heads)
        yield Table(t("money.lines", "pt", n=len(rows)), columns, rows, (0.7, 1.2, 1.5, 1, 1, 4), frozenset({2}))
    yield Heading(2, t("calls.title", "pt"))
    live = [o for o in s.calls if o.when != "closed"]
    if live:
        yield Table(
            t("calls.title", "pt"),
            ("Aviso", "Fundo", "Quando", "Ações"),
            tuple(_call(o) for o in live),
            (4, 1, 1.6, 1),
        )
    else:
        yield Text(t("calls.none", "pt"))
    yield from _public(s)


def _sums(s: Sources) -> Iterator[Block]:
    """A table for all and by initiative, and one by domain, whose rows overlap."""
    plan = s.strategy
    of_initiative = [(f"{i.number}. {i.name}", {a.id for a in plan.actions_of(i.id)}) for i in plan.initiatives]
    of_domain = list(moneys.by_domain(plan, s.links, s.catalogue).items())
    whole = [(t("money.all", "pt"), s.strategy.ids("actions"))]
    kinds = tuple(t(f"money.kind.{k}", "pt") for k in MONEY_KINDS)
    for what, groups in (("Iniciativa", [*whole, *of_initiative]), ("Domínio", of_domain)):
        found = [(name, moneys.sums(s.money, ids)) for name, ids in groups]
        rows = tuple(
            (name, *(euros(x[k].amount_eur, "pt") if k in x else "–" for k in MONEY_KINDS)) for name, x in found if x
        )
        if rows:
            caption = f"Somas por espécie, por {what.lower()}"
            yield Table(caption, (what, *kinds), rows, (3, 1.3, 1.3, 1.3, 1.3), frozenset({1, 2, 3, 4}))
    yield Text(
        "O domínio de uma ação é o dos indicadores a que ligamos a sua iniciativa, leitura nossa: uma ação pode ser de"
        " vários, ou de nenhum, e as linhas da tabela por domínio não se somam.",
        "fine",
    )


def _call(o: Opened) -> tuple[str, ...]:
    c = o.call
    mine = ", ".join(a.removeprefix("acao_").replace("_", ".") for a in c.actions) or "–"
    when = t(f"calls.{o.when}", "pt", opens=day(c.opens), closes=day(c.closes))
    return f"{c.title} ({c.evidence})", c.fund, when, mine


def _public(s: Sources) -> Iterator[Block]:
    """What pages say of the money of actions, with their addresses."""
    found = moneys.public(evidence.load(), s.strategy)
    rows = tuple(
        (
            a.removeprefix("acao_").replace("_", "."),
            f"{e.title.pt}: {e.fact.pt}",
            label(e.dated) if e.dated else t("public.undated", "pt"),
            f"{e.publisher}. {e.address}",
        )
        for a, mine in found.items()
        for e in mine
    )
    if rows:
        caption = t("money.public", "pt", n=len(found))
        yield Table(caption, ("Ação", "O que diz a página", "Data", "De quem"), rows, (0.6, 4, 0.9, 3))
