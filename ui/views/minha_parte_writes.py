"""The entries that a role may write, each by a form made from its model: chosen, filled in, looked at, and written."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

import pandas as pd
import streamlit as st

from core.people import writing
from core.people.model import Grant
from core.people.permissions import ALLOWED, VOICES
from core.strategy import execution, strategy
from core.strategy.acts_model import Withdrawable
from core.strategy.execution import Change, Event
from core.strategy.heard_model import ADOPTED, Adoption
from core.strategy.kinds import MODELS
from show.texts import t
from show.tree import h
from ui.data.context import Context
from ui.kit import dom, draft, fields, person

# Kinds with a form here, in the order in which they are offered; actions, projects and answers have their own.
OFFERED: Final = (
    *("desafio", "leitura", "parecer", "governo_local", "formacao", "proposta"),
    *("decisao", "reuniao", "pedido", "verba", "aviso"),
    *("materia", "convocatoria", "conselheiro", "seguimento", "adocao"),
)
_OWN: Final = ("adocao", "reuniao")  # who has one place or one region has a form of its own for these
_NEW: Final = "novo"
_TAKEN_BACK: Final = "Retirada por quem a tinha dito."  # where nobody says why; the record keeps it in Portuguese


def draw(context: Context, grant: Grant) -> None:
    """What this role may say: choose the kind, choose or begin the entry, fill it in."""
    lang = context.lang
    kinds = [k for k in OFFERED if _offered(k, grant)]
    head = h("div", {}, h("h2", {}, _heading(grant, lang)), h("p", {}, t("mine.writes_intro", lang)))
    dom.draw(head, key=f"mine-writes-{grant.role}-{grant.of}", lang=lang)
    tag = "_".join(filter(None, (grant.role, grant.of)))
    with st.container(horizontal=True):
        kind = st.selectbox(
            t("mine.write_what", lang),
            kinds,
            key=f"mine_kind_{tag}",
            format_func=lambda k: t(f"mine.kind.{k}", lang),
            placeholder="",
        )
        mine = _mine(kind, grant, context.today)
        entry = st.selectbox(
            t("mine.which_entry", lang),
            [_NEW, *mine],
            key=f"mine_entry_{tag}_{kind}",
            format_func=lambda i: t("mine.new_entry", lang) if i == _NEW else _titled(mine[i], lang),
            placeholder="",
        )
    there = mine.get(entry)
    key = f"mine_write_{tag}_{kind}_{entry}_{there.revision if there else 0}_{draft.turn()}"
    after = there.after if there else None
    values = draft.form(
        key,
        lang,
        lambda: fields.draw(
            kind,
            key,
            after,
            lang,
            context.today,
            fixed=_fixed(kind, grant),
            only=_only(kind, grant, context.today),
        ),
    )
    if values is not None and (gaps := fields.missing(kind, values, lang)):
        st.error(t("mine.gaps", lang, fields=", ".join(gaps)), icon=":material/error:")
    elif values is not None:
        id_ = entry if there else named(kind, values, _account(grant))
        draft.look(key, kind, [Change(kind, id_, values, there.revision if there else 0)], lang)
    draft.draw(key, lang)


def _offered(kind: str, grant: Grant) -> bool:
    if grant.role == "eata":
        return kind not in VOICES
    return grant.role in ALLOWED[kind] and kind not in _OWN


def _heading(grant: Grant, lang: str) -> str:
    return f"{t('mine.writes', lang)}: {person.whose(grant)}" if grant.of else t("mine.writes", lang)


def _mine(kind: str, grant: Grant, today: date) -> dict[str, Event]:
    """The entries of a kind that this role may write on, as they were last written."""
    return {
        i: e
        for i, e in draft.current(kind).items()
        if not (isinstance(e.after, Withdrawable) and e.after.withdrawn) and _its(kind, grant, e, today)
    }


def _its(kind: str, grant: Grant, event: Event, today: date) -> bool:
    if grant.role == "entidade" and (action := getattr(event.after, "action", None)):
        return grant.of in writing.owners(action, today)
    if kind == "leitura" and grant.role == "analista":
        return event.entry.endswith(f"_{_account(grant)}")
    fixed = _fixed(kind, grant)
    return all(getattr(event.after, f, None) == value for f, value in fixed.items() if f != "asked_by")


def _fixed(kind: str, grant: Grant) -> Mapping[str, Any]:
    """What the role itself says, and nobody types."""
    if kind == "pedido":
        return {"asked_by": "EATA"}
    if not grant.of:
        return {}
    return {f: grant.of for f in ("territory", "by", "body") if f in MODELS[kind].model_fields}


def _only(kind: str, grant: Grant, today: date) -> Mapping[str, Collection[str]]:
    """What a field may take of this role: of a body, the actions for which it answers."""
    if grant.role != "entidade" or "action" not in MODELS[kind].model_fields:
        return {}
    return {"action": {a.id for a in strategy.load().actions if grant.of in writing.owners(a.id, today)}}


def _account(grant: Grant) -> str:
    """Our number of the account, which ends the ids of what one analyst writes and no other may change."""
    return person.actor().account if grant.role == "analista" else ""


def named(kind: str, values: Mapping[str, Any], account: str = "") -> str:
    """The id of a new entry: what it is about, and the first number that nobody used."""
    about = next((str(values[f]) for f in ("territory", "action", "by", "body") if values.get(f)), "")
    stem = "_".join(filter(None, (kind, "".join(c if c.isalnum() else "_" for c in about.lower()))))[:50]
    used = {e.entry for e in (*execution.events(held=True), *execution.aside())}
    end = f"_{account}" if account else ""
    return next(name for n in range(1, len(used) + 2) if (name := f"{stem}_{n}{end}") not in used)


def _titled(event: Event, lang: str) -> str:
    for field in ("text", "title", "why", "organisation", "plan_title"):
        if said := getattr(event.after, field, None):
            return str(said)[:80]
    return event.entry


def adoption(context: Context, grant: Grant) -> None:
    """The recommendations in one table: how far the place adopts each, with the document; what changes is looked at."""
    lang, whole = context.lang, strategy.load()
    said = {a.recommendation: e for e in _adopted(grant.of) if isinstance(a := e.after, Adoption)}
    stands = sum(isinstance(e.after, Adoption) and not e.after.withdrawn for e in said.values())
    tree = h(
        "div",
        {},
        h("h2", {}, f"{t('mine.adopt', lang)}: {person.whose(grant)}"),
        h("p", {}, t("mine.adopt_count", lang, n=stands, of=len(whole.recommendations))),
    )
    dom.draw(tree, key=f"mine-adopt-{grant.of}", lang=lang)
    names = {t(f"mine.o.{d}", lang): d for d in ADOPTED}
    words = {d: name for name, d in names.items()}
    rows = [_adoption_row(f"{r.number}. {r.text}", said.get(r.id), words) for r in whole.recommendations]
    key = f"mine_adopt_{grant.of}_{sum(e.revision for e in said.values())}"
    with st.form(key):
        typed = st.data_editor(
            pd.DataFrame(rows, dtype="string"),
            column_config={
                "text": st.column_config.TextColumn(t("mine.f.recommendation", lang), disabled=True, width="large"),
                "degree": st.column_config.SelectboxColumn(t("mine.f.degree", lang), options=list(names)),
                "evidence": st.column_config.TextColumn(t("mine.f.evidence", lang)),
                "note": st.column_config.TextColumn(t("mine.f.note", lang)),
            },
            hide_index=True,
            width="stretch",
            placeholder="",
            key=f"{key}_rows",
        )
        sent = st.form_submit_button(t("mine.look", lang))
    if sent:
        changes = _adoption_changes(typed, rows, said, names, grant.of, context.today)
        if changes:
            draft.look(key, "adocao", changes, lang)
        else:
            st.info(t("mine.adopt_none", lang), icon=":material/info:")
    draft.draw(key, lang)


def _adopted(place: str) -> list[Event]:
    return [e for e in draft.current("adocao").values() if isinstance(e.after, Adoption) and e.after.territory == place]


def _adoption_row(text: str, event: Event | None, words: Mapping[str, str]) -> dict[str, str]:
    said = event.after if event and isinstance(event.after, Adoption) and not event.after.withdrawn else None
    if said is None:
        return {"text": text, "degree": "", "evidence": "", "note": ""}
    return {"text": text, "degree": words[said.degree], "evidence": said.evidence or "", "note": said.note or ""}


def _adoption_changes(
    typed: pd.DataFrame,
    rows: list[dict[str, str]],
    said: Mapping[str, Event],
    names: Mapping[str, str],
    place: str,
    today: date,
) -> list[Change]:
    """A change for each row that is not as it was; a row whose degree was taken away is taken back."""
    changes = []
    for recommendation, was, now in zip(strategy.load().recommendations, rows, typed.to_dict("records"), strict=True):
        cells = {str(k): "" if pd.isna(v) else str(v).strip() for k, v in now.items()}
        if all(cells[c] == was[c] for c in ("degree", "evidence", "note")):
            continue
        there = said.get(recommendation.id)
        values: dict[str, Any] = {"withdrawn": True, "note": cells["note"] or _TAKEN_BACK}
        if cells["degree"]:
            values = {"evidence": cells["evidence"] or None, "note": cells["note"] or None, "withdrawn": False}
            values |= {"degree": names[cells["degree"]], "said_on": today}
        new = {"territory": place, "recommendation": recommendation.id}
        entry = there.entry if there else f"adocao_{place.replace(':', '_').lower()}_{recommendation.number}"
        changes.append(Change("adocao", entry, (new if there is None else {}) | values, there.revision if there else 0))
    return changes
