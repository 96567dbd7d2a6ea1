"""The kinds of rules there are: each declares itself in a module of core/alerts/kinds, with how it is evaluated."""

from collections.abc import Callable, Iterator
from typing import Any, Final, Literal, get_args

from core.alerts.base import Rule
from core.alerts.model import Finding, Given
from core.base.registry import Declaration, Registry


class AlertKind(Declaration):
    """A kind of rule. `id`: what a rule's `kind` says; `model`: what it may say beside, with `kind: Literal[id]`.

    `find`: what a rule of `model` finds. An EntiError that it raises is an `error` of that rule, and stops no other.
    `cause`: where the cause of what it finds is looked at: the indicator's own page, the state of the data, or the
    execution of the action plan.
    """

    model: type[Rule]
    find: Callable[[Any, Given], Iterator[Finding]]
    cause: Literal["indicator", "state", "action"] = "indicator"

    def model_post_init(self, _: object) -> None:
        """The model must name this kind, or the file could not tell whose a rule is; and be whole by now."""
        if get_args(self.model.model_fields["kind"].annotation) != (self.id,):
            raise ValueError(f'model: {self.model.__name__} tem de ter kind: Literal["{self.id}"]')
        self.model.model_rebuild()


REGISTRY: Final = Registry("espécie de alerta", AlertKind, "core.alerts.kinds", "KIND", every=True)
