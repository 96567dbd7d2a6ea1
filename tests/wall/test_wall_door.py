"""The wall's own door: what it answers, to whom, and how it heals."""

import asyncio
import json
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from core.base.typed import Text
from core.room import screens
from core.room.playlists import Spec
from tests.support.asgi import Answer, ask
from tests.support.declared import drawn_by
from tests.support.wall import data, wall, words  # noqa: F401 (data and wall are fixtures)
from ui.data.context import Context
from ui.wall import now, scenes, server
from ui.wall.previews import Previews
from ui.wall.pulses import Pulses
from ui.wall.scenes import REGISTRY
from ui.wall.server import Wall
from ui.web.asgi import Message, Receive, Send


def test_a_build_that_could_not_be_opened_is_looked_at_again(data: Path, wall: Wall) -> None:
    build = data / "builds" / (data / "builds" / "current").read_text().strip()
    away = build.rename(build.with_suffix(".away"))
    assert "Não há dados publicados" in ask(wall, "/parede/estado").told["troubles"][0]
    away.rename(build)  # the pointer did not change
    assert ask(wall, "/parede/estado").told["troubles"] == []


def test_a_scene_that_takes_too_long_is_given_up_and_costs_no_other(
    data: Path, wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Event()
    monkeypatch.setattr(scenes, "WAIT_S", 0.2)
    drawn_by(monkeypatch, REGISTRY, "nacional", lambda c, s: held.wait(60) or pytest.fail("given up before"))
    told = ask(wall, "/parede/cena?n=0").told
    assert told["error"] and "Não ficou pronta" in words(told["tree"])
    monkeypatch.setattr(scenes, "WAIT_S", 15)
    assert not ask(wall, "/parede/cena?n=1").told["error"]
    held.set()


@pytest.mark.parametrize(
    ("path", "to"),
    [("/parede/", "../parede"), ("/parede/?ecra=2", "../parede?ecra=2"), ("/parede/?chave=abc", "../parede")],
)
def test_with_a_slash_at_the_end_it_is_the_same_wall(data: Path, wall: Wall, path: str, to: str) -> None:
    got = ask(wall, path)
    assert got.status == 303 and got.headers["location"] == to


def test_behind_tls_the_key_goes_over_tls_only(data: Path, wall: Wall) -> None:
    plain = ask(wall, "/parede?chave=abc").headers["set-cookie"]
    behind = ask(wall, "/parede?chave=abc", headers={"X-Forwarded-Proto": "https"}).headers["set-cookie"]
    assert "Secure" not in plain and behind.endswith("; Secure")


def test_what_is_not_the_walls_goes_on(data: Path, wall: Wall) -> None:
    assert ask(wall, "/").status == ask(wall, "/paredes").status == ask(wall, "/indicador?x=1").status == 299


def test_the_document_holds_no_figures_and_asks_no_other_host(data: Path, wall: Wall) -> None:
    got = ask(wall, "/parede")
    assert got.status == 200 and "http" not in got.body.decode().replace("http-equiv", "")
    assert got.headers["content-security-policy"].startswith("default-src 'self'")


def test_the_state_names_scenes_durations_and_the_build(data: Path, wall: Wall) -> None:
    told = ask(wall, "/parede/estado?lista=tres_ecras&ecra=2").told
    assert (told["list"], told["screen"], told["seconds"]) == ("tres_ecras", 2, [30, 30])
    assert told["stamps"] == [now.stamp(), now.stamp()] and len(told["build"]) == 7 and told["sources"]
    assert told["got"] < told["built"] <= told["now"]
    assert ask(wall, "/parede/estado").told["list"] == "geral"
    assert ask(wall, "/parede/estado?lista=tres_ecras&ecra=99").told["screen"] == 3


def test_a_scene_is_made_once_for_all_screens(data: Path, wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Spec] = []
    theirs = REGISTRY["nacional"].build
    drawn_by(monkeypatch, REGISTRY, "nacional", lambda c, s: (made.append(s), theirs(c, s))[1])
    first, second = (ask(wall, f"/parede/cena?lista={x}&n=0") for x in ("geral", "tres_ecras"))
    assert first.body == second.body and len(made) == 1 and first.told["stamp"] == now.stamp()


def test_a_scene_that_raises_says_its_kind_and_is_asked_again(
    data: Path, wall: Wall, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    theirs = REGISTRY["nacional"].build

    def fail(context: Context, spec: Spec) -> Any:
        raise ZeroDivisionError("segredo")

    drawn_by(monkeypatch, REGISTRY, "nacional", fail)
    told = ask(wall, "/parede/cena?n=0").told
    assert told["error"] and "ZeroDivisionError" in words(told["tree"]) and "segredo" not in words(told)
    (reported,) = caplog.records  # for who keeps the server
    assert reported.getMessage() == "A cena «nacional» não se fez (ZeroDivisionError)." and reported.exc_info
    assert not ask(wall, "/parede/cena?n=1").told["error"]
    drawn_by(monkeypatch, REGISTRY, "nacional", theirs)
    assert not ask(wall, "/parede/cena?n=0").told["error"]


@pytest.mark.parametrize(
    "path",
    ["estado?lista=nada", "cena?n=99", "cena?n=x", "estado?ecra=x", "cena?n=-1"],
)
def test_what_does_not_exist_is_a_clear_answer(data: Path, wall: Wall, path: str) -> None:
    got = ask(wall, f"/parede/{path}")
    assert got.status == 400 and got.told["problem"]


def test_broken_playlists_are_said_and_heal(data: Path, wall: Wall, caplog: pytest.LogCaptureFixture) -> None:
    (data / "parede.yaml").write_text("playlists: [")
    said = ask(wall, "/parede/estado").told["problem"]
    assert "não é YAML" in said and "O que fazer" not in said and str(data) not in said
    assert "O que fazer" in caplog.text  # for who runs the dashboard
    (data / "parede.yaml").unlink()
    assert ask(wall, "/parede/estado").status == 200


def test_unknown_addresses_and_methods(data: Path, wall: Wall) -> None:
    assert ask(wall, "/parede/nada").status == ask(wall, "/parede/estado", method="POST").status == 404


def test_what_an_address_does_not_take_is_not_there_and_says_so_only_with_a_key(
    data: Path, wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [("GET", "pulso"), ("POST", "estado"), ("PUT", "cena"), ("DELETE", "nada")]
    assert {ask(wall, f"/parede/{p}", method=m).status for m, p in asked} == {404}
    assert ask(wall, "/parede", method="HEAD").status == 200 and ask(wall, "/parede", method="POST").status == 405
    monkeypatch.delenv("ENTI_WALL")
    assert {ask(wall, f"/parede/{p}", method=m).status for m, p in asked} == {403}


def test_a_setting_that_makes_no_sense_keeps_the_wall_closed_and_is_named(
    data: Path, wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTI_WALL", "aberta")
    got = ask(wall, "/parede/estado")
    assert got.status == 400 and "ENTI_WALL" in got.told["problem"] and "seconds" not in got.told


def test_every_answer_stays_with_who_asked(data: Path, wall: Wall) -> None:
    for path in ("/parede", "/parede/estado", "/parede/cena?n=0", "/parede/ecras", "/parede/nada", "/parede/cena?n=x"):
        got = ask(wall, path).headers
        assert got["cache-control"] == "no-store" and got["x-content-type-options"] == "nosniff", path
        assert got["referrer-policy"] == "no-referrer" and got["content-security-policy"].startswith("default-src")
        assert got["content-type"] == ("text/html; charset=utf-8" if path == "/parede" else "application/json")


def test_the_wall_answers_whatever_happens_behind_it(data: Path) -> None:
    async def broken(scope: Message, receive: Receive, send: Send) -> None:
        raise ZeroDivisionError

    made = Wall(broken, Pulses())
    assert ask(made, "/parede").status == ask(made, "/parede/estado").status == 200
    assert ask(made, "/parede/nada").status == 404
    with pytest.raises(ZeroDivisionError):
        ask(made, "/paredes")
    made.close()


def test_below_a_base_address_it_is_the_same_wall(data: Path, wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "get_option", lambda name: "enti/" if name == "server.baseUrlPath" else None)
    assert ask(wall, "/enti/parede").status == ask(wall, "/enti/parede/estado").status == 200
    assert ask(wall, "/enti/parede/").headers["location"] == "../parede"
    assert ask(wall, "/enti/").status == ask(wall, "/outra/parede").status == 299


def test_pulses_are_kept_and_nonsense_is_not(data: Path, wall: Wall) -> None:
    good = json.dumps({"screen": "geral/1", "alive": True, "scene": 3}).encode()
    assert ask(wall, "/parede/pulso", method="POST", body=good).status == 200
    long = json.dumps({"screen": "x", "alive": True, "scene": "1" * 9000}).encode()
    torn = [json.dumps({"alive": True} | {k: "\ud800"}).encode() for k in ("screen", "scene")]
    for bad in (b"{", b"[1]", b'"x"', b"x" * 9000, b"[" * 2000, long, *torn, b"\xff", b""):
        assert ask(wall, "/parede/pulso", method="POST", body=bad).status == 400
    told = ask(wall, "/parede/ecras").told["screens"]
    assert list(told) == ["geral/1"] and told["geral/1"]["alive"] is True
    for n in range(300):
        ask(wall, "/parede/pulso", method="POST", body=json.dumps({"screen": f"x{n}", "alive": True}).encode())
    assert len(ask(wall, "/parede/ecras").told["screens"]) <= 101


@pytest.mark.parametrize("how", ["silent", "gone"])
def test_a_pulse_that_never_ends_is_given_up(data: Path, wall: Wall, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    monkeypatch.setattr(server, "_BODY_S", 0.1)
    parts = iter([{"type": "http.request", "body": b"{", "more_body": True}])

    async def receive() -> Message:
        if part := next(parts, None):
            return part
        await asyncio.sleep(60 if how == "silent" else 0)
        return {"type": "http.disconnect"}

    assert ask(wall, "/parede/pulso", method="POST", receive=receive).status == 400
    assert ask(wall, "/parede/ecras").told["screens"] == {}


@pytest.fixture
def closed(data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("ENTI_WALL")
    return data


def with_key(wall: Wall, path: str, key: str) -> Answer:
    return ask(wall, path, headers={"Cookie": f"outra=1; enti_ecra={key}"})


def test_without_a_key_nothing_is_given(closed: Path, wall: Wall) -> None:
    for path in ("estado", "cena?n=0", "ecras"):
        got = ask(wall, f"/parede/{path}")
        assert got.status == 403 and set(got.told) == {"refused", "now"}
    assert ask(wall, "/parede/pulso", method="POST", body=b"{}").status == 403
    assert with_key(wall, "/parede/estado", "inventada").status == 403


def test_a_preview_opens_its_own_scenes_without_a_key_and_nothing_else(
    closed: Path, wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    now_s = [0.0]
    kept = Previews(lambda: now_s[0])
    monkeypatch.setattr(server, "PREVIEWS", kept)
    token = kept.keep(Text(pt="Prova", en="Trial"), [Spec(scene="fontes", screen=3), Spec(scene="nacional")])
    state = ask(wall, f"/parede/estado?previa={token}&lista=geral&ecra=2").told
    assert (state["name"], state["seconds"], state["screen"]) == ("Prova", [25, 25], 1)
    assert ask(wall, f"/parede/cena?previa={token}&n=1").told["kicker"] == "Portugal"
    assert ask(wall, f"/parede/cena?previa={token}&n=2").status == 400
    for path, how in (("ecras", "GET"), ("pulso", "POST"), ("outra", "GET")):
        assert ask(wall, f"/parede/{path}?previa={token}", method=how, body=b"{}").status == 403
    assert ask(wall, "/parede/estado?previa=inventada").status == 403
    _, key = screens.issue("tres_ecras", "Sala", 30, "AMA")
    assert with_key(wall, "/parede/estado?previa=inventada", key).status == 403
    now_s[0] = 1801.0
    assert "já acabou" in ask(wall, f"/parede/estado?previa={token}").told["refused"]


def test_previews_are_few_and_the_oldest_goes() -> None:
    kept = Previews()
    made = [kept.keep(Text(pt="P", en="P"), [Spec(scene="fontes")]) for _ in range(51)]
    assert len(set(made)) == 51 and kept.get(made[0]) is None and kept.get(made[-1]) is not None


def test_a_key_in_the_address_becomes_a_cookie(closed: Path, wall: Wall) -> None:
    _, key = screens.issue("tres_ecras", "Sala", 30, "AMA")
    got = ask(wall, f"/parede?ecra=2&chave={key}")
    assert got.status == 303 and got.headers["location"] == "parede?ecra=2"
    cookie = got.headers["set-cookie"]
    assert f"enti_ecra={key};" in cookie and "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert "Max-Age=0" in ask(wall, "/parede?chave=a%0d%0aSet-Cookie:x").headers["set-cookie"]


def test_a_key_opens_its_own_playlist_whatever_is_asked(closed: Path, wall: Wall) -> None:
    made, key = screens.issue("tres_ecras", "Sala", 30, "AMA")
    assert with_key(wall, "/parede/estado?lista=geral", key).told["list"] == "tres_ecras"
    with_key(wall, "/parede/pulso", key)
    screens.revoke(made.number, "AMA")
    assert "retirada" in with_key(wall, "/parede/estado", key).told["refused"]
    assert with_key(wall, "/parede/cena?n=0", key).status == 403


def test_an_expired_key_says_so(closed: Path, wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    _, key = screens.issue("geral", "Sala", 1, "AMA")
    monkeypatch.setattr(screens.Screen, "state", lambda self, at: "expired")
    assert "expirou" in with_key(wall, "/parede/estado", key).told["refused"]


def test_a_damaged_file_of_keys_closes_the_wall(closed: Path, wall: Wall) -> None:
    (closed / "ecras.sqlite").write_bytes(b"not a database at all, but long enough to be read as one" * 40)
    got = with_key(wall, "/parede/estado", "x")
    assert got.status == 400 and "seconds" not in got.told


def test_a_key_of_a_playlist_that_is_gone_says_so(closed: Path, wall: Wall) -> None:
    _, key = screens.issue("nenhuma", "Sala", 3, "AMA")
    assert with_key(wall, "/parede/estado", key).status == 400
