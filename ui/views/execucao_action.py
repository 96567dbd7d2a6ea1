"""One action, opened: the owner's word and the public evidence, apart, and what was not found."""

from collections.abc import Sequence
from datetime import date

from core.base.typed import Text
from core.strategy import asking
from core.strategy.evidence import WHOLE, Public
from core.strategy.evidence_model import Evidence
from core.strategy.heard import Voiced
from core.strategy.model import Initiative
from core.strategy.standing import Standing
from core.terms.formats import day
from core.warehouse.asked import Asked
from core.warehouse.requests import Request
from show.sentences import counted, owed
from show.texts import t
from show.tree import Node, h
from ui.kit import bodies, heard, marks, proof
from ui.views.execucao_board import ACTION, label_of


def panel(
    s: Standing,
    initiative: Initiative,
    public: Public,
    requests: Sequence[Request],
    voices: Sequence[Voiced],
    today: date,
    lang: str,
) -> Node:
    """Text in full, deadline, owner's word, public evidence, what was not found, and what independent readers say."""
    a = s.action
    facts = [
        (t("board.text_body", lang), h("span", {}, *bodies.who(a.responsible, today, lang))),
        (t("exec.col.deadline", lang), f"{a.deadline.text}, {counted(s.days, lang)}"),
        (t("exec.col.funding", lang), h("span", {"lang": "pt"}, a.funding.text)),
    ]
    close = h("a", {"href": "?", "data-set": f"{ACTION}="}, f"{t('board.close', lang)} ✕")
    return h(
        "section",
        {"class": "enti-card enti-open", "data-open": a.id},
        h(
            "p",
            {"class": "enti-crumbs enti-between"},
            h("span", {"lang": "pt"}, f"{initiative.number}. {initiative.name}"),
            close,
        ),
        h("h2", {"lang": "pt"}, f"{label_of(s)} {a.text}"),
        h("dl", {"class": "enti-terms"}, *[h("div", {}, h("dt", {}, k), h("dd", {}, v)) for k, v in facts]),
        _word(s, asking.of_action(s, requests, today), lang),
        _evidence(public, a.id, initiative, lang),
        _read(voices, lang),
    )


def _word(s: Standing, found: Asked, lang: str) -> Node:
    """What the owner said, with who and when; or that nobody did, and whether it was asked for."""
    event, said = s.event, s.said
    if event is None or said is None:
        lines: list[Node] = [
            h("p", {}, t("board.no_word", lang)),
            h("p", {"class": "enti-fine"}, owed(found, lang)),
            h("p", {"class": "enti-fine"}, t("board.unasked", lang)) if found.state == "not_asked" else None,
        ]
    else:
        state = t(f"exec.state.{said.state}", lang) + (f" ({said.percent} %)" if said.percent is not None else "")
        line = t("board.said", lang, state=state, by=event.said_by, date=day(event.said_at.date(), lang))
        link = h("a", {"href": said.evidence}, t("exec.evidence", lang)) if said.evidence else None
        lines = [h("p", {}, *marks.acted(s, lang), " ", line, " ", link)]
        lines += [h("p", {"class": "enti-fine", "lang": "pt"}, said.note)] if said.note else []
    return h("section", {"class": "enti-word", "data-word": s.state}, h("h3", {}, t("board.word", lang)), *lines)


def _evidence(public: Public, action_id: str, initiative: Initiative, lang: str) -> Node:
    found, moved = public.of(action_id), public.successions(action_id)
    direct = sum(e.strength == "direct" for e in found)
    how_many = (
        t("public.page", lang, direct=direct)
        if len(found) == 1
        else t("public.pages", lang, n=len(found), direct=direct)
    )
    none = t("public.only_succession" if moved else "public.none", lang)
    return h(
        "section",
        {"class": "enti-public", "data-best": public.best(action_id)},
        h(
            "h3",
            {},
            proof.bar(public.best(action_id)),
            t("public.title", lang),
            h("small", {}, how_many) if found else None,
        ),
        proof.rows(found, lang) if found else h("p", {}, none),
        _apart("public.succession", moved, lang),
        _apart("public.initiative", (*public.of(initiative.id), *public.successions(initiative.id)), lang),
    )


def _read(voices: Sequence[Voiced], lang: str) -> Node | None:
    """The third voice, where anybody read this action."""
    if not voices:
        return None
    said = [heard.reading(v, lang) for v in voices]
    return h("section", {"class": "enti-word"}, h("h3", {}, t("readings.col.read", lang)), *said)


def _apart(key: str, found: tuple[Evidence, ...], lang: str) -> Node:
    """Rows that are no evidence of the action, under their own heading."""
    return h("div", {"class": "enti-apart"}, h("h3", {}, t(key, lang)), proof.rows(found, lang)) if found else None


def closed(public: Public, lang: str) -> Node:
    """What stands there while no action is open: how to open one, what is on the whole strategy, what was not found."""
    missing = [_capital(n, lang) for n in public.about.not_found]
    return h(
        "section",
        {"class": "enti-card enti-open"},
        h("p", {}, t("board.open", lang)),
        h("h3", {}, t("public.not_found", lang)),
        h("ul", {"class": "enti-lines"}, *[h("li", {}, m) for m in missing]),
        _apart("public.whole", public.of(WHOLE), lang),
    )


def _capital(text: Text, lang: str) -> str:
    said = text.get(lang)
    return said[:1].upper() + said[1:]
