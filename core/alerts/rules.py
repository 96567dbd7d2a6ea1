"""The rules of the alerts: alertas.yaml, typed and checked.

`load()` returns the rules in the order of the file; every mistake in it is an AlertError naming the rule and the
field. What a rule refers to (an indicator, a territory) is looked up when it is evaluated, so that one bad name stops
one rule only; so does a kind of rule whose declaration was refused. `routing()` is the same file's word on who is told
(core.alerts.routes); there a name that does not exist is an error, since nobody would see what it keeps away.
"""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union

from pydantic import Field, create_model, model_validator

from core.alerts.base import SEVERITIES, Rule, Unread
from core.alerts.kind import REGISTRY
from core.alerts.routes import Routing
from core.base.errors import AlertError
from core.base.nested import text_of
from core.base.paths import ALERTS
from core.base.typed import read
from core.catalogue.catalogue import Catalogue

__all__ = ["SEVERITIES", "Rule", "load", "parse"]


class _Rules(Routing):
    """The whole of alertas.yaml."""

    rules: tuple[Rule, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _once_each(self) -> "_Rules":
        ids = [r.id for r in self.rules]
        if twice := sorted({i for i in ids if ids.count(i) > 1}):
            raise ValueError(f"ids repetidos: {', '.join(twice)}")
        return self


@lru_cache(maxsize=4)
def _model(kinds: tuple[type[Rule], ...], refused: tuple[str, ...]) -> type[_Rules]:
    """The file with rules of these models, and of these kinds that cannot be read."""
    if refused:
        named: Any = Literal[refused]
        kinds = (*kinds, create_model("Unread", __base__=Unread, kind=(named, ...)))
    if not TYPE_CHECKING:  # mypy knows nothing of types that are made at run time
        any_rule = Union[kinds]  # noqa: UP007, of a tuple made at run time
        if len(kinds) > 1:  # of one alone there is nothing to tell apart
            any_rule = Annotated[any_rule, Field(discriminator="kind")]
        return create_model("Rules", __base__=_Rules, rules=(tuple[any_rule, ...], Field(min_length=1)))
    return _Rules


def parse(text: str, *, name: str = "alertas.yaml") -> tuple[Rule, ...]:
    """Rules from YAML text; AlertError listing every broken one with its place, and how to mend it."""
    return _whole(text, name).rules


def parse_routing(text: str, catalogue: Catalogue, *, name: str = "alertas.yaml") -> Routing:
    """Who is told, from the same text; AlertError also where a route refers to what does not exist."""
    whole = _whole(text, name)
    whole.check(catalogue, [r.id for r in whole.rules], [*REGISTRY.all, *(r.id for r in REGISTRY.refused)])
    return whole


@lru_cache(maxsize=8)
def _read(text: str, name: str, model: type[_Rules]) -> _Rules:
    return read(
        model,
        text,
        name=name,
        what="nas regras dos alertas",
        error=AlertError,
        cure="docs/alertas.md diz o que cada espécie de regra tem.",
    )


def _whole(text: str, name: str) -> _Rules:
    kinds = tuple(k.model for k in REGISTRY.all.values())
    return _read(text, name, _model(kinds, REGISTRY.unread))


def load(path: Path | None = None) -> tuple[Rule, ...]:
    """The rules of this project; AlertError when the file is missing or wrong."""
    return parse(_text(path), name=(path or ALERTS).name)


def routing(catalogue: Catalogue, path: Path | None = None) -> Routing:
    """Who is told of which alerts in this project; AlertError when the file is missing or wrong."""
    return parse_routing(_text(path), catalogue, name=(path or ALERTS).name)


def _text(path: Path | None) -> str:
    path = path or ALERTS
    return text_of(
        path, AlertError, what="Não se lê o ficheiro de regras dos alertas.", cure=f"repor {path.name} a partir do git."
    )
