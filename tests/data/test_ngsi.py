"""Live data by NGSI-LD: the forms of an entity, what is refused, the store, the broker and the command line."""

import json
import random
import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from jsonschema import Draft202012Validator

from core.base.errors import DeclarationError, FeedError
from core.base.nested import Malformed, of_json
from core.base.paths import ROOT, SCHEMAS
from core.base.registry import Refused
from core.room import feeds, live
from core.room.feeds import Feed
from core.room.types import REGISTRY
from etl.cli.ngsi import municipality
from etl.live import entities as ngsi
from etl.live.broker import KEY_HEADER, Broker
from etl.live.receiver import Receiver, _taken
from tests.support.broker import There, broker, entity
from tests.support.command import Said
from tests.support.declared import put

CNMD = ROOT.parent / "shared" / "data" / "cnmd" / "models"
NOW = datetime(2026, 11, 24, 10, 5, tzinfo=UTC)
TEXT = """feeds:
  - {{id: ar, name: {{pt: Ar, en: Air}}, url: "{url}", type: AirQualityObserved, shown: no2,
     allowance_minutes: 120{more}}}
"""


def feed(url: str = "https://h/ngsi-ld/v1", more: str = "") -> Feed:
    return feeds.parse(TEXT.format(url=url, more=more), "teste")["ar"]


@pytest.fixture
def there() -> Iterator[There]:
    with broker() as made:
        yield made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "aovivo.sqlite"


def nowhere(station: str, latitude: float, longitude: float) -> str | None:
    return None


def taken(*entities: Any) -> tuple[list[live.Reading], list[tuple[str, str]]]:
    return ngsi.readings(entities, feed(), NOW, nowhere)


CONCISE = entity() | {
    "dateObserved": {"value": "2026-11-24T10:00:00Z"},
    "no2": {"value": 39, "unitCode": "GQ"},
    "name": "Entrecampos",
    "location": {"type": "Point", "coordinates": [-9.149, 38.7486]},
}
SIMPLE = ngsi.key_values(entity())[0]


@pytest.mark.parametrize(
    "given", [entity(), CONCISE, SIMPLE, entity() | {"@context": ["x"], "type": ["AirQualityObserved"]}]
)
def test_every_form_of_an_entity_is_the_same_reading(given: dict[str, Any]) -> None:
    (got,), bad = taken(given)
    assert bad == [] and (got.station, got.name) == ("urn:prova:estacao:Entrecampos", "Entrecampos")
    assert got.observed_at == datetime(2026, 11, 24, 10, tzinfo=UTC) and (
        got.told["no2"],
        got.told["airQualityIndex"],
    ) == (39, 24)


def test_units_come_with_their_attribute() -> None:
    assert ngsi.key_values(entity())[1] == {"no2": "GQ"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"no2": {"type": "Property", "value": -3}}, "no2"),
        ({"no2": {"type": "Property", "value": "39"}}, "no2"),
        ({"type": "WeatherObserved"}, "type"),
        ({"refPointOfInterest": None}, "refPointOfInterest"),
        ({"dateObserved": {"type": "Property", "value": "ontem"}}, "não é um instante"),
        ({"dateObserved": {"type": "Property", "value": "2026-11-24T10:00:00"}}, "não diz o fuso"),
        ({"dateObserved": {"type": "Property", "value": "2026-11-25T10:00:00Z"}}, "ainda não chegou"),
        ({"location": {"type": "GeoProperty", "value": {"type": "Polygon", "coordinates": []}}}, "location"),
        ({"location": {"type": "GeoProperty", "value": {"type": "Point", "coordinates": [38.7, 138.0]}}}, "location"),
        ({"dateObserved": {"type": "Property", "value": "0001-01-01T00:00:00+14:00"}}, "não é um instante de que"),
        ({"dateObserved": {"type": "Property", "value": "9999-12-31T23:59:59-14:00"}}, "não é um instante de que"),
        ({"name": {"type": "Property", "value": "Entre\ud800campos"}}, "letras que não se podem guardar"),
        ({"address": {"type": "Property", "value": {"addressLocality": "Lisboa"}}}, "address"),
        ({"name": {"type": "Property", "value": "x" * 301}}, "compridos demais"),
        ({"no2": {"type": "Property", "value": 39, "unitCode": "G\ud800"}}, "letras que não se podem guardar"),
        ({"no2\ud800": {"type": "Property", "value": 39}}, "letras que não se podem guardar"),
        ({"x" * 301: 3}, "compridos demais"),
        ({f"x{n}": n for n in range(500)}, "mais de 500 atributos"),
        ({"no2": of_json('{"value": ' * 200 + "1" + "}" * 200, depth=None)}, "listas dentro de listas"),
        ({"airQualityIndex": float("inf")}, "airQualityIndex"),
    ],
)
def test_what_is_not_valid_is_named_and_the_rest_is_kept(change: dict[str, Any], said: str) -> None:
    good, ((name, why),) = taken(entity() | change, entity("Olivais"))
    assert [r.name for r in good] == ["Olivais"] and said in why and name.startswith("urn:prova")


