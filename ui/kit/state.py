"""What the reader has chosen: in the address, and remembered across pages.

The address wins when it changed; then what the session remembers; then the default. Values that do not
exist are replaced by the default, with a notice, never with a traceback.
"""

import re
from collections.abc import Callable, Collection, Sequence
from typing import Final
from urllib.parse import parse_qsl, urlsplit

import streamlit as st

from core.base.addresses import house
from show import links
from show.texts import t

# Short names in the address, one per shared choice.
LANG: Final = links.LANG
INDICATOR: Final = links.INDICATOR
SERIES: Final = links.SERIES
PERIOD: Final = links.PERIOD
LEVEL: Final = links.LEVEL
NUTS: Final = links.NUTS
PLACE: Final = links.PLACE
DOMAIN: Final = "dominio"
METHOD: Final = "metodo"
CLASSES: Final = "classes"
BREAKS: Final = "quebras"
PLACES: Final = "lugares"
INDICATORS: Final = "indicadores"
MODE: Final = "modo"
OTHER: Final = "com"
ROW: Final = "linha"  # the indicator that is sought among the rows of the state of the data
REQUEST: Final = "pedido"  # the request that a letter leads to (core.people.wording)
THEME: Final = "tema"
BUILD: Final = links.BUILD
SHARED: Final = (LANG, THEME, INDICATOR, NUTS, PLACE, BUILD)  # these follow the reader from page to page
DEFAULTS: Final = {LANG: "pt", THEME: "claro"}
THEMES: Final = ("claro", "escuro", "parede")

_MEMORY: Final = "enti_choices"
_SEEN: Final = "enti_address"
_VIEW: Final = "enti_view"


def _memory() -> dict[str, str]:
    return st.session_state.setdefault(_MEMORY, {})  # type: ignore[no-any-return]


def _seen() -> dict[str, str | None]:
    return st.session_state.setdefault(_SEEN, {})  # type: ignore[no-any-return]


def _view() -> dict[str, str]:
    return st.session_state.setdefault(_VIEW, {})  # type: ignore[no-any-return]


def begin() -> None:
    """A page begins to be drawn: what it depends on is noted from here on."""
    st.session_state[_VIEW] = {}


def permalink(page: str, build: str) -> str:
    """The address of what has been drawn since `begin`: every choice, those at their default too, and the build."""
    memory = _memory()
    always = {name: memory.get(name, default) for name, default in DEFAULTS.items()}
    return links.permalink(page, always | _view(), build)


def language() -> str:
    """`pt` unless the address or the reader says `en`."""
    return _among(LANG, ("pt", "en"))


def theme() -> str:
    """`claro` unless the address or the reader says `escuro` or `parede` (dark and large, for a wall)."""
    return _among(THEME, THEMES)


def who_asks() -> str:
    """The address of the reader, as they are counted (core.base.addresses)."""
    return house(str(st.context.ip_address or ""))


def _among(name: str, options: Sequence[str]) -> str:
    wanted = st.query_params.get(name) if is_new(name) else asked(name)
    value = wanted if wanted is not None and wanted in options else DEFAULTS[name]
    remember(name, value, default=DEFAULTS[name])
    return value


def remember(name: str, value: str, *, default: str | None = None) -> None:
    """Keep a choice, and write it into the address unless it is the default."""
    _memory()[name] = _view()[name] = value
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
    """Whether the address says something else than when this session last looked: a link, or a step back."""
    return st.query_params.get(name) != _seen().get(name)


def pointed(name: str, options: Collection[str]) -> str | None:
    """Which of `options` the address points at, and nothing is said of one that is none of them."""
    wanted = st.query_params.get(name)
    return wanted if wanted in options else None


def untaken(name: str) -> bool:
    """Whether the address asks for something under this name that nothing on the page took up."""
    return st.query_params.get(name) is not None and is_new(name)


def current(name: str, options: Sequence[str], default: str, *, lang: str, show: Callable[[str], str] = str) -> str:
    """The value of a choice among `options`, after the rule at the top of this module."""
    wanted, value = st.query_params.get(name), default
    if is_new(name):
        if wanted is not None and wanted not in options:
            say_unknown(wanted, show(default), lang)
        value = wanted if wanted is not None and wanted in options else default
    elif _memory().get(name) in options:
        value = _memory()[name]
    remember(name, value, default=default)
    return value


def current_many(name: str, options: Sequence[str], default: Sequence[str], *, lang: str, limit: int) -> list[str]:
    """Some of `options`, at most `limit`; in the address separated by commas. What does not exist is said and left
    out.
    """
    known = set(options)
    text = st.query_params.get(name) if is_new(name) else _memory().get(name)
    wanted = [w for w in dict.fromkeys((text or "").split(",")) if w]
    if is_new(name) and (strange := [w for w in wanted if w not in known]):
        say_unknown(strange[0], t("notice.the_rest", lang), lang)
    chosen = [w for w in wanted if w in known][:limit] or list(default)
    remember(name, ",".join(chosen), default=",".join(default))
    return chosen


def select(name: str, value: str | None, *, default: str | None = None) -> None:
    """Set a choice that the reader has just made; every control shows it on the next run."""
    if value is None:
        _memory().pop(name, None)
        _view().pop(name, None)
        if name in st.query_params:
            del st.query_params[name]
        _seen()[name] = None
    else:
        remember(name, value, default=default)


def choose_place(place: str) -> None:
    """A click on a map chooses a place; a second one on it, none."""
    select(PLACE, None if asked(PLACE) == place else place)


def shared_params() -> dict[str, str]:
    """The choices that a link to another page takes along."""
    memory = _memory()
    return {k: memory[k] for k in SHARED if k in memory and memory[k] != DEFAULTS.get(k)}


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
        params = shared_params() | dict(parse_qsl(parts.query))
        _seen().clear()  # what the new address does not say, the session still remembers
        _seen().update(params)
        st.switch_page(target, query_params=params)
