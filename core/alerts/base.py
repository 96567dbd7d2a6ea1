"""What every rule of the alerts has, whatever its kind (core.alerts.kinds)."""

from typing import Annotated, Final, Literal

from pydantic import ConfigDict, Field

from core.base.typed import Id, NutsVersion, Strict, Text
from core.terms.territory import VERSION

SEVERITIES: Final = ("info", "aviso", "critico")
Number = Annotated[float, Field(allow_inf_nan=False)]


class Wait(Strict):
    """How long a condition must last before it fires: so many further evaluations, so many seconds, or both."""

    evaluations: int = Field(default=0, ge=0, le=100)
    seconds: int = Field(default=0, ge=0, le=366 * 86_400)


class Rule(Strict):
    """A rule. Each kind has a model of its own, with `kind: Literal[…]`, the id of the kind."""

    id: Id
    kind: str
    title: Text
    severity: Literal["info", "aviso", "critico"]
    wait: Wait = Field(default_factory=Wait, alias="for")
    enabled: bool = True
    reason: Text  # why there is such a rule, and where its numbers come from


class Placed(Rule):
    """Where figures are looked at. Without `series`, the one that is judged at this level; without `territory`, all
    of it.
    """

    series: Id | None = None
    level: Literal["municipio", "nuts3", "nuts2", "nuts1", "pais"] = "pais"
    version: NutsVersion = VERSION
    territory: str | None = None


class Unread(Rule):
    """A rule of a kind whose declaration was refused: nobody can evaluate it, and what it says beside is kept."""

    model_config = ConfigDict(extra="allow", frozen=True)