@pytest.mark.parametrize("number", [10**400, -(10**400), 1e300, float("inf"), float("nan")])
def test_a_number_beyond_all_is_not_kept_and_costs_nobody_else_anything(number: float) -> None:
    good, bad = taken(entity(temperatura={"type": "Property", "value": number}), entity("Olivais"))
    assert bad == [] and [r.name for r in good] == ["Entrecampos", "Olivais"] and "temperatura" not in good[0].told


def test_an_entity_that_cannot_be_written_is_set_aside_and_the_listener_answers(path: Path) -> None:
    """What comes over HTTP has its broken letters as escapes."""
    odd = entity("Mau", no2={"type": "Property", "value": 39, "unitCode": "\ud800"})
    deep: Any = 1
    for _ in range(200):
        deep = [deep]
    body = json.dumps({"data": [odd, entity("Fundo", no2=deep), entity("Olivais")]}).encode()

    def take(name: str, data: list[Any]) -> None:
        live.keep(name, *taken(*data), NOW, path)

    assert _taken("ar", body, take) == 204
    assert [r.name for r in live.latest(path=path)] == ["Olivais"]
    assert (live.contacts(path)["ar"].entities, live.contacts(path)["ar"].rejected) == (3, 2)
    assert _taken("ar", b"[" * 1_000_000, take) == _taken("ar", b'{"data": [NaN]}', take) == 400


def test_entities_spoilt_anywhere_cost_only_themselves(path: Path) -> None:
    chance, good = random.Random(3), json.dumps(entity())
    odd = ["\\ud800", "9" * 400, "[" * 70 + "]" * 70, "null", "{}", "[]", '"x"', "-1", "1e999", "true", '"\\u0000"']
    entities = []
    for _ in range(300):
        spots = [m.span() for m in re.finditer(r'"[^"]*"|-?[0-9.]+', good)]
        start, end = chance.choice(spots)
        piece = chance.choice(odd)
        try:
            entities.append(of_json(good[:start] + piece + good[end:], depth=None))
        except Malformed:  # a key that is no text
            entities.append(None)
    found, bad = taken(*entities, entity("Olivais"))
    assert found[-1].name == "Olivais" and len(found) + len(bad) == 301 and len(bad) > 100
    live.keep("ar", found, bad, NOW, path)
    assert live.contacts(path)["ar"].rejected == len(bad)


@pytest.mark.parametrize("nonsense", [None, 3, "x", [], {}, {"id": 5}])
def test_what_is_no_entity_is_refused(nonsense: Any) -> None:
    good, bad = taken(nonsense)
    assert good == [] and len(bad) == 1


