"""The forms of «A minha parte» that are made from the model of each kind: what each role is offered, and what comes of
it.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.people import accounts
from core.people.model import Grant
from core.people.permissions import ALLOWED, VOICES
from core.strategy import execution, known
from core.strategy.execution import Change
from core.strategy.heard_model import Adoption
from core.strategy.kinds import MODELS
from show.texts import TEXTS
from tests.support.identity import signed_in
from tests.support.pages import open_page, run, words
from tests.unit.test_heard import LINK, TODAY, tell
from ui.kit import choices
from ui.views import minha_parte_writes

BODY = "arte"


@pytest.fixture(autouse=True)
def someone(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Somebody who signed in, in a data folder of this test's own; the ledger of the execution."""
    (tmp_path / "builds").symlink_to(warehouse / "builds")
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    signed_in(monkeypatch)
    yield tmp_path / "execucao.sqlite"


def opened(*grants: Grant, lang: str = "pt") -> AppTest:
    for grant in grants:
        accounts.give("ana", grant, "prova", None)
    return open_page("pages/minha_parte.py", lang=lang)


def choose(test: AppTest, label: str, value: str) -> None:
    next(s for s in test.selectbox if s.label == label).select(value)
    run(test)


def fill(test: AppTest, **fields: Any) -> None:
    """Each field by the end of its key, without a rerun: the form sends them together."""
    for name, value in fields.items():
        boxes = (*test.text_area, *test.text_input, *test.number_input, *test.date_input, *test.checkbox)
        box = next((b for b in boxes if str(b.key).endswith(f"_{name}")), None)
        if box is not None:
            box.set_value(value)
            continue
        some = next((m for m in test.multiselect if str(m.key).endswith(f"_{name}")), None)
        if some is not None:
            some.set_value(value)
        else:
            next(s for s in test.selectbox if str(s.key).endswith(f"_{name}")).select(value)


def written(test: AppTest) -> execution.Event:
    """What comes of the form once it was looked at and written: one entry."""
    looks = [b for b in test.button if b.label == "Ver o que fica escrito"]
    next(b for b in looks if "mine_write" in str(b.key)).click()
    run(test)
    assert not test.exception and not test.error
    next(b for b in test.button if b.label == "Escrever").click()
    run(test)
    return execution.events(held=True)[-1]


@pytest.mark.parametrize("lang", ["pt", "en"])
@pytest.mark.parametrize("kind", [k for k in minha_parte_writes.OFFERED if k not in VOICES])
def test_every_kind_opens_for_eata_in_words_of_the_page(kind: str, lang: str) -> None:
    test = opened(Grant("eata"), lang=lang)
    choose(test, TEXTS["mine.write_what"][lang == "en"], kind)
    assert not test.exception and not test.error
    boxes = (*test.text_area, *test.text_input, *test.number_input, *test.date_input, *test.selectbox)
    labels = {b.label for b in (*boxes, *test.multiselect)}
    asked = {f for f in MODELS[kind].model_fields if f not in ("withdrawn", "asked_by")}
    assert {choices.name(kind, f, lang) for f in asked} <= labels


@pytest.mark.parametrize("role", ["eata", "entidade", "municipio", "cim", "conselho", "analista"])
def test_what_is_offered_is_what_the_table_allows(role: str) -> None:
    test = opened(Grant(role, {"entidade": BODY, "municipio": "1312", "cim": "2024:11A"}.get(role, "")))
    offered = next(s for s in test.selectbox if s.label == "O que se quer dizer").options
    names = {TEXTS[f"mine.kind.{k}"][0]: k for k in minha_parte_writes.OFFERED}
    assert offered and all(names[o] not in VOICES if role == "eata" else role in ALLOWED[names[o]] for o in offered)


def test_eata_takes_a_decision_that_nobody_has_to_release() -> None:
    test = opened(Grant("eata"))
    choose(test, "O que se quer dizer", "decisao")
    fill(test, text="Reunir com as câmaras.", body="ece", owner="eata", held_on=date(2026, 9, 30))
    event = written(test)
    assert (event.kind, event.said_by, event.held) == ("decisao", "EATA", False)
    assert event.after.model_dump(exclude_none=True) == {
        "withdrawn": False,
        "body": "ece",
        "held_on": date(2026, 9, 30),
        "text": "Reunir com as câmaras.",
        "owner": "eata",
        "state": "aberta",
    }


def test_a_body_writes_a_risk_of_its_own_actions_alone_and_it_waits() -> None:
    test = opened(Grant("entidade", BODY))
    choose(test, "O que se quer dizer", "desafio")
    actions = next(s for s in test.selectbox if str(s.key).endswith("_action") and "mine_write" in str(s.key)).options
    assert 0 < len(actions) < 45
    fill(test, action="acao_1_1", sort="risco", text="Falta gente.", owner="arte")
    event = written(test)
    assert (event.entry, event.held) == ("desafio_acao_1_1_1", True)
    assert not execution.events()


def test_the_council_answers_a_matter_and_eata_says_what_was_done(someone: Path) -> None:
    tell(someone, "materia", "materia_um", text="Que dados abrir primeiro?")
    test = opened(Grant("conselho"))
    choose(test, "O que se quer dizer", "parecer")
    fill(test, text="Os da mobilidade.", matter="materia_um")
    opinion = written(test)
    assert (opinion.said_by, opinion.held) == ("Conselho Consultivo", True)
    accounts.take("ana", Grant("conselho"), "prova")
    test = opened(Grant("eata"))
    assert "Os da mobilidade." in words(test)
    next(m for m in test.multiselect if m.label == "O que se liberta").set_value([("parecer", opinion.entry)])
    next(b for b in test.button if b.label == "Libertar").click()
    run(test)
    choose(test, "O que se quer dizer", "seguimento")
    fill(test, opinion=opinion.entry, outcome="acolhido_em_parte", why="Começa-se pelos autocarros.")
    assert written(test).after.outcome == "acolhido_em_parte"  # type: ignore[union-attr]


