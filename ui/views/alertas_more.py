"""Below the open alerts: what happened before, the rules, who is told of what, and the history as a file."""

from collections.abc import Sequence
from datetime import datetime

from core.alerts.kind import REGISTRY
from core.alerts.log import Event
from core.alerts.routes import EVERYONE, Routing
from core.alerts.rules import Rule
from core.alerts.store import Act
from core.base import cells
from core.base.errors import AlertError
from core.strategy import present
from core.terms.formats import moment
from show.texts import t
from show.tree import Node, h
from ui.data.context import Context
from ui.views.alertas_rows import SHOWN, badge, seen, sentence

_FIELDS = ("rules", "kinds", "severities", "indicators", "domains", "regions", "bodies")


def history(events: Sequence[Event], said: Sequence[Act], names: dict[str, str], lang: str) -> Node:
    """States and what was said of them, the newest first."""
    lines: list[tuple[datetime, Node]] = [(e.at, _event(e, names, lang)) for e in events]
    lines += [(a.at, _act(a, names, lang)) for a in said]
    rows = [node for _, node in sorted(lines, key=lambda x: x[0])][::-1]
    return _folded(
        t("alerts.history", lang, n=min(len(rows), SHOWN), of=len(rows)),
        t("alerts.history_of", lang),
        [t(f"alerts.col.{c}", lang) for c in ("at", "state", "what", "seen")],
        rows[:SHOWN],
    )


def _event(e: Event, names: dict[str, str], lang: str) -> Node:
    what = h("th", {"scope": "row"}, names.get(e.rule, e.rule), h("div", {"class": "enti-fine"}, sentence(e, lang)))
    cells_ = [h("td", {}, moment(e.at, lang)), h("td", {}, badge(e.state, lang)), what, h("td", {}, *seen(e, lang))]
    return h("tr", {}, *cells_)


def _act(a: Act, names: dict[str, str], lang: str) -> Node:
    """Who said it, of what, until when and why; an escalation is said by no one."""
    rule, _, about = a.target.partition(":")
    if a.kind == "escalate":
        word: list[Node] = [t("alerts.went", lang, whom=a.note, step=a.said_by)]
    else:
        until = [t("alerts.until", lang, until=moment(a.until, lang)), ". "] if a.until else []
        word = [a.said_by, h("div", {"class": "enti-fine"}, *until, h("span", {"lang": "pt"}, a.note))]
    return h(
        "tr",
        {"data-act": a.kind},
        h("td", {}, moment(a.at, lang)),
        h("td", {}, badge(f"said.{a.kind}", lang)),
        h("th", {"scope": "row"}, names.get(rule, rule), h("div", {"class": "enti-fine"}, about)),
        h("td", {}, *word),
    )


def rules(known: Sequence[Rule], lang: str) -> Node:
    """The rules, each with why it is there."""
    rows = [
        h(
            "tr",
            {},
            h("td", {}, badge(r.severity, lang)),
            h("th", {"scope": "row"}, r.title.get(lang), h("div", {"class": "enti-fine"}, r.id)),
            h(
                "td",
                {},
                _kind(r.kind, lang),
                h("div", {"class": "enti-fine"}, "" if r.enabled else t("alerts.disabled", lang)),
            ),
            h("td", {}, r.reason.get(lang)),
        )
        for r in known
    ]
    head = [t(f"alerts.col.{c}", lang) for c in ("severity", "rule", "kind", "why")]
    return _folded(t("alerts.rules", lang, n=len(known)), t("alerts.rules_of", lang), head, rows)


def _folded(summary: str, caption: str, head: Sequence[str], rows: Sequence[Node]) -> Node:
    return h(
        "details",
        {"class": "enti-card"},
        h("summary", {}, summary),
        h(
            "div",
            {"class": "enti-scroll"},
            h(
                "table",
                {"class": "enti-wide"},
                h("caption", {"class": "enti-hidden"}, caption),
                h("thead", {}, h("tr", {}, *[h("th", {"scope": "col"}, c) for c in head])),
                h("tbody", {}, *rows),
            ),
        ),
    )


def _kind(name: str, lang: str) -> str:
    """What a kind of rule is called; of one that was refused there is only the id."""
    kind = REGISTRY.all.get(name)
    return kind.name.get(lang) if kind else name


def routes(context: Context, known: Routing | AlertError, rules: Sequence[Rule]) -> Node:
    """Who is told of what, and who next; or why that cannot be read."""
    lang = context.lang
    if isinstance(known, AlertError):
        lines: list[Node] = [h("p", {"lang": "pt"}, known.public)]
    else:
        called = {r.id: r.name.get(lang) for r in known.recipients} | {EVERYONE: t("alerts.everyone", lang)}
        words = _words(context, rules)
        items = [t("alerts.route", lang, whom=_joined(r.to, called), what=_asked(r, words, lang)) for r in known.routes]
        items += [
            t("alerts.escalates", lang, n=x.after_hours, whom=_joined(x.to, called), what=_asked(x, words, lang))
            for x in known.escalation
        ]
        rest = t("alerts.routes_rest" if known.routes else "alerts.routes_all", lang)
        lines = [h("p", {}, rest), h("ul", {}, *[h("li", {}, i) for i in items]) if items else None]
    return h("details", {"class": "enti-card"}, h("summary", {}, t("alerts.routes", lang)), *lines)


def _joined(ids: Sequence[str], called: dict[str, str]) -> str:
    return ", ".join(called.get(i, i) for i in ids)


def _words(context: Context, rules: Sequence[Rule]) -> dict[str, dict[str, str]]:
    """How each thing that a route may name is called, by field and id."""
    lang, now = context.lang, present.load()
    return {
        "rules": {r.id: r.title.get(lang) for r in rules},
        "kinds": {k: _kind(k, lang) for k in REGISTRY.all},
        "severities": {s: t(f"alerts.{s}", lang) for s in ("info", "aviso", "critico")},
        "indicators": {i.id: i.name.get(lang) for i in context.catalogue.shown},
        "domains": {d.slug: d.name for d in context.catalogue.domains},
        "regions": {r.id: r.name for r in now.regions},
        "bodies": {b.id: b.called(lang) for b in now.bodies},
    }


def _asked(route: object, words: dict[str, dict[str, str]], lang: str) -> str:
    """What a route takes, in words: «regiões da EAT: Norte; gravidade: Aviso, Crítico»."""
    parts = [
        f"{t(f'alerts.by.{field}', lang)}: {_joined(ids, words[field])}"
        for field in _FIELDS
        if (ids := getattr(route, field, ()))
    ]
    return "; ".join(parts) or t("alerts.route_any", lang)


def csv(events: Sequence[Event], said: Sequence[Act]) -> bytes:
    """All events and all that was said of them, oldest first, exact and in UTC."""
    columns = (
        "momento_utc",
        "alerta",
        "regra",
        "gravidade",
        "estado",
        "frase",
        "valor",
        "tratado_por",
        "nota",
        "ate_utc",
    )
    rows = [
        [
            e.at.isoformat(),
            e.alert,
            e.rule,
            e.severity,
            e.state,
            e.sentence[0],
            e.value,
            e.ack.said_by if e.ack else None,
            e.ack.note if e.ack else None,
            None,
        ]
        for e in events
    ]
    rows += [
        [
            a.at.isoformat(),
            a.target,
            a.target.partition(":")[0],
            None,
            a.kind,
            None,
            None,
            a.said_by,
            a.note,
            a.until.isoformat() if a.until else None,
        ]
        for a in said
    ]
    return cells.written(columns, sorted(rows, key=lambda r: str(r[0])), cells.PLAIN)