def test_our_schema_is_sound_and_takes_nothing_away_from_the_national_one() -> None:
    ours = json.loads((SCHEMAS / "AirQualityObserved.json").read_text("utf-8"))
    Draft202012Validator.check_schema(ours)
    assert "$ref" not in json.dumps(ours)
    if not CNMD.exists():
        pytest.skip("o catálogo nacional de modelos não está ao lado")
    theirs = json.loads((CNMD / "AirQualityObserved.schema.json").read_text("utf-8"))
    named = set(theirs["allOf"][1]["properties"])
    assert set(theirs["required"]) == set(ours["required"])
    assert set(ours["properties"]) - named <= {"id", "name", "source", "dataProvider"}
    for name in named & set(ours["properties"]):
        for bound in ("minimum", "type"):
            if bound in theirs["allOf"][1]["properties"][name] and name not in (
                "type",
                "temperature",
                "refPointOfInterest",
            ):
                assert ours["properties"][name][bound] == theirs["allOf"][1]["properties"][name][bound], name


def test_the_national_example_is_a_reading_of_its_station() -> None:
    if not CNMD.exists():
        pytest.skip("o catálogo nacional de modelos não está ao lado")
    example = json.loads((CNMD / "AirQualityObserved.example.json").read_text("utf-8"))
    (got,), bad = taken(example)
    assert bad == [] and got.name == "Entrecampos" and got.told["no2"] == 39 and got.units["temperature"] == "CEL"
    assert got.observed_at == datetime(2024, 10, 18, 15, tzinfo=UTC)


def test_the_municipality_is_where_the_point_lies_not_what_the_address_says() -> None:
    (got,), _ = ngsi.readings([entity()], feed(), NOW, municipality)
    assert got.dico == "1106"  # the address says Porto
    assert municipality("mar", 38.0, -30.0) is None and municipality("madrid", 40.4, -3.7) is None


def test_what_is_no_number_and_no_text_is_not_kept_and_the_rest_is(path: Path) -> None:
    odd = entity(o3={"type": "Property", "value": 1e300}, dataProvider={"type": "Property", "value": "A\ud800"})
    (got,), bad = taken(odd)
    assert bad == [] and "o3" not in got.told and "dataProvider" not in got.told and got.told["no2"] == 39
    _, refused = taken({"id": "urn:\ud800", "type": "AirQualityObserved"})
    assert live.keep("ar", [got], refused, NOW, path) == 1


def read(station: str = "E", at: datetime = NOW, no2: float = 1.0) -> live.Reading:
    return live.Reading("ar", station, station, "1106", at, {"no2": no2}, {"no2": "GQ"})


def test_an_observation_is_kept_once_and_the_newest_is_the_latest(path: Path) -> None:
    assert live.latest(path=path) == [] and live.contacts(path) == {} and not path.exists()
    early, late = read(at=NOW - timedelta(hours=1)), read(no2=5.0)
    assert live.keep("ar", [late, early], [], NOW, path) == 2
    assert live.keep("ar", [early, late], [], NOW, path) == 0
    assert live.latest("ar", path) == [late] and live.latest("outra", path) == []


def test_an_hour_is_its_last_observation_and_an_empty_hour_is_not_there(path: Path) -> None:
    times = [(9, 0, 1.0), (9, 50, 3.0), (11, 20, 7.0)]
    rows = [read(at=NOW.replace(hour=h, minute=m), no2=v) for h, m, v in times]
    live.keep("ar", [*rows, read("outra")], [], NOW, path)
    got = live.hourly("ar", "E", NOW.replace(hour=0), path)
    assert [(r.observed_at.hour, r.told["no2"], n) for r, n in got] == [(9, 3.0, 2), (11, 7.0, 1)]
    assert len(live.hourly("ar", "E", NOW.replace(hour=10), path)) == 1


