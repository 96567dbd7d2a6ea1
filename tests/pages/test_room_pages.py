"""The pages of the operations room: what they show to all, and what the operator alone may change."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.alerts import acts as alert_acts
from core.alerts import log as alert_log
from core.alerts import rules as alert_rules
from core.alerts.model import Finding
from core.base.errors import DeclarationError
from core.base.registry import Refused
from core.catalogue import catalogue
from core.room import live, operator, screens
from core.room import playlists as room
from core.room.live import Reading
from core.room.rows import Known, RowsRefused
from core.room.types import REGISTRY as TYPES
from core.terms import territory
from tests.support.declared import put
from tests.support.pages import nodes, open_page, payloads, run, text_of, trees, words
from ui.kit import gate
from ui.views import alertas_more, ao_vivo, sala_edit
from ui.wall import now
from ui.wall.previews import PREVIEWS
from ui.wall.pulses import PULSES

SECRET = "um-segredo-comprido"
KNOWN = Known(catalogue.load(), territory.load(), ())
TABLE = sala_edit.table_of


@pytest.fixture
def data(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of this test's own, with the builds of `warehouse`."""
    (tmp_path / "builds").symlink_to(warehouse / "builds")
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    monkeypatch.delenv("ENTI_OPERATOR", raising=False)
    return tmp_path


@pytest.fixture
def secret(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An operator's secret is set, and nobody has tried another one of late."""
    monkeypatch.setenv("ENTI_OPERATOR", SECRET)
    monkeypatch.setattr(operator, "DOOR", operator.Door())
    yield


def said(page: str, **query: str) -> str:
    test = open_page(f"pages/{page}.py", **query)
    assert not test.exception
    return words(test)


def rows(test: AppTest, attribute: str) -> dict[Any, str]:
    found = [n for t in trees(payloads(test)) for n in nodes(t)]
    return {n[1][attribute]: text_of(n) for n in found if n[0] == "tr" and attribute in n[1]}


def entered(page: str, **query: str) -> AppTest:
    """A page on which the operator's secret was given."""
    test = open_page(f"pages/{page}.py", **query)
    test.text_input(key="enti_operator_secret").set_value(SECRET)
    press(test, "Entrar")
    assert "Sessão de operador aberta" in words(test)
    return test


def press(test: AppTest, name: str) -> None:
    next(b for b in test.button if b.label == name).click()
    run(test)
    assert not test.exception


def evaluated(at: datetime, *bad: str) -> None:
    found = [
        Finding("acao_atrasada", s, "bad", (f"A ação {s} está atrasada.", f"Action {s} is late."), 3.0) for s in bad
    ]
    alert_log.record(found, alert_rules.load(), "20260101T000000000000Z-abcdef123456", at)


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    ("page", "pt", "en"),
    [
        ("alertas", "O que pede atenção", "What asks for attention"),
        ("ao_vivo", "Que dizem agora", "What do urban platforms tell"),
        ("sala", "O que mostram os ecrãs", "What do the screens of the room show"),
    ],
)
def test_each_page_speaks_one_language_at_a_time(page: str, pt: str, en: str) -> None:
    in_pt, in_en = said(page), said(page, lang="en")
    assert pt in in_pt and pt not in in_en and en in in_en and en not in in_pt


@pytest.mark.usefixtures("data")
def test_alerts_never_evaluated_are_not_taken_for_none() -> None:
    assert "ainda não foram avaliados" in said("alertas") and "Ver o estado dos dados" in said("alertas")


@pytest.mark.usefixtures("data")
def test_alerts_show_what_fires_who_sees_to_it_and_since_when() -> None:
    evaluated(datetime.now(UTC), "acao_1_1", "acao_1_2<b>")
    alert_acts.acknowledge("acao_atrasada:acao_1_1", "AMA", "A pedir notícias.")
    test = open_page("pages/alertas.py")
    shown = rows(test, "data-alert")
    assert "2 alertas disparados, 1 sem ninguém a tratar" in words(test) and "abcdef1" in words(test)
    assert "AMA" in shown["acao_atrasada:acao_1_1"] and "A pedir notícias." in shown["acao_atrasada:acao_1_1"]
    assert "ninguém ainda" in shown["acao_atrasada:acao_1_2<b>"] and "Crítico" in shown["acao_atrasada:acao_1_2<b>"]
    assert "não são avaliados desde" not in words(test)
    assert rows(open_page("pages/alertas.py", estado="error"), "data-alert") == {}
    assert len(rows(open_page("pages/alertas.py", regra="acao_atrasada"), "data-alert")) == 2


