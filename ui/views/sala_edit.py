"""A playlist edited in a table: chosen by names, each cell checked, and looked at on the wall before it is in force."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st
from pydantic import ValidationError

from core.base.errors import EntiError, FeedError, RoomError
from core.base.typed import faults
from core.people import room as acts
from core.room import feeds, rows
from core.room import playlists as room
from core.room.playlists import Playlist, Room, Spec
from core.room.rows import Known, RowsRefused
from core.room.scenes import facts
from core.terms.territory import DRAWN, VERSION, VERSIONS
from show.texts import t
from show.tree import h
from ui.data.context import Context
from ui.kit import dom, gate, inset
from ui.wall.previews import PREVIEWS

# column -> key of a line (core.room.rows)
COLUMNS: Final = {
    "ordem": "order",
    "cena": "scene",
    "segundos": "seconds",
    "ecra": "screen",
    "indicador": "indicator",
    "serie": "series",
    "dominio": "domain",
    "territorio": "territory",
    "nivel": "level",
    "plataforma": "feed",
    "nuts": "version",
}
_NAMES: Final = {field: column for column, field in COLUMNS.items()}
_PREVIEW: Final = "enti_room_preview"
Do = Callable[[str, Callable[[], object], str], None]


def known(context: Context) -> Known:
    """What lines may refer to today."""
    try:
        there = list(feeds.load())
    except FeedError:  # the wall says what is wrong with it: no reason to refuse the other lines
        return Known(context.catalogue, context.territories)
    return Known(context.catalogue, context.territories, there)


def table_of(listed: Playlist) -> pd.DataFrame:
    """The scenes of a playlist as people edit them, a row each; columns: COLUMNS."""
    made = pd.DataFrame(
        [{c: line[f] for c, f in COLUMNS.items()} for line in rows.typed(listed)], columns=list(COLUMNS)
    )
    return made.astype({"ordem": "Int64", "segundos": "Int64", "ecra": "Int64"})


def scenes_of(typed: Sequence[Mapping[str, Any]], screens: int, there: Known) -> tuple[Spec, ...]:
    """What was edited as scenes, all or none (core.room.rows.checked)."""
    lines = [{f: None if pd.isna(row.get(c)) else row[c] for c, f in COLUMNS.items()} for row in typed]
    return rows.checked(lines, screens, there)


def draw(context: Context, there: Room, listed: Playlist, do: Do) -> None:
    """The form of a playlist, and below it what its scenes would show."""
    lang = context.lang
    with st.form(f"room_edit_{listed.id}_{there.stamp}"):
        pt = st.text_input(t("room.name_pt", lang), listed.name.pt, key=f"room_pt_{listed.id}")
        en = st.text_input(t("room.name_en", lang), listed.name.en, key=f"room_en_{listed.id}")
        count = st.number_input(t("room.screens", lang), 1, 12, listed.screens, key=f"room_screens_{listed.id}")
        typed = st.data_editor(
            table_of(listed),
            column_config=_columns(context, listed),
            num_rows="dynamic",
            hide_index=True,
            width="stretch",
            placeholder="",
            key=f"room_rows_{listed.id}_{there.stamp}",
        )
        st.caption(t("room.edit_help", lang))
        by = gate.signed("room_edit_by", lang, "sala_listas")
        with st.container(horizontal=True):
            look = st.form_submit_button(t("room.look", lang))
            sent = st.form_submit_button(t("room.save", lang))
    lines = typed.to_dict(orient="records")

    def scenes() -> tuple[Spec, ...]:
        return scenes_of(lines, int(count), known(context))

    if sent:
        do(lang, lambda: save(there, listed.id, pt, en, int(count), scenes(), by), "room.saved")
    elif look:
        _keep(lambda: made(listed.id, pt, en, int(count), scenes()), lang)
    _preview(context, listed)


def _keep(make: Callable[[], Playlist], lang: str) -> None:
    """Keep what was typed as a preview; nothing is put in force."""
    st.session_state.pop(_PREVIEW, None)
    if not gate.is_open("sala_listas"):
        st.error(t("gate.again", lang), icon=":material/lock:")
        return
    try:
        seen = make()
    except RowsRefused as error:
        refused(error, lang)
    except EntiError as error:
        gate.refused(error, lang)
    else:
        gate.acted()
        st.session_state[_PREVIEW] = (seen, PREVIEWS.keep(seen.name, seen.scenes))


def _preview(context: Context, listed: Playlist) -> None:
    """The wall itself, small, with one scene of what was typed; and the way to it as large as it is."""
    lang = context.lang
    seen, token = st.session_state.get(_PREVIEW, (None, ""))
    if seen is None or seen.id != listed.id:
        return
    called = names_of(context)
    names = [_scene_name(spec, n, called) for n, spec in enumerate(seen.scenes, 1)]
    n = st.selectbox(
        t("room.look_at", lang), range(len(names)), key=f"room_look_{token}", format_func=lambda i: names[i]
    )
    to = inset.wall(420, t("room.looked_at", lang, name=names[n]), previa=token, cena=n)
    dom.draw(
        h("p", {"class": "enti-fine"}, h("a", {"href": to}, t("room.look_whole", lang))), key="room-look", lang=lang
    )


def _scene_name(spec: Spec, n: int, called: Mapping[str, Mapping[str, str]]) -> str:
    """«2. Um indicador, com mapa: Mortalidade infantil»."""
    asked = {c: getattr(spec, COLUMNS[c]) for c in ("indicador", "dominio", "territorio", "plataforma")}
    about = [called[c].get(given, given) for c, given in asked.items() if given]
    return f"{n}. {': '.join([called['cena'].get(spec.scene, spec.scene), *about])}"


def refused(error: RowsRefused, lang: str) -> None:
    """Every cell that cannot stand, with its line, its column, what is wrong and what to do; nothing was kept."""
    at = 1 if lang == "en" else 0
    head = [h("th", {"scope": "col"}, t(f"room.refused.{c}", lang)) for c in ("row", "column", "what", "cure")]
    lines = [
        h(
            "tr",
            {"data-cell": f"{c.row}/{_NAMES[c.field]}"},
            h("td", {"class": "num"}, str(c.row)),
            h("td", {}, t(f"room.edit.{_NAMES[c.field]}", lang)),
            h("td", {}, c.what[at]),
            h("td", {}, c.cure[at]),
        )
        for c in error.cells
    ]
    said = t("room.refused", lang, n=len(error.cells))
    table = h(
        "table",
        {"class": "enti-wide"},
        h("caption", {}, said),
        h("thead", {}, h("tr", {}, *head)),
        h("tbody", {}, *lines),
    )
    dom.draw(
        h("div", {"class": "enti-card enti-alert enti-scroll", "role": "alert"}, table), key="room-refused", lang=lang
    )


def made(id_: str, pt: str, en: str, count: int, scenes: Sequence[Spec]) -> Playlist:
    """A playlist; RoomError naming what does not hold."""
    given = {"id": id_, "name": {"pt": pt, "en": en}, "screens": count, "scenes": [s.model_dump() for s in scenes]}
    try:
        return Playlist.model_validate(given)
    except ValidationError as error:
        said = list(_wrong(id_, pt and en, count, scenes))
        raise RoomError(
            f"A lista não serve: {faults(error, given)}.",
            cure="corrigir e repetir; nada foi guardado.",
            page=(_joined(said, "pt"), _joined(said, "en")),
        ) from error


def _wrong(id_: str, named: str, count: int, scenes: Sequence[Spec]) -> Iterator[str]:
    """What is wrong with a playlist as a whole."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", id_):
        yield "id"
    if not named:
        yield "name"
    if not scenes:
        yield "empty"
    elif not all(any(s.screen in (None, n) for s in scenes) for n in range(1, count + 1)):
        yield "screens"