def test_since_when_a_platform_fails_is_kept_until_it_answers(path: Path) -> None:
    live.keep("ar", [read()], [("x", "mau")], NOW, path)
    live.failed("ar", NOW + timedelta(minutes=1), "caiu", path)
    live.failed("ar", NOW + timedelta(minutes=2), "caiu", path)
    there = live.contacts(path)["ar"]
    assert (there.failed_since, there.ok_at, there.error) == (NOW + timedelta(minutes=1), NOW, "caiu")
    assert (there.entities, there.rejected) == (2, 1)
    live.keep("ar", [], [], NOW + timedelta(minutes=3), path)
    assert live.contacts(path)["ar"].failed_since is None and live.rejections("ar", path) == [("x", "mau")]


def test_what_was_observed_stands(path: Path) -> None:
    live.keep("ar", [read()], [], NOW, path)
    with sqlite3.connect(path) as db, pytest.raises(sqlite3.DatabaseError, match="os dados ao vivo"):
        db.execute("DELETE FROM reading")
    path.write_bytes(b"not a database at all, but long enough to be read as one" * 40)
    with pytest.raises(FeedError, match=r"aovivo\.sqlite"):
        live.latest(path=path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("feeds: [", "YAML"),
        (TEXT.format(url="ftp://h", more=""), "url"),
        (TEXT.format(url="http://h", more="").replace("AirQualityObserved", "Marte"), "não há esquema"),
        (TEXT.format(url="http://h", more=", cor: 3"), "cor"),
        (TEXT.format(url="http://h", more="") + TEXT.format(url="http://h", more="").partition("\n")[2], "mesmo id"),
    ],
)
def test_a_broken_list_of_platforms_is_named(text: str, said: str) -> None:
    with pytest.raises(FeedError, match=said):
        feeds.parse(text, "teste")


def test_the_projects_own_list_is_empty_until_somebody_connects_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    assert feeds.load() == {}
    (tmp_path / "plataformas.yaml").write_text(TEXT.format(url="http://h", more=""))
    assert list(feeds.load()) == ["ar"]


def test_entities_come_page_by_page_with_what_the_broker_wants(there: There, monkeypatch: pytest.MonkeyPatch) -> None:
    there.entities = [entity(f"E{n}") for n in range(1203)] + [{"id": "x", "type": "Outra"}]
    monkeypatch.setenv("SENHA", "abc")
    asked = feed(there.url, ", tenant: porto, token_env: SENHA, context: 'https://h/c.jsonld'")
    assert len(list(Broker(asked).entities())) == 1203
    method, path, headers = there.asked[1]
    assert method == "GET" and "offset=500" in path and "type=AirQualityObserved" in path and len(there.asked) == 3
    assert (
        headers["NGSILD-Tenant"] == "porto"
        and headers["Authorization"] == "Bearer abc"
        and "https://h/c.jsonld" in headers["Link"]
    )
    monkeypatch.delenv("SENHA")
    with pytest.raises(FeedError, match="Falta a senha"):
        list(Broker(asked).entities())


@pytest.mark.parametrize("fail", ["500", "404", "html", "cut", "huge", "object", "away", "drip", "nan"])
def test_a_broker_that_misbehaves_is_one_plain_error(there: There, fail: str) -> None:
    there.fail = fail
    with pytest.raises(FeedError) as said:
        list(Broker(feed(there.url), whole_s=1.0).entities())
    assert "ar (http" in str(said.value) and said.value.cure


def test_nobody_there(there: There) -> None:
    with pytest.raises(FeedError, match="não responde"):
        list(Broker(feed("http://127.0.0.1:9/ngsi-ld/v1")).entities())


@pytest.fixture
def listening() -> Iterator[tuple[str, list[tuple[str, list[Any]]]]]:
    got: list[tuple[str, list[Any]]] = []

    def take(name: str, data: list[Any]) -> None:
        if data == ["cheio"]:
            raise FeedError("O disco está cheio.")
        got.append((name, data))

    server = Receiver(("127.0.0.1", 0), {"ar": "chave-de-prova"}, take)
    serving = threading.Thread(target=server.serve)
    serving.start()
    yield f"http://127.0.0.1:{server.port}", got
    server.stop()
    serving.join()


