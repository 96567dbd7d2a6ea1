"""Independent readings of the actions, beside the owner's word and the public evidence: three voices, never mixed."""

from core.base.typed import Text
from core.strategy import evidence
from core.strategy.heard import Voiced
from core.strategy.standing import Standing
from show.texts import t
from show.tree import Node, h
from ui.data import judged as steer
from ui.data.context import Context
from ui.frame.routes import SECTIONS, Page, nav
from ui.kit import dom, heard, marks, proof, state, wide
from ui.kit.choices import number


def body(context: Context) -> None:
    """The answer, and each action that was read, with what the others say of it."""
    lang, v = context.lang, steer.voices(context)
    plan = steer.actions(context)
    read = [s for s in plan if s.action.id in v.readings]
    table = None
    if read:
        head = heard.columns(*((t(f"readings.col.{c}", lang), False) for c in ("action", "word", "public", "read")))
        rows = [_row(s, v.readings[s.action.id], lang) for s in read]
        table = wide.table(t("readings.table", lang), head, rows)
    rest = len(plan) - len(read)
    tree = h(
        "div",
        {"class": "enti-page"},
        heard.head(context, SECTIONS["heard"].get(lang), "leituras", t("readings.title", lang)),
        table,
        h("p", {"class": "enti-fine"}, t("readings.rest", lang, n=rest)) if read and rest else None,
        h("p", {"class": "enti-fine"}, t("readings.scale", lang)),
    )
    nav(dom.draw(tree, key="readings", lang=lang))


def _row(s: Standing, voices: tuple[Voiced, ...], lang: str) -> Node:
    name = h(
        "a",
        {"href": state.address("execucao", acao=s.action.id), "data-nav": "1"},
        f"{number(s.action.id)} {s.action.text}",
    )
    public = evidence.load()
    pages = len(public.of(s.action.id))
    return h(
        "tr",
        {"data-action": s.action.id},
        h("th", {"scope": "row", "lang": "pt"}, name),
        h("td", {}, *marks.acted(s, lang)),
        h(
            "td",
            {},
            proof.mark(public.best(s.action.id), lang),
            h("div", {"class": "enti-fine"}, t("readings.pages", lang, n=pages)),
        ),
        h("td", {}, *(heard.reading(v, lang) for v in voices)),
    )


PAGE = Page(
    id="leituras",
    section="heard",
    order=2,
    name=Text(pt="Leituras independentes", en="Independent readings"),
    also=Text(pt="terceira voz, avaliação independente, OGP", en="third voice, independent assessment, OGP"),
    description=Text(
        pt="Que dizem os leitores independentes das ações?", en="What do independent readers say of the actions?"
    ),
    body=body,
)