def _joined(said: Sequence[str], lang: str) -> str:
    return " ".join(t(f"room.wrong.{key}", lang) for key in said)


def save(there: Room, id_: str, pt: str, en: str, count: int, scenes: Sequence[Spec], by: str) -> None:
    """Put a playlist in force beside the others that were in force when the operator came."""
    all_of_them = dict(there.playlists) | {id_: made(id_, pt, en, count, scenes)}
    acts.save(gate.actor(by), room.written(all_of_them.values()), there.stamp)
    st.session_state.pop(_PREVIEW, None)


def _columns(context: Context, listed: Playlist) -> dict[str, Any]:
    """The columns of the table: what has a name is chosen by it. What the list has and is gone stays to be seen."""
    lang = context.lang
    words = {c: t(f"room.edit.{c}", lang) for c in COLUMNS}
    names = names_of(context)
    for column in names:
        for spec in listed.scenes:
            if given := getattr(spec, COLUMNS[column]):
                names[column].setdefault(given, t("room.no_more", lang, id=given))

    def chosen(column: str, **more: Any) -> Any:
        return st.column_config.SelectboxColumn(
            words[column],
            options=list(names[column]),
            format_func=lambda v: names[column].get(str(v), str(v)),
            width="large" if column == "indicador" else "medium",
            **more,
        )

    def number(column: str, least: int, most: int | None, **more: Any) -> Any:
        return st.column_config.NumberColumn(
            words[column], min_value=least, max_value=most, step=1, width="small", **more
        )

    return {
        "ordem": number("ordem", 0, None),
        "cena": chosen("cena"),
        "segundos": number("segundos", 2, 600, default=25),
        "ecra": number("ecra", 1, 12),
        **{c: chosen(c) for c in ("indicador", "serie", "dominio", "territorio", "nivel", "plataforma")},
        "nuts": st.column_config.SelectboxColumn(
            words["nuts"], options=list(VERSIONS[::-1]), default=VERSION, width="small"
        ),
    }


def names_of(context: Context) -> dict[str, dict[str, str]]:
    """By column: how people call each thing that it may hold, by id."""
    lang, there = context.lang, context.catalogue
    series: dict[str, set[str]] = {}
    for item in there.shown:
        for s in item.series:
            series.setdefault(s.id, set()).add(s.name.get(lang))
    try:
        platforms = {f.id: f.name.get(lang) for f in feeds.load().values()}
    except FeedError:
        platforms = {}
    places = context.territories.by_id.values()
    return {
        "cena": {id_: scene.name.get(lang) for id_, scene in facts().items()},
        "indicador": {i.id: i.name.get(lang) for i in sorted(there.shown, key=lambda i: i.name.get(lang))},
        "serie": {id_: names.pop() if len(names) == 1 else id_ for id_, names in sorted(series.items())},
        "dominio": {d.name: d.en if lang == "en" else d.name for d in there.domains},
        "territorio": {
            p.id: f"{p.name}, {t(f'level.{p.level}', lang)}{f' {p.version}' if p.version else ''}"
            for p in sorted(places, key=lambda p: (p.level == "municipio", p.level, p.name))
            if p.level in ("pais", "nuts1", "nuts2", "nuts3", "municipio")
        },
        "nivel": {level: t(f"level.{level}", lang) for level in DRAWN},
        "plataforma": platforms,
    }