def test_a_subscription_brings_notifications_until_it_is_taken_away(
    there: There, listening: tuple[str, list[tuple[str, list[Any]]]]
) -> None:
    address, got = listening
    asked = Broker(feed(there.url))
    name = asked.subscribe(f"{address}/ar", "chave-de-prova")
    assert [s["id"] for s in asked.subscriptions()] == [name]
    there.entities = [entity()]
    assert there.notify() == [204] and got == [("ar", [entity()])]
    asked.unsubscribe(name)
    assert there.notify() == [] and asked.subscriptions() == []
    with pytest.raises(FeedError, match="404"):
        asked.unsubscribe(name)
    there.fail = "500"
    with pytest.raises(FeedError, match="não fez a subscrição"):
        asked.subscribe(f"{address}/ar", "chave-de-prova")


@pytest.mark.parametrize(
    ("path", "key", "body", "status"),
    [
        ("ar", "errada", b'{"data": []}', 403),
        ("ar", "", b'{"data": []}', 403),
        ("outra", "chave-de-prova", b'{"data": []}', 403),
        ("ar", "chave-de-prova", b"{", 400),
        ("ar", "chave-de-prova", b"[]", 400),
        ("ar", "chave-de-prova", b'{"data": 3}', 400),
        ("ar", "chave-de-prova", b'{"data": ["cheio"]}', 503),
    ],
)
def test_what_is_no_notification_of_ours_is_not_taken(
    listening: tuple[str, list[tuple[str, list[Any]]]], path: str, key: str, body: bytes, status: int
) -> None:
    address, got = listening
    assert (
        requests.post(f"{address}/{path}", data=body, headers={KEY_HEADER: key}, timeout=5).status_code == status
        and got == []
    )