def test_what_is_missing_is_said_and_nothing_is_written() -> None:
    test = opened(Grant("eata"))
    choose(test, "O que se quer dizer", "verba")
    next(b for b in test.button if "mine_write" in str(b.key) and b.label == "Ver o que fica escrito").click()
    run(test)
    gaps = "Ação, Espécie, Montante (€), Fundo, Documento que o diz"
    assert test.error[0].value == f"Por preencher: {gaps}. Nada foi escrito."
    assert not execution.events(held=True) and not [b for b in test.button if b.label == "Escrever"]


def test_an_entry_is_taken_back_with_its_reason(someone: Path) -> None:
    tell(someone, "formacao", "formacao_um", by="1312", places=("1312",))
    test = opened(Grant("municipio", "1312"))
    choose(test, "O que se quer dizer", "formacao")
    choose(test, "Novo, ou já escrito", "formacao_um")
    fill(test, withdrawn=True, note="Não se deu.")
    event = written(test)
    assert event.after.withdrawn and event.before is not None  # type: ignore[union-attr]


def test_what_is_another_s_is_not_offered(someone: Path) -> None:
    tell(someone, "formacao", "formacao_um", title="A de Lisboa", by="1106")
    test = opened(Grant("municipio", "1312"))
    choose(test, "O que se quer dizer", "formacao")
    assert next(s for s in test.selectbox if s.label == "Novo, ou já escrito").options == ["Novo"]


def test_the_table_of_recommendations_writes_what_changed_and_no_more(someone: Path) -> None:
    tell(someone, "adocao", "adocao_1312_1")
    test = opened(Grant("municipio", "1312"))
    assert "1 de 31 com palavra" in words(test)
    said = {e.after.recommendation: e for e in execution.events() if isinstance(e.after, Adoption)}
    names = {"adotada": "adotada", "não adotada": "nao_adotada"}
    empty = {"text": "x", "degree": "", "evidence": "", "note": ""}
    rows = [empty | {"degree": "adotada", "evidence": LINK}, *([dict(empty)] * 30)]
    now = pd.DataFrame(rows, dtype="string")
    assert minha_parte_writes._adoption_changes(now, rows, said, names, "1312", TODAY) == []
    now.loc[0, ["degree", "note"]] = ["", "Engano."]
    now.loc[30, ["degree", "note"]] = ["não adotada", "Não cabe."]
    changes = minha_parte_writes._adoption_changes(now, rows, said, names, "1312", TODAY)
    assert changes == [
        Change("adocao", "adocao_1312_1", {"withdrawn": True, "note": "Engano."}, 1),
        Change(
            "adocao",
            "adocao_1312_31",
            {
                "territory": "1312",
                "recommendation": "recomendacao_31",
                "evidence": None,
                "note": "Não cabe.",
                "degree": "nao_adotada",
                "withdrawn": False,
                "said_on": TODAY,
            },
            0,
        ),
    ]


def test_a_row_that_is_cleared_whole_is_taken_back_and_counts_no_more(someone: Path) -> None:
    tell(someone, "adocao", "adocao_1312_1")
    said = {e.after.recommendation: e for e in execution.events() if isinstance(e.after, Adoption)}
    was = {"text": "x", "degree": "adotada", "evidence": LINK, "note": ""}
    empty = {"text": "x", "degree": "", "evidence": "", "note": ""}
    rows = [was, *([dict(empty)] * 30)]
    cleared = pd.DataFrame([empty] * 31, dtype="string")
    (change,) = minha_parte_writes._adoption_changes(cleared, rows, said, {}, "1312", TODAY)
    execution.say([change], "CM Porto", today=TODAY, known=known.ids(), path=someone)
    assert "0 de 31 com palavra" in words(opened(Grant("municipio", "1312")))


def test_what_is_typed_stays_while_others_write(someone: Path) -> None:
    test = opened(Grant("conselho"))
    choose(test, "O que se quer dizer", "parecer")
    fill(test, text="Os da mobilidade.")
    tell(someone, "parecer", "parecer_outro")
    assert written(test).after.text == "Os da mobilidade."  # type: ignore[union-attr]


def test_a_zero_is_seen_before_it_is_written(someone: Path) -> None:
    test = opened(Grant("municipio", "1312"))
    choose(test, "O que se quer dizer", "formacao")
    fill(test, title="Dados abertos", hours=2.0, audience="tecnicos", people=0)
    next(b for b in test.button if "mine_write" in str(b.key) and b.label == "Ver o que fica escrito").click()
    run(test)
    assert not test.error and "Presenças" in words(test)


def test_a_day_beyond_the_form_s_own_is_shown_and_kept(someone: Path) -> None:
    tell(someone, "convocatoria", "convocatoria_um", session=date(2099, 12, 9))
    test = opened(Grant("eata"))
    choose(test, "O que se quer dizer", "convocatoria")
    choose(test, "Novo, ou já escrito", "convocatoria_um")
    assert not test.exception
    assert date(2099, 12, 9) in [d.value for d in test.date_input]


def test_an_analyst_s_reading_carries_the_number_of_the_account() -> None:
    test = opened(Grant("analista"))
    fill(test, action="acao_1_1", degree="sem_prova", reader="Universidade", why="Nada se encontrou.")
    assert written(test).entry == "leitura_acao_1_1_1_c1"