@pytest.mark.usefixtures("data")
def test_a_watch_that_stopped_is_said() -> None:
    evaluated(datetime.now(UTC) - timedelta(hours=3), "acao_1_1")
    assert "não são avaliados desde" in said("alertas")


@pytest.mark.usefixtures("data")
def test_the_history_can_be_taken_away_whole() -> None:
    evaluated(datetime.now(UTC), "a")
    alert_acts.acknowledge("acao_atrasada:a", "AMA", "=1+1")
    evaluated(datetime.now(UTC))
    lines = alertas_more.csv(alert_log.history(), alert_log.said()).decode().splitlines()
    assert lines[0].startswith("momento_utc,alerta,regra")
    assert sorted(x.split(",")[4] for x in lines[1:]) == ["ack", "firing", "resolved"]
    assert all(x.endswith(",AMA,'=1+1,") for x in lines[1:] if x.split(",")[4] != "resolved")


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(("page", "command"), [("alertas", "alerts ack"), ("sala", "room set")])
def test_without_a_secret_a_page_only_shows_and_names_no_command(page: str, command: str) -> None:
    evaluated(datetime.now(UTC), "acao_1_1")
    test = open_page(f"pages/{page}.py")
    assert "só se vê" in words(test) and command not in words(test)
    assert not test.text_input and not test.multiselect and not [b for b in test.button if b.label]


@pytest.mark.usefixtures("secret")
def test_a_wrong_secret_opens_nothing_and_the_right_one_does_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("ui.kit.gate.sleep", waited.append)
    monkeypatch.setattr("ui.kit.state.who_asks", lambda: "192.0.2.1")  # AppTest's own is another at each run
    evaluated(datetime.now(UTC), "acao_1_1")
    test = open_page("pages/alertas.py")
    for n in range(operator.FREE + 2):
        test.text_input(key="enti_operator_secret").set_value(f"errado {n}")
        press(test, "Entrar")
        assert not test.multiselect and "Não é esse o segredo" in test.error[0].value
    assert waited == [0.0] * operator.FREE + [2.0, 4.0]
    test.text_input(key="enti_operator_secret").set_value(SECRET)
    press(test, "Entrar")
    assert "Sessão de operador aberta" in words(test)


@pytest.mark.usefixtures("secret")
def test_the_operator_says_who_sees_to_an_alert() -> None:
    evaluated(datetime.now(UTC), "acao_1_1", "acao_1_2")
    test = entered("alertas")
    test.multiselect(key="alerts_ack_which_0").set_value(["acao_atrasada:acao_1_1", "acao_atrasada:acao_1_2"])
    test.text_input(key="alerts_ack_note_0").set_value("A pedir notícias à AMA.")
    press(test, "Registar")
    assert "Falta quem o diz" in test.error[0].value and all(e.ack is None for e in alert_log.current())
    test.multiselect(key="alerts_ack_which_0").set_value(["acao_atrasada:acao_1_1", "acao_atrasada:acao_1_2"])
    test.text_input(key="alerts_ack_note_0").set_value("A pedir notícias à AMA.")
    test.text_input(key="alerts_ack_by").set_value("EATA")
    press(test, "Registar")
    assert {e.ack.said_by for e in alert_log.current() if e.ack} == {"EATA"}
    assert "0 sem ninguém a tratar" in words(test)


ONE, TWO = "acao_atrasada:acao_1_1", "acao_atrasada:acao_1_2"


def act(test: AppTest, kind: str, note: str, by: str = "EATA", n: int = 0) -> None:
    """One act of the row that is open. `n`: how many were done before."""
    test.radio(key=f"alerts_act_{ONE}_{n}").set_value(kind)
    run(test)
    test.text_input(key=f"alerts_row_note_{n}").set_value(note)
    test.text_input(key="alerts_row_by").set_value(by)
    next(b for b in test.button if b.label == "Registar" and b.form_id == "alerts_row").click()
    run(test)
    assert not test.exception


