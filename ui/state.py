"""What the reader has chosen: in the address, remembered across pages, and the only widget keys of the app.

The address wins when it changed; then what the session remembers; then the default. Values that do not
exist are replaced by the default, with a notice, never with a traceback.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

import streamlit as st

from ui.texts import t

# Short names in the address, one per shared choice.
LANG: Final = "lang"
INDICATOR: Final = "indicador"
SERIES: Final = "serie"
PERIOD: Final = "periodo"
LEVEL: Final = "nivel"
NUTS: Final = "nuts"
PLACE: Final = "territorio"
DOMAIN: Final = "dominio"
METHOD: Final = "metodo"
CLASSES: Final = "classes"
BREAKS: Final = "quebras"
PLACES: Final = "lugares"
INDICATORS: Final = "indicadores"
MODE: Final = "modo"
OTHER: Final = "com"
SHARED: Final = (LANG, INDICATOR, NUTS, PLACE)  # these follow the reader from page to page

_MEMORY: Final = "enti_choices"
_SEEN: Final = "enti_address"


def _memory() -> dict[str, str]:
    return st.session_state.setdefault(_MEMORY, {})  # type: ignore[no-any-return]


def _seen() -> dict[str, str | None]:
    return st.session_state.setdefault(_SEEN, {})  # type: ignore[no-any-return]


def language() -> str:
    """`pt` unless the address or the reader says `en`."""
    asked = st.query_params.get(LANG) or _memory().get(LANG) or "pt"
    lang = "en" if asked == "en" else "pt"
    remember(LANG, lang, default="pt")
    return lang


def remember(name: str, value: str, *, default: str | None = None) -> None:
    """Keep a choice, and write it into the address unless it is the default."""
    _memory()[name] = value
    if value == default:
        if name in st.query_params:
            del st.query_params[name]
    elif st.query_params.get(name) != value:
        st.query_params[name] = value
    _seen()[name] = st.query_params.get(name)


def say_unknown(asked: str, shown: str, lang: str) -> None:
    """Say that the address asked for what does not exist.

    Streamlit reads notices as Markdown, where an address made by others could bring in pictures and links:
    what cannot be an id of ours is not repeated.
    """
    repeated = asked if re.fullmatch(r"[\w/:-]{1,60}", asked) else "…"
    st.info(t("notice.unknown", lang, asked=repeated, shown=shown), icon=":material/info:")


def asked(name: str) -> str | None:
    """What the address asks for, or else what the session remembers; nothing is checked yet."""
    return st.query_params.get(name) or _memory().get(name)


def is_new(name: str) -> bool:
    """Whether the address asks for something else than when this session last looked."""
    wanted = st.query_params.get(name)
    return wanted is not None and wanted != _seen().get(name)


def current(name: str, options: Sequence[str], default: str, *, lang: str, show: Callable[[str], str] = str) -> str:
    """The value of a choice among `options`, after the rule at the top of this module."""
    asked = st.query_params.get(name)
    widget = f"w_{name}"
    changed = asked is not None and asked != _seen().get(name)
    if changed and asked not in options:
        say_unknown(str(asked), show(default), lang)
    value = default
    if changed:
        value = asked if asked is not None and asked in options else default
    elif st.session_state.get(widget) in options:
        value = str(st.session_state[widget])
    elif _memory().get(name) in options:
        value = _memory()[name]
    if st.session_state.get(widget) != value:
        st.session_state[widget] = value
    remember(name, value, default=default)
    return value


def choose(
    name: str, options: Sequence[str], default: str, *, lang: str, label: str, show: Callable[[str], str] = str,
    form: str = "select",
) -> str:  # fmt: skip
    """A control for a choice; returns the chosen value. `form`: select, or segments for a handful of options."""
    current(name, options, default, lang=lang, show=show)
    key = f"w_{name}"
    if form == "segments" and len(options) <= 8:
        chosen: Any = st.segmented_control(label, options, key=key, format_func=show, required=True)
    else:
        chosen = st.selectbox(label, options, key=key, format_func=show)
    value = chosen if chosen in options else default
    remember(name, value, default=default)
    return value


def choose_many(
    name: str, options: Sequence[str], default: Sequence[str], *, lang: str, label: str, show: Callable[[str], str] = str,
    limit: int = 10,
) -> list[str]:  # fmt: skip
    """A control for several choices, in the address separated by commas. What does not exist is said and left out."""
    key, text = f"w_{name}", st.query_params.get(name)
    known = set(options)
    if is_new(name) and text is not None:
        wanted = [w for w in text.split(",") if w]
        if strange := [w for w in wanted if w not in known]:
            say_unknown(strange[0], t("notice.the_rest", lang), lang)
        st.session_state[key] = [w for w in dict.fromkeys(wanted) if w in known][:limit] or list(default)
    elif key in st.session_state:
        st.session_state[key] = [w for w in st.session_state[key] if w in known][:limit]
    else:
        kept = [w for w in _memory().get(name, "").split(",") if w in known]
        st.session_state[key] = kept or list(default)
    chosen = st.multiselect(label, options, key=key, format_func=show, max_selections=limit)
    remember(name, ",".join(chosen), default=",".join(default))
    return list(chosen)


def write(name: str, *, label: str, placeholder: str = "") -> str:
    """A line of text for a choice that is not a list; returns what stands there, at most 200 letters."""
    key, asked = f"w_{name}", st.query_params.get(name)
    if asked is not None and asked != _seen().get(name):
        st.session_state[key] = asked[:200]
    elif key not in st.session_state:
        st.session_state[key] = _memory().get(name, "")
    value = str(st.text_input(label, key=key, placeholder=placeholder, max_chars=200))
    remember(name, value, default="")
    return value


def select(name: str, value: str | None, *, default: str | None = None) -> None:
    """Set a choice from outside its control (a click on the map); the control shows it on the next run."""
    st.session_state.pop(f"w_{name}", None)
    if value is None:
        _memory().pop(name, None)
        if name in st.query_params:
            del st.query_params[name]
        _seen()[name] = None
    else:
        remember(name, value, default=default)


def shared_params() -> dict[str, str]:
    """The choices that a link to another page takes along."""
    memory = _memory()
    return {k: memory[k] for k in SHARED if k in memory and not (k == LANG and memory[k] == "pt")}


def address(page: str, **choices: str | None) -> str:
    """A link to a page of ours with the shared choices and these."""
    from urllib.parse import urlencode

    params = shared_params() | {k: v for k, v in choices.items() if v is not None}
    return f"{page}?{urlencode(params)}" if params else page


def follow(link: str | None, pages: dict[str, str]) -> None:
    """Go where a clicked link leads, inside the running session."""
    if not link:
        return
    parts = urlsplit(link)
    target = pages.get(parts.path.strip("./"))
    if target is not None:
        for name, value in parse_qsl(parts.query):
            _memory()[name] = value
            st.session_state.pop(f"w_{name}", None)
        st.switch_page(target, query_params=dict(parse_qsl(parts.query)))
