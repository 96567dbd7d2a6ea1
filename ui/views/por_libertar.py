"""What waits to be published: what a new build would change of what everybody reads, who looked at it, and its release;
and going back to an earlier one.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import streamlit as st

from core.base.paths import builds_dir, made_at
from core.base.typed import Text
from core.catalogue.indicator import Indicator
from core.people import builds
from core.people.model import About, Actor
from core.people.permissions import permitted
from core.terms.formats import moment, number
from core.terms.territory import COUNTRY
from core.warehouse import compare, waiting
from core.warehouse.compare import Weight
from core.warehouse.store import kept
from show.sentences import said_name
from show.texts import t
from show.tree import Node, h
from ui.data import load
from ui.data.context import Context
from ui.frame.routes import SECTIONS, Page
from ui.kit import dom, draft, person, wide

_SHOWN: Final = 100


def body(context: Context) -> None:
    """Question and answer for everybody; what it would change, and the acts, for who may."""
    lang, me, there = context.lang, person.actor(), waiting.build()
    may = {act: permitted(me, act, About()) is not None for act in ("versao_ver", "versao_libertar", "versao_recuar")}
    dom.draw(_head(there, any(may.values()), lang), key="release-head", lang=lang)
    draft.notice(lang)
    if there is not None and may["versao_ver"]:
        _waiting(context, me, there, lang)
    if may["versao_recuar"]:
        _back(lang)


def _head(there: Path | None, may: bool, lang: str) -> Node:
    if not may:
        answer = t("release.not_yours", lang)
    elif there is None:
        answer = t("release.nothing", lang)
    else:
        answer = t("release.one", lang, when=_when(there, lang))
    return h(
        "div",
        {},
        h("p", {"class": "enti-crumbs"}, SECTIONS["people"].get(lang)),
        h("h1", {}, t("release.title", lang)),
        h("p", {"class": "enti-answer"}, answer),
    )


def _when(build: Path, lang: str) -> str:
    at = made_at(build)
    return moment(at, lang) if at else build.stem


def _waiting(context: Context, me: Actor, there: Path, lang: str) -> None:
    now = load.store().path
    weight, found = load.once(
        context.store,
        ("waiting", there.name, now.name),
        lambda: (compare.weigh(now, there), compare.compare(now, there)),
    )
    dom.draw(_change(context, weight, found, lang), key="release-change", lang=lang)
    seen = [w for w in builds.words(there.stem) if w.what == "visto"]
    said = [h("li", {}, t("release.seen_by", lang, by=w.by, when=moment(w.at, lang), note=w.note)) for w in seen]
    tree = h("ul", {"class": "enti-lines"}, *said) if said else h("p", {}, t("release.unseen", lang))
    dom.draw(h("div", {}, h("h2", {}, t("release.eyes", lang)), tree), key="release-eyes", lang=lang)
    with st.form(f"release_look_{there.stem}_{len(seen)}"):
        note = st.text_input(t("release.note", lang), key=f"release_note_{len(seen)}", max_chars=500)
        if st.form_submit_button(t("release.look", lang)):
            draft.act(lambda: builds.looked(person.actor(), there.stem, note), lang)
    if permitted(me, "versao_libertar", About()) and st.button(t("release.release", lang), key="release_release"):
        draft.act(lambda: builds.release(person.actor(), there.stem), lang)


def _change(context: Context, weight: Weight, found: Sequence[dict[str, Any]], lang: str) -> Node:
    ours = [c for c in found if c["territory_id"] == COUNTRY and c["kind"] != "new"]
    rest = [c for c in found if c["territory_id"] != COUNTRY and c["kind"] != "new"]
    new = sum(c["kind"] == "new" for c in found)
    counts = t(
        "release.counts",
        lang,
        changed=weight.changed,
        values=number(weight.values, 0, lang),
        country=weight.country,
        new=number(new, 0, lang),
    )
    return h(
        "div",
        {},
        h("p", {}, counts),
        _table(context, t("release.country", lang), ours, lang) if ours else None,
        _table(context, t("release.rest", lang), rest, lang) if rest else None,
    )


def _table(context: Context, caption: str, found: Sequence[dict[str, Any]], lang: str) -> Node:
    head = [h("th", {"scope": "col"}, t(f"release.col.{c}", lang)) for c in ("what", "where", "period")]
    head += [h("th", {"scope": "col", "class": "num"}, t(f"release.col.{c}", lang)) for c in ("before", "after")]
    rows = [_row(context, c, lang) for c in found[:_SHOWN]]
    more = len(found) - len(rows)
    under = h("p", {"class": "enti-fine"}, t("revision.more", lang, n=more)) if more else None
    return h("div", {}, wide.table(caption, head, rows), under)


def _row(context: Context, change: dict[str, Any], lang: str) -> Node:
    item = context.catalogue[change["indicator_id"]]
    decimals = item.decimals_for(change["series"])
    unit = item.unit_for(change["series"], lang)
    # A denominator has no name of a part: only what is shown does.
    name = said_name(item, change["series"], lang) if isinstance(item, Indicator) else item.name.get(lang)

    def said(value: float | None) -> str:
        return t("revision.gone", lang) if value is None else f"{number(value, decimals, lang)} {unit}"

    return h(
        "tr",
        {},
        h("th", {"scope": "row"}, name),
        h("td", {}, str(change["territory"] or change["territory_id"])),
        h("td", {}, str(change["period"])),
        h("td", {"class": "num"}, said(change["before"])),
        h("td", {"class": "num"}, said(change["after"])),
    )


def _back(lang: str) -> None:
    now = load.store().path
    others = {b.stem: b for b in kept(builds_dir()) if b != now}
    heading = h("h2", {}, t("release.back_title", lang))
    dom.draw(h("div", {}, heading, h("p", {}, t("release.now", lang, when=_when(now, lang)))), key="back", lang=lang)
    if not others:
        return
    with st.form(f"release_back_{now.stem}"):
        chosen = st.selectbox(
            t("release.which", lang),
            list(others),
            key="release_back_which",
            format_func=lambda n: f"{_when(others[n], lang)} ({n[-12:]})",
            placeholder="",
        )
        why = st.text_input(t("release.why", lang), key="release_back_why", max_chars=500)
        sent = st.form_submit_button(t("release.back", lang))
    if sent and chosen:
        draft.act(lambda: builds.back(person.actor(), str(chosen), why), lang)


PAGE = Page(
    id="por_libertar",
    section="people",
    order=2,
    name=Text(pt="Por publicar", en="To be published"),
    also=Text(pt="libertar, comparar versões, recuar", en="release, compare builds, go back"),
    description=Text(
        pt="Que versão espera ser publicada, e que muda ela?", en="Which build waits to be published, and what changes?"
    ),
    body=body,
)
