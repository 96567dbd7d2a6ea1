"""Those whom the Strategy hears: what each kind of entry takes and refuses, and how it stands in the end."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from core.base.errors import ExecutionError
from core.strategy import heard, known
from core.strategy.council import council
from core.strategy.execution import Change, Event, events, say
from etl.handed import act_files
from etl.handed.act_forms import FORMS, HEARD
from tests.support.command import Said

TODAY: Final = date(2026, 11, 28)
KNOWN: Final = known.ids()
LINK: Final = "https://a.pt/doc"
GOOD: Final[Mapping[str, dict[str, Any]]] = {
    "adocao": {"territory": "1312", "recommendation": "recomendacao_1", "degree": "adotada", "evidence": LINK},
    "governo_local": {"territory": "1312", "plan": "nao_tem", "unit": "pelouro"},
    "leitura": {"action": "acao_1_1", "degree": "sem_prova", "reader": "Casa", "why": "Nada se viu."},
    "desafio": {"action": "acao_1_1", "sort": "risco", "text": "Um risco.", "owner": "eata"},
    "formacao": {"title": "Uma", "by": "eata", "hours": 2.5, "audience": "varios", "people": 9},
    "conselheiro": {"organisation": "Casa", "side": "academia"},
    "convocatoria": {"called_on": TODAY},
    "materia": {"text": "Uma matéria.", "put_by": "ece"},
    "parecer": {"text": "Um parecer."},
    "seguimento": {"opinion": "parecer_um", "outcome": "acolhido", "why": "Sim."},
}
DAY: Final = {
    "adocao": "said_on",
    "governo_local": "said_on",
    "leitura": "read_on",
    "desafio": "seen_on",
    "formacao": "held_on",
    "conselheiro": "since",
    "convocatoria": "session",
    "materia": "put_on",
    "parecer": "given_on",
    "seguimento": "told_on",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "execucao.sqlite"


def tell(path: Path, kind: str, entry: str, **more: Any) -> tuple[Event, ...]:
    values = {DAY[kind]: TODAY} | GOOD[kind] | more
    say([Change(kind, entry, values)], "Casa", today=TODAY, known=KNOWN, path=path)
    return events(path)


@pytest.mark.parametrize(
    ("kind", "wrong", "said"),
    [
        ("adocao", {"degree": "adaptada", "note": None}, "diz na nota em quê"),
        ("adocao", {"degree": "adotada", "evidence": None}, "endereço do documento"),
        ("adocao", {"degree": "nao_adotada", "evidence": None}, "diz na nota porquê"),
        ("adocao", {"territory": "9999"}, "território não existe"),
        ("adocao", {"recommendation": "recomendacao_32"}, "recomendação não existe"),
        ("adocao", {"said_on": date(2026, 11, 29)}, "ainda não chegou"),
        ("governo_local", {"plan": "aprovado"}, "título"),
        ("governo_local", {"approved_on": date(2020, 1, 1)}, "só um plano aprovado"),
        ("governo_local", {"unit": "nao_tem", "unit_name": "Gabinete"}, "não lhe dá nome"),
        ("leitura", {"degree": "completa"}, "onde se vê"),
        ("leitura", {"action": "acao_99"}, "ação não existe"),
        ("desafio", {"state": "fechado"}, "o dia em que se fechou"),
        ("desafio", {"state": "fechado", "closed_on": TODAY}, "diz na nota com quê"),
        ("desafio", {"owner": "ninguem"}, "quem trata"),
        ("formacao", {"people": -1}, "não pode ser menor"),
        ("formacao", {"hours": 0}, "maior do que 0"),
        ("formacao", {"places": ("9999",)}, "território"),
        ("conselheiro", {"domains": ("futebol",)}, "domínio não existe"),
        ("conselheiro", {"until": date(2025, 1, 1)}, "antes de entrar"),
        ("convocatoria", {"session": date(2026, 11, 1)}, "anterior à convocatória"),
        ("materia", {"convocation": "convocatoria_um"}, "não está registado"),
        ("parecer", {"matter": "materia_um"}, "não está registado"),
        ("seguimento", {}, "não está registado"),
    ],
)
def test_what_cannot_stand_is_refused_with_its_reason_and_nothing_is_kept(
    path: Path, kind: str, wrong: dict[str, Any], said: str
) -> None:
    with pytest.raises(ExecutionError, match=said):
        tell(path, kind, "um_um", **wrong)
    assert not events(path)


def test_adoption_is_counted_by_place_and_recommendation_and_the_silent_are_not_there(path: Path) -> None:
    tell(path, "adocao", "a_um")
    tell(path, "adocao", "a_dois", recommendation="recomendacao_2", degree="nao_adotada", note="Não cabe.")
    tell(path, "adocao", "a_tres", territory="1106", degree="adaptada", note="Noutra escala.")
    tell(path, "adocao", "a_quatro", territory="1106", degree="adotada")  # a later word of the same place
    known_ = tell(path, "governo_local", "g_um", territory="0705", unit="nao_tem")
    found = heard.places(known_)
    assert list(found) == ["0705", "1106", "1312"] and found["0705"].governs and not found["0705"].adopted
    assert heard.by_recommendation(found.values()) == {
        "recomendacao_1": {"adotada": 2},
        "recomendacao_2": {"nao_adotada": 1},
    }
    assert heard.adopted_total(found.values()) == {"adotada": 2, "adaptada": 0, "nao_adotada": 1}
    gone = tell(path, "adocao", "a_um", withdrawn=True, note="Engano.")
    assert heard.places(gone)["1312"].count("adotada") == 0


def test_readers_who_do_not_agree_are_not_made_into_one(path: Path) -> None:
    tell(path, "leitura", "l_um", degree="limitada", evidence=LINK, read_on=date(2026, 5, 1))
    tell(path, "leitura", "l_dois", degree="substancial", evidence=LINK, read_on=date(2026, 9, 1))  # the same reader
    known_ = tell(path, "leitura", "l_tres", action="acao_1_2", read_on=date(2026, 9, 1))
    assert heard.degrees(heard.readings(known_)) == {"substancial": 1, "sem_prova": 1}
    known_ = tell(path, "leitura", "l_quatro", reader="Outra casa", read_on=date(2026, 8, 1))
    found = heard.readings(known_)
    assert [v.reading.degree for v in found["acao_1_1"]] == ["substancial", "sem_prova"]
    assert heard.degrees(found) == {"sem_prova": 1, "diverge": 1}


def test_an_older_reading_written_later_is_not_the_last(path: Path) -> None:
    tell(path, "leitura", "l_um", degree="substancial", evidence=LINK, read_on=date(2026, 9, 1))
    known_ = tell(path, "leitura", "l_dois", degree="limitada", evidence=LINK, read_on=date(2026, 5, 1))
    assert heard.degrees(heard.readings(known_)) == {"substancial": 1}


def test_open_challenges_stand_before_closed_ones(path: Path) -> None:
    tell(path, "desafio", "d_um", seen_on=date(2026, 3, 1))
    closed = {"state": "fechado", "closed_on": TODAY, "note": "Resolvido."}
    tell(path, "desafio", "d_dois", sort="licao", **closed)
    known_ = tell(path, "desafio", "d_tres", seen_on=date(2026, 2, 1), state="em_tratamento")
    some = heard.challenges(known_)
    assert [c.id for c in some] == ["d_tres", "d_um", "d_dois"]
    assert heard.open_by_sort(some) == {"desafio": 0, "risco": 2, "licao": 0}


def test_training_counts_presences_and_places_once(path: Path) -> None:
    tell(path, "formacao", "f_um", places=("1312", "1106"))
    known_ = tell(path, "formacao", "f_dois", people=3, hours=4.0, places=("1312",))
    assert heard.reach(heard.trainings(known_)) == heard.Reach(2, 6.5, 12, 2)
    assert heard.reach(()) == heard.Reach(0, 0, 0, 0)


def test_the_council_s_way_from_a_matter_to_what_was_done(path: Path) -> None:
    tell(path, "conselheiro", "c_um", domains=("mobilidade",), since=date(2026, 1, 1))
    tell(path, "conselheiro", "c_dois", organisation="Ordem", side="associacao_ou_ordem", since=date(2026, 1, 1))
    tell(path, "conselheiro", "c_tres", organisation="Saiu", since=date(2025, 1, 1), until=date(2026, 1, 1))
    tell(path, "convocatoria", "s_um", domains=("ambiente",), session=date(2026, 12, 9))
    known_ = tell(path, "materia", "m_um", convocation="s_um", due=date(2026, 12, 1))
    now = council(known_, TODAY)
    assert [s.organisation for s in now.seats] == ["Casa", "Ordem"]
    assert now.next is not None and now.next.seats == ("Ordem",)  # the other one sits for mobility alone
    assert [(m.id, m.days) for m in now.waiting] == [("m_um", 3)] and not now.opinions
    tell(path, "parecer", "p_um", matter="m_um")
    known_ = tell(path, "parecer", "p_dois", given_on=date(2026, 10, 1))
    now = council(known_, TODAY)
    assert not now.waiting and [(o.id, o.own) for o in now.unfollowed] == [("p_um", False), ("p_dois", True)]
    tell(path, "seguimento", "x_um", opinion="p_um", outcome="em_analise", told_on=date(2026, 11, 27))
    assert len(council(events(path), TODAY).unfollowed) == 2
    known_ = tell(path, "seguimento", "x_dois", opinion="p_um", outcome="acolhido_em_parte")
    now = council(known_, TODAY)
    assert [o.id for o in now.unfollowed] == ["p_dois"]
    assert now.opinions[0].followed is not None and now.opinions[0].followed.outcome == "acolhido_em_parte"


@pytest.mark.parametrize("kind", HEARD)
def test_what_is_exported_is_read_back_and_changes_nothing(path: Path, kind: str) -> None:
    if kind == "seguimento":
        tell(path, "parecer", "parecer_um")
    known_ = tell(path, kind, "um_um", note='«;"x')
    file = act_files.entries(known_, kind)
    again = act_files.changes(file, kind, name="x.csv")
    assert say(again, "Casa", today=TODAY, known=KNOWN, path=path) == []
    assert {c.field for c in FORMS[kind]} == set(type(known_[-1].after).model_fields)


def test_brackets_in_a_text_are_listed_as_they_are(
    path: Path, etl: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTI_DATA", str(path.parent))
    tell(path, "desafio", "d_um", text="Ver [/anexo] do ofício")
    assert "[/anexo]" in etl("heard", "list", "desafio", data=path.parent).out