def test_by_command_line(
    etl: Callable[..., Said], tmp_path: Path, there: There, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert etl("ngsi", "poll", data=tmp_path).code == 18
    (tmp_path / "plataformas.yaml").write_text(TEXT.format(url=there.url, more=""))
    assert "ainda não foi pedida" in etl("ngsi", "show", data=tmp_path).out
    now = datetime.now(UTC).isoformat()
    there.entities = [entity(at=now), entity("Olivais", now, no2={"type": "Property", "value": -1})]
    polled = etl("ngsi", "poll", data=tmp_path)
    assert polled.code == 0 and polled.out == "ar: 2 entidades, 1 observações novas, 1 recusadas.\n"
    assert "0 observações novas" in etl("ngsi", "poll", "ar", data=tmp_path).out
    there.fail = "500"
    assert etl("ngsi", "poll", data=tmp_path).code == 18
    shown = etl("ngsi", "show", data=tmp_path).out
    assert "Entrecampos (1106): no2 = 39" in shown and "recusada urn:prova" in shown and "Falha desde" in shown
    assert etl("ngsi", "poll", "nada", data=tmp_path).code == 18
    there.fail = ""
    assert etl("ngsi", "subscribe", "ar", "https://h", data=tmp_path).code == 18  # no key to be called by
    monkeypatch.setenv("ENTI_NGSI_SECRET", "x" * 20)
    made = etl("ngsi", "subscribe", "ar", "https://h", data=tmp_path)
    assert (
        made.code == 0
        and there.subscriptions[made.out.split(": ")[1].strip()]["notification"]["endpoint"]["uri"] == "https://h/ar"
    )
    assert etl("ngsi", "unsubscribe", "ar", made.out.split(": ")[1].strip(), data=tmp_path).out == "Retirada.\n"


def test_without_end_it_reports_and_answers_nothing(
    etl: Callable[..., Said], tmp_path: Path, there: There, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plataformas.yaml").write_text(TEXT.format(url=there.url, more=""))
    there.entities = [entity(at=datetime.now(UTC).isoformat())]
    waited: list[int] = []

    def wait(seconds: int) -> None:
        waited.append(seconds)
        there.fail = "500"
        if len(waited) == 3:
            raise KeyboardInterrupt  # as who stops it by hand

    monkeypatch.setattr("etl.cli.ngsi.time.sleep", wait)
    polled = etl("ngsi", "poll", "--every", "60", data=tmp_path)
    assert polled.out == "" and waited == [60, 60, 60]
    assert "INFO etl.cli.ngsi: ar: 1 entidades, 1 observações novas, 0 recusadas." in polled.err
    assert polled.err.count("WARNING etl.cli.ngsi: ar: A plataforma respondeu 500.") == 1  # the third is the second


def test_listening_it_reports_what_it_takes(
    etl: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plataformas.yaml").write_text(TEXT.format(url="http://h", more=""))
    key = "chave-que-nunca-se-escreve"
    given = entity(at=datetime.now(UTC).isoformat())

    def serve(self: Receiver) -> None:
        serving = threading.Thread(target=theirs, args=(self,))
        serving.start()
        for told in ({"data": [given]}, {"data": 3}):
            requests.post(f"http://127.0.0.1:{self.port}/ar", json=told, headers={KEY_HEADER: key}, timeout=30)
        self.stop()
        serving.join()

    theirs = Receiver.serve
    monkeypatch.setattr(Receiver, "serve", serve)
    assert etl("ngsi", "listen", "--port", "0", data=tmp_path).code == 18  # no key to be called by
    monkeypatch.setenv("ENTI_NGSI_SECRET", key)
    heard = etl("ngsi", "listen", "--port", "0", data=tmp_path)
    assert heard.code == 0 and heard.out == "" and key not in heard.err
    assert re.search(r"INFO etl\.cli\.ngsi: A ouvir em http://127\.0\.0\.1:\d+/ para ar\.", heard.err)
    assert "INFO etl.cli.ngsi: ar: 1 entidades, 1 observações novas, 0 recusadas." in heard.err
    monkeypatch.setenv("ENTI_NGSI_SECRET", "curta")
    refused = etl("ngsi", "listen", "--port", "0", data=tmp_path)
    assert refused.code == 18 and "ENTI_NGSI_SECRET" in refused.err and "curta" not in refused.err


def test_a_type_that_was_refused_costs_its_own_platforms(
    etl: Callable[..., Said], tmp_path: Path, there: There, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other platforms are asked; of this one nobody is asked anything, and each command says why."""
    why = DeclarationError("A declaração não serve.", where="schemas/Ruido.json", cure="completar x-enti.")
    put(monkeypatch, REGISTRY, {}, (Refused("Ruido", why.where, why),))
    loud = TEXT.format(url="http://127.0.0.1:9", more="").partition("\n")[2].replace("ar,", "ruido,")
    both = TEXT.format(url=there.url, more="") + loud.replace("AirQualityObserved", "Ruido")
    (tmp_path / "plataformas.yaml").write_text(both)
    there.entities = [entity(at=datetime.now(UTC).isoformat())]
    polled = etl("ngsi", "poll", data=tmp_path)
    assert polled.code == 18 and "ar: 1 entidades, 1 observações novas" in polled.out
    assert "schemas/Ruido.json" in polled.out and "Falharam: ruido." in polled.err
    shown = etl("ngsi", "show", "ruido", data=tmp_path).out
    assert "schemas/Ruido.json" in shown and "Falha desde" in shown
    monkeypatch.setenv("ENTI_NGSI_SECRET", "x" * 20)
    assert etl("ngsi", "subscribe", "ruido", "https://h", data=tmp_path).code == 21 and there.subscriptions == {}
    monkeypatch.setattr(Receiver, "serve", Receiver.stop)
    heard = etl("ngsi", "listen", "--port", "0", data=tmp_path)
    assert "para ar." in heard.err and "schemas/Ruido.json" in heard.err


def test_what_a_type_measures_is_called_as_its_file_says() -> None:
    said = feed()
    assert (said.called("pm25", "pt"), said.called("pm25", "en"), said.called("tsp", "pt")) == ("PM₂,₅", "PM₂.₅", "tsp")
