"""The choices of a page in one row, drawn by the browser's own selects and radios: one message, no library behind them.

A `Bar` answers each choice at once (address, then memory, then default: ui.kit.state) and is drawn when all are known,
because what one offers may depend on another.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

import streamlit as st

from show.texts import t
from ui.kit import state
from ui.kit.dom import component
from ui.web import assets

Show = Callable[[str], str]
_FEW: Final = 12
FORMS: Final = ("select", "segments", "many", "text")


class Bar:
    """Controls in the order of `order`, or in that in which they were asked for. `key`: unique on the page."""

    def __init__(self, key: str, lang: str) -> None:
        self.key, self.lang = key, lang
        self._controls: dict[str, dict[str, Any]] = {}
        self._defaults: dict[str, str] = {}

    def choose(
        self,
        name: str,
        options: Sequence[str],
        default: str,
        *,
        label: str,
        show: Show = str,
        groups: dict[str, str] | None = None,
        form: str = "select",
        more: bool = False,
    ) -> str:
        """One of `options`. `groups`: heading under which a select lists an option. `more`: behind the «more»
        button.
        """
        value = state.current(name, options, default, lang=self.lang, show=show)
        offered = [[o, show(o), *([groups[o]] if groups else [])] for o in options]
        self._add(name, label, form, value, default, more=more, **_listed(offered))
        return value

    def choose_many(
        self,
        name: str,
        options: Sequence[str],
        default: Sequence[str],
        *,
        label: str,
        show: Show = str,
        limit: int = 10,
    ) -> list[str]:
        """Some of `options`, in the reader's order. What the address asks for and does not exist is said and left
        out.
        """
        chosen = state.current_many(name, options, default, lang=self.lang, limit=limit)
        self._add(
            name,
            label,
            "many",
            ",".join(chosen),
            ",".join(default),
            **_listed([[o, show(o)] for o in options]),
            limit=limit,
            words={"add": t("control.add", self.lang), "remove": t("control.remove", self.lang)},
        )
        return chosen

    def write(self, name: str, *, label: str, placeholder: str = "", more: bool = False) -> str:
        """A line of text, at most 200 letters."""
        value = (state.asked(name) or "")[:200]
        state.remember(name, value, default="")
        self._add(name, label, "text", value, "", more=more, placeholder=placeholder)
        return value

    def draw(self, order: Sequence[str] = (), *, more: str = "") -> None:
        """Show the row. `more`: what the button says behind which the others stand."""
        names = [*[n for n in order if n in self._controls], *[n for n in self._controls if n not in order]]
        component("mountControls")(
            key=self.key,
            data={"controls": [self._controls[n] for n in names], "more": more, "css": assets.style_url()},
            on_choice_change=self._heard,
        )

    def _add(self, name: str, label: str, form: str, value: str, default: str, **rest: Any) -> None:
        self._controls[name] = {"name": name, "label": label, "form": form, "value": value} | rest
        self._defaults[name] = default

    def _heard(self) -> None:
        """A choice came: kept before the page runs. Only what was offered counts; ui.kit.state checks the value
        itself.
        """
        name, _, value = str(st.session_state[self.key]["choice"] or "").partition("=")
        if name in self._defaults:
            state.select(name, value, default=self._defaults[name])


def _listed(options: list[list[str]]) -> dict[str, Any]:
    """Options as they are, or, when they are many, the address of the file that has them."""
    return {"options": options} if len(options) <= _FEW else {"file": assets.publish_options(options)}
