"""The rules of the alerts: alertas.yaml, typed and checked.

`load()` returns the rules in the order of the file; every mistake in it is an AlertError naming the rule and the
field. What a rule refers to (an indicator, a territory) is looked up when it is evaluated, so that one bad name stops
one rule only.
"""

from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from core.base.errors import AlertError
from core.base.paths import ALERTS
from core.base.typed import Id, NutsVersion, Strict, Text, read
from core.terms.territory import VERSION

SEVERITIES: Final = ("info", "aviso", "critico")
MIN_CHANGES: Final = 5  # fewer past changes say nothing of what is usual
Number = Annotated[float, Field(allow_inf_nan=False)]


class Wait(Strict):
    """How long a condition must last before it fires: so many further evaluations, so many seconds, or both."""

    evaluations: int = Field(default=0, ge=0, le=100)
    seconds: int = Field(default=0, ge=0, le=366 * 86_400)


class _Rule(Strict):
    id: Id
    title: Text
    severity: Literal["info", "aviso", "critico"]
    wait: Wait = Field(default_factory=Wait, alias="for")
    enabled: bool = True
    reason: Text  # why there is such a rule, and where its numbers come from


class _Place(_Rule):
    """Where figures are looked at. Without `series`, the one that is judged at this level; without `territory`, all
    of it.
    """

    series: Id | None = None
    level: Literal["municipio", "nuts3", "nuts2", "nuts1", "pais"] = "pais"
    version: NutsVersion = VERSION
    territory: str | None = None


class Threshold(_Place):
    """The newest value of a series is above or below a limit, which is our reading unless a `source` is named."""

    kind: Literal["threshold"]
    indicator: Id
    above: Number | None = None
    below: Number | None = None
    reading: Literal["nossa"] | None = Field(None, alias="leitura")
    source: str | None = Field(None, min_length=3)

    @model_validator(mode="after")
    def _one_limit_of_one_origin(self) -> "Threshold":
        if (self.above is None) == (self.below is None):
            raise ValueError("um limiar tem above ou below, e só um")
        if (self.reading is None) == (self.source is None):
            raise ValueError("um limiar diz de onde vem: «leitura: nossa», ou source com a fonte que o fixa")
        return self


class Unusual(_Place):
    """The newest change is outside of the past ones: robust z-score (median, MAD) beyond `z`. No `indicator`: every
    one.
    """

    kind: Literal["change"]
    indicator: Id | None = None
    z: float = Field(3.5, gt=0, le=100)
    min_changes: int = Field(MIN_CHANGES, ge=MIN_CHANGES, le=100)


class Revised(_Rule):
    """A source changed values that we had, seen in the last `days` days. No `indicator`: every one."""

    kind: Literal["revision"]
    indicator: Id | None = None
    days: int = Field(ge=1, le=366)
    what: tuple[Literal["revised", "replaced", "vanished"], ...] = Field(("revised", "vanished"), min_length=1)


class Missing(_Rule):
    """An indicator has no figure at all; with `awaiting_file`, only where somebody has a file to hand in."""

    kind: Literal["missing_delivery"]
    indicator: Id | None = None
    what: Literal["no_figures", "awaiting_file"] = "awaiting_file"


class LateSource(_Rule):
    """The next period of a series is late by more than `days` days (core.warehouse.freshness). No `indicator`: every
    one.
    """

    kind: Literal["late_source"]
    indicator: Id | None = None
    days: int = Field(0, ge=0, le=4000)


class LateAction(_Rule):
    """An action is past its deadline by more than `days` days: said not to be done (`late`), or nothing said
    (`silent`).
    """

    kind: Literal["late_action"]
    what: Literal["late", "silent"] = "late"
    days: int = Field(0, ge=0, le=4000)


Rule = Threshold | Unusual | Revised | Missing | LateSource | LateAction


class Rules(Strict):
    """The whole of alertas.yaml."""

    rules: tuple[Annotated[Rule, Field(discriminator="kind")], ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _once_each(self) -> "Rules":
        ids = [r.id for r in self.rules]
        if twice := sorted({i for i in ids if ids.count(i) > 1}):
            raise ValueError(f"ids repetidos: {', '.join(twice)}")
        return self


def parse(text: str, *, name: str = "alertas.yaml") -> tuple[Rule, ...]:
    """Rules from YAML text; AlertError listing every broken one with its place, and how to mend it."""
    return read(
        Rules,
        text,
        name=name,
        what="nas regras dos alertas",
        error=AlertError,
        cure="docs/alertas.md diz o que cada espécie de regra tem.",
    ).rules


def load(path: Path | None = None) -> tuple[Rule, ...]:
    """The rules of this project; AlertError when the file is missing or wrong."""
    path = path or ALERTS
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AlertError(
            "Não se lê o ficheiro de regras dos alertas.", where=str(path), cure=f"repor {path.name} a partir do git."
        ) from error
    return parse(text, name=path.name)
