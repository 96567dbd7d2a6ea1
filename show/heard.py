"""What is said of those whom the Strategy hears, in one sentence each: the same on their page, in the synthesis and in
the reports.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

from core.base.errors import PeopleError
from core.people.questions import Question
from core.strategy import heard
from core.strategy.heard import Voiced
from core.strategy.voices import Voices
from core.terms import territory
from core.terms.enti import ACTIONS
from core.terms.formats import day, number
from show.texts import t

# The pages, in the order in which they are told.
TOPICS: Final = ("adocao", "leituras", "desafios", "formacao", "conselho")


def said(topic: str, v: Voices, lang: str) -> str:
    """The sentence of a topic; KeyError for one that is not in TOPICS."""
    return {
        "adocao": _adoption,
        "leituras": _readings,
        "desafios": _challenges,
        "formacao": _training,
        "conselho": _council,
    }[topic](v, lang)


def empty(topic: str, v: Voices) -> bool:
    """Whether nothing of a topic is on record."""
    c = v.council
    return not {
        "adocao": v.places,
        "leituras": v.readings,
        "desafios": v.challenges,
        "formacao": v.trainings,
        "conselho": c.seats or c.sessions or c.matters or c.opinions,
    }[topic]


def _adoption(v: Voices, lang: str) -> str:
    spoke = [p for p in v.places.values() if p.spoke]
    municipal = [p for p in spoke if territory.load()[p.id].level == "municipio"]
    parts = [t("heard.adoption_none", lang)]
    if spoke:
        total = heard.adopted_total(spoke)
        n, others = len(municipal), len(spoke) - len(municipal)
        parts = [t("heard.adoption", lang, n=n, of=territory.MUNICIPALITIES, others=others)]
        parts.append(
            t(
                "heard.adoption_degrees",
                lang,
                adotada=total["adotada"],
                adaptada=total["adaptada"],
                nao_adotada=total["nao_adotada"],
            )
        )
    if governs := sum(p.governs is not None for p in v.places.values()):
        parts.append(t("heard.governs", lang, n=governs))
    asked = t("heard.adoption_asked", lang, n=len(v.asked)) if v.asked else t("heard.adoption_unasked", lang)
    return " ".join((*parts, asked))


def degrees(v: Voices, lang: str) -> str:
    """How many actions of each degree of the independent readings, from nothing to all."""
    return ", ".join(f"{t(f'mine.o.{d}', lang)} {n}" for d, n in heard.degrees(v.readings).items())


def _readings(v: Voices, lang: str) -> str:
    if not v.readings:
        return t("heard.readings_none", lang)
    return t("heard.readings", lang, n=len(v.readings), of=ACTIONS, degrees=degrees(v, lang))


def _challenges(v: Voices, lang: str) -> str:
    if not v.challenges:
        return t("heard.challenges_none", lang)
    still = heard.open_by_sort(v.challenges)
    closed = len(v.challenges) - sum(still.values())
    return t(
        "heard.challenges",
        lang,
        closed=closed,
        challenges=still["desafio"],
        risks=still["risco"],
        lessons=still["licao"],
    )


def _training(v: Voices, lang: str) -> str:
    if not v.trainings:
        return t("heard.training_none", lang)
    far = heard.reach(v.trainings)
    hours = number(far.hours, 0 if far.hours.is_integer() else 1, lang)
    return t("heard.training", lang, n=far.sessions, hours=hours, presences=far.presences, places=far.places)


def _council(v: Voices, lang: str) -> str:
    c = v.council
    if empty("conselho", v):
        return t("heard.council_none", lang)
    first = t(
        "heard.council",
        lang,
        seats=len(c.seats),
        opinions=len(c.opinions),
        waiting=len(c.waiting),
        unfollowed=len(c.unfollowed),
    )
    if c.next is None:
        return f"{first} {t('heard.council_uncalled', lang)}"
    return f"{first} {t('heard.council_next', lang, date=day(c.next.convocation.session, lang))}"


def questions_said(read: Callable[[], Iterable[Question]], lang: str) -> str:
    """How many questions of citizens were answered in public, and how many wait; that they cannot be read, where `read`
    fails: nothing else falls with them.
    """
    try:
        count = Counter(q.state for q in read())
    except PeopleError:
        return t("questions.unread", lang)
    if not count:
        return t("questions.none", lang)
    return t("questions.answer", lang, n=count["publicada"], waiting=count["espera"])


def reader(v: Voiced) -> str:
    """Who reads, and who signs it where that is another name: an analyst writes for an institution."""
    said = v.event.said_by
    return v.reading.reader if said == v.reading.reader else f"{v.reading.reader} ({said})"
