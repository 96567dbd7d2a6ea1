"""The acts on questions of citizens: asking, which anybody may, and answering or putting aside, which EATA does."""

from dataclasses import replace
from typing import Final

from core.base import clock
from core.base.errors import PeopleError
from core.people import questions
from core.people.deed import done
from core.people.model import About, Actor
from core.people.questions import GATE, Question
from core.people.signature import signature
from core.strategy import known

_OFTEN: Final = (
    "Deste endereço já se perguntou muito nesta hora. Voltar mais tarde; nada foi guardado.",
    "Much was asked from this address within the hour. Come back later; nothing was kept.",
)


def ask(actor: Actor, sort: str, about: str, text: str) -> int:
    """Ask, or report an error; returns the number of it. PeopleError for words that cannot be kept, and for floods.

    The record says that something was asked, and neither from where nor by whom: who asks is nobody's business.
    """
    questions.worded(text)  # what cannot be kept does not count among what was asked
    if about and about not in known.ids()["indicators"]:
        raise PeopleError(
            "O indicador de que se fala não existe.",
            cure="dar o id de um do catálogo, ou nenhum; nada foi guardado.",
            page=("Esse indicador não existe; nada foi guardado.", "There is no such indicator; nothing was kept."),
        )
    if actor.way != "servidor" and not GATE.pass_(actor.origin):
        raise PeopleError("Deste endereço já se perguntou muito nesta hora.", cure="voltar mais tarde.", page=_OFTEN)
    nobody = replace(actor, account="", origin="")
    return done(nobody, "perguntar", About(sort), lambda _: questions.put(sort, about, text), lambda n: ("", f"P{n}"))


def answer(actor: Actor, number: int, shown: str, reply: str) -> Question:
    """Publish a question with its answer. NotAllowed for who may not."""
    return done(
        actor,
        "pergunta_responder",
        About(f"P{number}"),
        lambda grant: questions.answer(number, shown, reply, signature(actor, grant, clock.today())),
        lambda q: ("", q.state),
    )


def put_aside(actor: Actor, number: int, why: str) -> Question:
    """Put a question aside: its words are erased. NotAllowed for who may not."""
    return done(
        actor,
        "pergunta_afastar",
        About(f"P{number}"),
        lambda grant: questions.put_aside(number, why, signature(actor, grant, clock.today())),
        lambda q: ("", q.state),
    )