@pytest.mark.usefixtures("secret")
def test_one_alert_is_seen_to_taken_back_silenced_and_heard_again_in_its_row() -> None:
    evaluated(datetime.now(UTC), "acao_1_1", "acao_1_2")
    test = entered("alertas", alerta=ONE)
    act(test, "ack", "x")
    assert "Falta quem o diz" in test.error[0].value and "etl" not in test.error[0].value
    assert test.text_input(key="alerts_row_by").value == "EATA"  # nothing typed is lost
    act(test, "ack", "A pedir notícias.")
    assert "Ficou registado" in test.success[0].value and "A pedir notícias." in rows(test, "data-alert")[ONE]
    act(test, "withdraw", "Afinal não.", n=1)
    assert "ninguém ainda" in rows(test, "data-alert")[ONE]
    act(test, "silence", "Obras no sistema.", n=2)
    quiet = rows(test, "data-alert")[ONE]
    assert "em silêncio até" in quiet and "EATA: Obras no sistema." in quiet and "1 em silêncio." in words(test)
    assert "2 alertas disparados, 1 sem ninguém a tratar" in words(test)
    act(test, "unsilence", "As obras acabaram.", n=3)
    assert "em silêncio" not in rows(test, "data-alert")[ONE]
    act(test, "silence_rule", "A regra está a ser revista.", n=4)
    assert all("a regra em silêncio" in r for r in rows(test, "data-alert").values())
    told = [a.kind for a in alert_log.said()]
    assert told == ["ack", "withdraw", "silence", "unsilence", "silence"]
    assert list(rows(test, "data-act")) and "Já não se trata" in words(test)


@pytest.mark.usefixtures("secret")
def test_an_act_on_what_changed_meanwhile_is_refused_in_the_language_of_the_page() -> None:
    evaluated(datetime.now(UTC), "acao_1_1")
    test = entered("alertas", alerta=ONE)
    run(test)
    evaluated(datetime.now(UTC))  # it is resolved while the operator types
    alert_log.record([], alert_rules.load(), "v", datetime.now(UTC))
    assert alert_log.current() == []
    test.query_params["lang"] = "en"
    test.text_input(key="alerts_row_note_0").set_value("A tratar.")
    test.text_input(key="alerts_row_by").set_value("EATA")
    next(b for b in test.button if b.label == "Registar" and b.form_id == "alerts_row").click()
    run(test)
    assert not test.exception and not alert_log.said()


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("lang", ["pt", "en"])
def test_whoever_has_no_secret_sees_no_acts_and_no_commands(lang: str) -> None:
    evaluated(datetime.now(UTC), "acao_1_1")
    test = open_page("pages/alertas.py", alerta=ONE, lang=lang)
    found = [n for t in trees(payloads(test)) for n in nodes(t) if n[1].get("data-set", "").startswith("alerta=")]
    assert not found and not test.radio and "python" not in words(test)


def ways(alert: str) -> list[str]:
    """Where the links of a row lead."""
    test = open_page("pages/alertas.py")
    row = next(n for t in trees(payloads(test)) for n in nodes(t) if n[1].get("data-alert") == alert)
    return [n[1]["href"] for n in nodes(row) if "data-nav" in n[1]]


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    ("rule", "subject", "period", "right"),
    [
        ("acao_atrasada", "acao_1_1", "", ["execucao?acao=acao_1_1"]),
        (
            "votantes_abaixo_de_metade",
            "taxa_votantes_autarquicas/total/1106",
            "2021",
            [
                "indicador?indicador=taxa_votantes_autarquicas&serie=total&nivel=municipio&territorio=1106&nuts=2024&periodo=2021"
            ],
        ),
        (
            "ficheiro_por_entregar",
            "energia_biomassa_gwh",
            "",
            ["estado?linha=energia_biomassa_gwh", "indicador?indicador=energia_biomassa_gwh"],
        ),
        ("fonte_atrasada", "*", "", ["estado"]),
        ("mudanca_fora_do_habitual", "um_que_ja_nao_ha/x/PT", "2021", []),
    ],
)
def test_an_alert_leads_to_its_cause_and_chart_in_one_act(
    rule: str, subject: str, period: str, right: list[str]
) -> None:
    made = Finding(rule, subject, "bad", ("P", "E"), 1.0, occurrence=period)
    alert_log.record([made], alert_rules.load(), "v", datetime.now(UTC))
    assert ways(f"{rule}:{subject}") == right


