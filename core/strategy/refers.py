"""What an entry of the ledger names exists: actions, places, bodies, structures (core.strategy.known)."""

from collections.abc import Iterable, Mapping

from core.strategy.acts_model import Asking, Call, Decision, Money, Proposal, State
from core.strategy.execution_model import REGIONAL, Meeting, Project


def refers(made: State, known: Mapping[str, Iterable[str]]) -> None:
    """ValueError where what it names does not exist."""
    if isinstance(made, Project):
        _named(made.recommendations, known["recommendations"], "a recomendação")
        _named([made.territory], known["territories"], "o território")
    elif isinstance(made, Meeting):
        _named([made.structure], known["structures"], "a estrutura")
        _of_a_region(made, known)
    elif isinstance(made, Asking):
        _named(made.about, {*known["indicators"], *known["acao"]}, "o indicador ou a ação")
        _named([made.to], {*known["bodies"], *known["territories"], *known["holders"]}, "a quem se pede (to)")
    elif isinstance(made, Decision):
        _named([made.body], known["structures"], "a estrutura")
        _named([made.owner], {*known["structures"], *known["bodies"]}, "quem a cumpre (owner)")
    elif isinstance(made, Money):
        _named([made.action], known["acao"], "a ação")
    elif isinstance(made, Proposal):
        _named([made.on], known[f"part:{made.part}"], f"o que se propõe mudar (sobre, com a parte {made.part})")
        _named([made.body], {*known["structures"], *known["bodies"], *known["territories"]}, "quem o propõe (body)")
    elif isinstance(made, Call):
        _named(made.actions, known["acao"], "a ação")


def _of_a_region(made: Meeting, known: Mapping[str, Iterable[str]]) -> None:
    """ValueError where a region is given to a structure that has none, or is none of the EAT's."""
    if made.region is None:
        return
    if made.structure != REGIONAL:
        raise ValueError(f"só a EAT se reúne por região: tirar a região de uma reunião de «{made.structure}»")
    _named([made.region], known["regions"], "a região da EAT")


def _named(ids: Iterable[str], known: Iterable[str], what: str) -> None:
    if unknown := sorted(set(ids) - set(known)):
        raise ValueError(f"{what} não existe: {', '.join(unknown)}")