@pytest.mark.usefixtures("data")
def test_the_state_of_the_data_shows_what_is_sought_before_all_the_rest() -> None:
    test = open_page("pages/estado.py", linha="energia_biomassa_gwh")
    found = [n for t in trees(payloads(test)) for n in nodes(t) if "data-sought" in n[1]]
    assert len(found) == 1 and len([n for n in nodes(found[0]) if "data-row" in n[1]]) == 1
    assert not [n for t in trees(payloads(open_page("pages/estado.py"))) for n in nodes(t) if "data-sought" in n[1]]


@pytest.mark.usefixtures("data")
def test_who_is_told_is_said_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    evaluated(datetime.now(UTC), "acao_1_1")
    assert "vão para todos os destinatários" in said("alertas")
    text = alert_rules.ALERTS.read_text(encoding="utf-8") + (
        "\nrecipients: [{id: norte, name: {pt: A CCDR, en: The CCDR}, mail_env: X_Y}]\n"
        "routes: [{to: [norte], regions: [norte], severities: [critico]}]\n"
        "escalation: [{id: x, after_hours: 24, to: [norte, todos]}]\n"
    )
    (tmp_path / "alertas.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(alert_rules, "ALERTS", tmp_path / "alertas.yaml")
    assert "Para A CCDR: gravidade: Crítico; regiões da EAT: Norte." in said("alertas")
    assert "After 24 hours with nobody seeing to it, to The CCDR, everyone: severity: Critical." in said(
        "alertas", lang="en"
    )
    (tmp_path / "alertas.yaml").write_text(text.replace("[norte], regions: [norte]", "[norte], regions: [x]"), "utf-8")
    assert "regions" in said("alertas") and "Ação" in said("alertas")


@pytest.mark.usefixtures("secret")
def test_a_secret_that_changes_closes_the_sessions_that_it_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    evaluated(datetime.now(UTC), "acao_1_1")
    test = entered("alertas")
    monkeypatch.setenv("ENTI_OPERATOR", SECRET + "-outro")
    test.multiselect(key="alerts_ack_which_0").set_value(["acao_atrasada:acao_1_1"])
    test.text_input(key="alerts_ack_note_0").set_value("nota")
    test.text_input(key="alerts_ack_by").set_value("EATA")
    press(test, "Registar")
    assert not test.multiselect and all(e.ack is None for e in alert_log.current())


@pytest.mark.usefixtures("secret")
def test_a_session_without_acts_closes_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    test = entered("sala")
    monkeypatch.setattr(gate, "OPEN_S", 0)
    run(test)
    assert "Sessão de operador aberta" not in words(test) and test.text_input(key="enti_operator_secret")


@pytest.mark.usefixtures("data")
def test_the_room_shows_each_scene_by_name_and_each_display_with_its_last_sign(data: Path) -> None:
    (data / "parede.yaml").write_text(
        "playlists:\n  - id: p\n    name: {pt: Parede, en: Wall}\n    screens: 2\n    scenes:\n"
        "      - {scene: indicador, indicator: mortalidade_infantil}\n      - {scene: marte, seconds: 30, screen: 2}\n"
    )
    alive, _ = screens.issue("p", "Viva", 3, "AMA")
    hung, _ = screens.issue("gone", "Parada", 3, "AMA")
    screens.revoke(hung.number, "AMA")
    now = datetime.now(UTC).timestamp()
    PULSES.tell("Viva", now, True, "0")
    PULSES.tell("Parada", now, False, "0")
    test = open_page("pages/sala.py")
    scenes, displays = rows(test, "data-scene"), rows(test, "data-display")
    assert "Mortalidade infantil" in scenes[1] and "25 s" in scenes[1] and "não há a cena «marte»" in scenes[2]
    assert "vivo" in displays[alive.number] and "válida" in displays[alive.number]
    assert (
        "parado" in displays[hung.number]
        and "retirada" in displays[hung.number]
        and "já não existe" in displays[hung.number]
    )
    links = {
        n[1]["href"]
        for t in trees(payloads(test))
        for n in nodes(t)
        if n[0] == "a" and "parede" in n[1].get("href", "")
    }
    assert links == {"parede?lista=p", "parede?lista=p&ecra=2"}


@pytest.mark.usefixtures("secret")
def test_the_operator_makes_and_takes_out_a_playlist(data: Path) -> None:
    test = entered("sala")
    for key, value in (("id", "noite"), ("pt", "Noite"), ("en", "Night"), ("by", "EATA")):
        test.text_input(key=f"room_new_{key}").set_value(value)
    press(test, "Fazer a lista")
    assert room.load().playlists["noite"].scenes == room.load().playlists["geral"].scenes
    assert [s.value for s in test.success] == ["Em vigor. Os ecrãs mudam em segundos."]
    assert "EATA" in (data / "parede.yaml").read_text().splitlines()[0]
    for key, value in (("id", "noite"), ("pt", "Noite"), ("en", "Night"), ("by", "EATA")):
        test.text_input(key=f"room_new_{key}").set_value(value)
    press(test, "Fazer a lista")
    assert "Já há uma lista «noite»" in test.error[0].value
    test.text_input(key="room_remove_by").set_value("EATA")
    press(test, "Tirar a lista")
    assert "geral" not in room.load().playlists and len(list((data / "parede.antes").glob("*.yaml"))) == 1


@pytest.mark.usefixtures("secret")
def test_an_edit_is_put_in_force_whole_or_not_at_all() -> None:
    test = entered("sala")
    test.text_input(key="room_pt_geral").set_value("")
    test.text_input(key="room_edit_by").set_value("EATA")
    press(test, "Pôr em vigor")
    assert (
        "Falta o nome, em português ou em inglês." in test.error[0].value
        and room.load().playlists["geral"].name.pt == "Visão geral"
    )
    before = room.load().playlists
    test.text_input(key="room_pt_geral").set_value("Todas")
    test.text_input(key="room_edit_by").set_value("EATA")
    press(test, "Pôr em vigor")
    after = room.load().playlists
    assert after["geral"].name.pt == "Todas" and after["geral"].scenes == before["geral"].scenes
    assert after["tres_ecras"] == before["tres_ecras"]


@pytest.mark.usefixtures("secret")
def test_an_edit_on_lists_that_changed_meanwhile_is_refused() -> None:
    test = entered("sala")
    text = room.load().text
    room.save(text.replace("seconds: 20", "seconds: 21"), "Outra entidade")
    test.text_input(key="room_remove_by").set_value("EATA")
    press(test, "Tirar a lista")
    assert "As listas mudaram entretanto" in test.error[0].value and "mudaram entretanto" in test.warning[0].value
    assert "seconds: 21" in room.load().text
    press(test, "Partir das listas em vigor")
    test.text_input(key="room_remove_by").set_value("EATA")
    press(test, "Tirar a lista")
    assert "geral" not in room.load().playlists


@pytest.mark.usefixtures("secret")
def test_the_operator_lets_a_display_in_and_shows_it_out() -> None:
    test = entered("sala")
    test.text_input(key="room_let_in_name").set_value("Sala")
    test.text_input(key="room_let_in_by").set_value("EATA")
    press(test, "Dar uma chave")
    key = test.code[0].value.partition("chave=")[2]
    found = screens.opened_by(key)
    assert found is not None and found.state(datetime.now(UTC)) == "valid" and found.playlist == "geral"
    assert any("Sala" in x for x in rows(test, "data-display").values())  # the table is of now
    test.text_input(key="room_show_out_by").set_value("EATA")
    press(test, "Retirar a chave")
    again = screens.opened_by(key)
    assert again is not None and again.state(datetime.now(UTC)) == "revoked"
    assert not test.code  # shown until the next act


@pytest.mark.usefixtures("secret")
def test_a_list_for_which_displays_have_keys_is_not_taken_out() -> None:
    made, _ = screens.issue("geral", "Sala", 3, "AMA")
    test = entered("sala")
    test.text_input(key="room_remove_by").set_value("EATA")
    press(test, "Tirar a lista")
    assert "1 ecrã tem chave para esta lista (Sala)" in test.error[0].value and "geral" in room.load().playlists
    screens.revoke(made.number, "AMA")
    press(test, "Tirar a lista")
    assert "geral" not in room.load().playlists


@pytest.mark.usefixtures("secret")
def test_a_display_is_let_in_to_one_of_the_screens_that_the_list_has() -> None:
    test = entered("sala")
    test.selectbox(key="room_let_in_list").set_value("tres_ecras")
    for key, value in (("name", "Parede 2"), ("by", "EATA")):
        test.text_input(key=f"room_let_in_{key}").set_value(value)
    test.number_input(key="room_let_in_screen").set_value(4)
    press(test, "Dar uma chave")
    assert "A lista tem 3 ecrãs" in test.error[0].value and not screens.screens()
    test.number_input(key="room_let_in_screen").set_value(2)
    press(test, "Dar uma chave")
    assert test.code[0].value.startswith("/parede?ecra=2&chave=")


@pytest.mark.parametrize("listed", room.load().playlists.values(), ids=lambda p: p.id)
def test_a_playlist_survives_the_table_in_which_it_is_edited(listed: room.Playlist) -> None:
    typed = sala_edit.table_of(listed).to_dict(orient="records")
    assert sala_edit.scenes_of(typed, listed.screens, KNOWN) == listed.scenes


def test_rows_are_taken_in_their_order_and_every_bad_cell_is_named() -> None:
    first = {"ordem": 2, "cena": "fontes", "segundos": 10, "nuts": "2024"}
    good = [first, {"ordem": 1, "cena": "nacional", "segundos": 5}, {"cena": None, "segundos": 25, "nuts": "2024"}]
    assert [s.scene for s in sala_edit.scenes_of(good, 1, KNOWN)] == ["nacional", "fontes"]
    bad = [
        first | {"segundos": 6000, "indicador": "mortalidade_infantil"},
        {"cena": "indicador", "segundos": 25},
        {"cena": "marte"},
        {"indicador": "mortalidade_infantil"},
        {"cena": "nacional", "ecra": 2},
    ]
    with pytest.raises(RowsRefused) as error:
        sala_edit.scenes_of([*good, *bad], 1, KNOWN)
    assert [(c.row, c.field, c.what[0]) for c in error.value.cells] == [
        (4, "seconds", "«6000» não serve"),
        (4, "indicator", "a cena «Estado das fontes» não o usa"),
        (5, "indicator", "falta o indicador"),
        (6, "scene", "não há a cena «marte»"),
        (7, "scene", "falta a cena"),
        (8, "screen", "«2» não serve"),
    ]
    assert all(all(c.what) and all(c.cure) for c in error.value.cells)


@pytest.mark.usefixtures("secret")
@pytest.mark.parametrize(("lang", "said"), [("pt", "falta o indicador"), ("en", "the indicator is missing")])
def test_a_row_that_cannot_stand_puts_nothing_in_force_and_is_said_cell_by_cell(
    lang: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = room.load().stamp
    monkeypatch.setattr(sala_edit, "table_of", _without_indicator)
    test = open_page("pages/sala.py", lang=lang)
    test.text_input(key="enti_operator_secret").set_value(SECRET)
    press(test, "Entrar" if lang == "pt" else "Enter")
    test.text_input(key="room_edit_by").set_value("EATA")
    press(test, "Pôr em vigor" if lang == "pt" else "Put in force")
    assert room.load().stamp == before
    assert said in rows(test, "data-cell")["2/indicador"]
    press(test, "Ver antes" if lang == "pt" else "Look first")
    assert "2/indicador" in rows(test, "data-cell") and "enti_room_preview" not in test.session_state


def _without_indicator(listed: room.Playlist) -> pd.DataFrame:
    """The table as an operator leaves it who took the indicator out of the second row."""
    made = TABLE(listed)
    made.loc[1, "indicador"] = None
    return made


@pytest.mark.usefixtures("secret")
def test_a_playlist_is_looked_at_before_it_is_in_force() -> None:
    before, test = room.load().stamp, entered("sala")
    test.number_input(key="room_screens_geral").set_value(2)
    press(test, "Ver antes")
    (seen, token) = test.session_state["enti_room_preview"]
    assert PREVIEWS.get(token) is not None and seen.screens == 2 and room.load().stamp == before
    options = test.selectbox(key=f"room_look_{token}").options
    assert options[0] == "1. Portugal" and len(options) == len(room.load().playlists["geral"].scenes)
    links = [n[1]["href"] for t in trees(payloads(test)) for n in nodes(t) if "href" in n[1]]
    assert f"parede?previa={token}&cena=0" in links


@pytest.mark.usefixtures("data")
def test_the_table_chooses_by_names() -> None:
    for lang, scene, place in (
        ("pt", "Um indicador, com mapa", "Norte, NUTS II 2024"),
        ("en", "An indicator, with map", "Norte, NUTS 2 2024"),
    ):
        names = sala_edit.names_of(replace(now.context(), lang=lang))
        assert names["cena"]["indicador"] == scene and names["territorio"]["2024:11"] == place
    assert set(names["territorio"]) >= {"PT", "1106"}


@pytest.mark.parametrize("given", [room.load()], ids=["projeto"])
def test_playlists_written_are_read_back_the_same(given: room.Room) -> None:
    assert room.parse(room.written(given.playlists.values()), "teste").playlists == given.playlists


def connect(data: Path, *readings: Reading, bad: tuple[tuple[str, str], ...] = ()) -> None:
    (data / "plataformas.yaml").write_text(
        "feeds:\n  - {id: ar, name: {pt: Qualidade do ar, en: Air}, url: 'http://h/ngsi-ld/v1', type:"
        " AirQualityObserved, shown: no2, allowance_minutes: 60}\n"
    )
    if readings or bad:
        live.keep("ar", readings, bad, datetime.now(UTC))


def reading(name: str, at: datetime, **told: float | str) -> Reading:
    return Reading("ar", name, name, "1106", at, told, {"no2": "GQ"})


def test_live_says_that_nothing_is_connected_or_that_nobody_asked(data: Path) -> None:
    assert "Nenhuma plataforma" in said("ao_vivo")
    connect(data)
    assert "ainda não foi pedida" in said("ao_vivo")


def test_live_shows_each_station_with_value_unit_age_place_and_hours(data: Path) -> None:
    now = datetime.now(UTC)
    connect(
        data,
        reading("Baixa", now, no2=7.0, o3=50.0),
        reading("Alta", now, no2=39.5),
        reading("Alta", now - timedelta(hours=3), no2=20.0),
        reading("Antiga", now - timedelta(hours=5), no2=99.0),
        reading("Muda", now, o3=1.0),
        bad=(("urn:x", "no2: mau"),),
    )
    test = open_page("pages/ao_vivo.py")
    shown = rows(test, "data-station")
    assert list(shown) == ["Alta", "Baixa", "Muda", "Antiga"] and "3 de 4 estações em dia" in words(test)
    assert "39,5 µg/m³" in shown["Alta"] and "Lisboa" in shown["Alta"] and "há 0 min" in shown["Alta"]
    assert "–" in shown["Muda"] and "atrasada" in shown["Antiga"] and "há 5 h" in shown["Antiga"]
    assert "Entidades recusadas (1)" in words(test) and "no2: mau" in words(test)
    bars = next(
        n for t in trees(payloads(test)) for n in nodes(t) if n[0] == "tr" and n[1].get("data-station") == "Alta"
    )
    assert sum(n[0] == "rect" for n in nodes(bars)) == 2
    assert "50" in rows(open_page("pages/ao_vivo.py", grandeza="o3"), "data-station")["Baixa"]


def test_a_platform_that_fails_is_said_with_since_when_and_why(data: Path) -> None:
    connect(data, reading("Baixa", datetime.now(UTC), no2=7.0))
    live.failed("ar", datetime.now(UTC), "A plataforma respondeu 500.")
    assert "Falha desde" in said("ao_vivo") and "respondeu 500" in said("ao_vivo")


@pytest.mark.parametrize(("lang", "words_"), [("pt", "foi recusado"), ("en", "was refused")])
def test_a_platform_of_a_type_that_was_refused_is_shown_with_why(
    data: Path, monkeypatch: pytest.MonkeyPatch, lang: str, words_: str
) -> None:
    connect(data, reading("Baixa", datetime.now(UTC), no2=7.0))
    assert {"pt": "Qualidade do ar observada", "en": "Observed air quality"}[lang] in said("ao_vivo", lang=lang)
    why = DeclarationError("A declaração não serve: name: falta.", where="schemas/AirQualityObserved.json")
    put(monkeypatch, TYPES, {}, (Refused("AirQualityObserved", why.where, why),))
    text = said("ao_vivo", lang=lang)
    assert words_ in text and "name: falta" in text and why.where in text and "Baixa" in text


def test_the_hourly_series_can_be_taken_away(data: Path) -> None:
    now = datetime.now(UTC)
    connect(
        data, reading("Baixa", now, no2=7.25, dataProvider="APA"), reading("Baixa", now - timedelta(hours=2), no2=5.0)
    )
    from core.room import feeds

    lines = ao_vivo._csv(live.latest("ar"), feeds.load()["ar"], now).decode().splitlines()
    assert lines[0] == "estacao,nome,dico,observado_utc,observacoes_na_hora,no2"
    assert [x.split(",")[-1] for x in lines[1:]] == ["5.0", "7.25"]
