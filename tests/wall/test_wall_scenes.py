"""Each scene of the wall: what it says, what it says when it cannot be shown, and what it does not colour."""

import json
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.alerts import acts as alert_acts
from core.alerts import log as alert_log
from core.alerts.model import Finding
from core.base.errors import DeclarationError
from core.base.registry import Refused
from core.judgement.movers import Mover
from core.reading import nation
from core.room import live, scenes
from core.room import playlists as room
from core.room.playlists import Spec
from core.room.scenes import SceneFacts
from core.room.types import REGISTRY as TYPES
from core.warehouse import queries
from core.warehouse.checks import CHECKS, LOADS
from show import verdicts
from show.paint import marks as kinds_of
from show.sentences import dated
from tests.support.declared import put
from tests.support.pages import nodes, text_of
from tests.support.wall import alert, connect, data, evaluated, marks, nobody, reading, rewrite, shown, wall, words  # noqa: F401 (data and wall are fixtures)
from ui.data import load
from ui.data.read import reader
from ui.map import component as maps
from ui.wall import now, steering
from ui.wall.parts import SHOWN
from ui.wall.scenes import REGISTRY


def test_the_wall_draws_each_scene_that_may_be_named_and_both_read_the_same_declaration() -> None:
    assert REGISTRY.refused == () and set(REGISTRY.all) == set(scenes.facts())
    for scene in REGISTRY.all.values():
        shared = {k: getattr(scene, k) for k in SceneFacts.model_fields}
        assert scenes.facts()[scene.id].model_dump() == SceneFacts(**shared).model_dump()


def test_a_scene_declared_badly_says_so_on_the_screen_and_costs_no_other(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    why = DeclarationError("A declaração de cena não serve: name.en: falta.", where="ui/wall/x.py", cure="completar.")
    put(monkeypatch, REGISTRY, {}, (Refused("metas", "ui/wall/x.py", why),))
    told = shown(Spec(scene="metas"))
    assert told["error"] and "«metas»" in told["headline"] and "name.en: falta" in words(told["tree"])
    there = words(shown(Spec(scene="marte"))["tree"])
    assert "nacional" in there and "metas" not in there
    assert not shown(Spec(scene="fontes"))["error"] and not shown(Spec(scene="nacional"))["error"]


@pytest.mark.parametrize("spec", [s for p in room.load().playlists.values() for s in p.scenes], ids=repr)
def test_each_scene_of_ours_has_a_message_and_few_lines(data: Path, spec: Spec) -> None:
    made = shown(spec)
    assert not made["error"] and made["kicker"] and 10 < len(made["headline"]) < 130
    assert words(made["tree"]).count('"li"') <= 12 and '""' not in words(made["headline"])
    assert len(made["source"]) < 80


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        (Spec(scene="marte"), "Não há a cena «marte»"),
        (Spec(scene="dominio", domain="Marte"), "não se pode mostrar"),
        (Spec(scene="indicador", indicator="nada"), "não se pode mostrar"),
        (Spec(scene="regiao", territory="0000"), "não se pode mostrar"),
    ],
)
def test_a_scene_that_cannot_be_shown_says_so(data: Path, spec: Spec, said: str) -> None:
    assert said in shown(spec)["headline"]


def test_an_indicator_without_figures_says_why(data: Path) -> None:
    item = next(i for i in load.the_catalogue().indicators if i.id not in load.have(now.context().store))
    made = shown(Spec(scene="indicador", indicator=item.id))
    assert not made["error"] and item.source_state.reason.pt in words(made["tree"])


@pytest.mark.parametrize(
    "name", ["taxa_votantes_autarquicas", "mortalidade_infantil", "postos_carregamento_ve", "densidade_populacional"]
)
def test_the_map_of_the_wall_has_the_legend_of_the_screen(data: Path, name: str) -> None:
    there, item = now.context(), load.the_catalogue().indicator(name)
    series = item.default_series.id
    period = next(x.periods[-1] for x in load.have(there.store)[name] if x.series == series and x.level == "municipio")
    rows = queries.slice_at(there.store, name, series, "municipio", "2024", period)
    scale = load.scale(there.store, item, series, "municipio", "2024")
    view = maps.View(item, series, "municipio", "2024", dated(period, rows, "pt"), rows, scale, "pt", theme="escuro")
    screen = maps.legend(view, kinds_of(rows, scale), 0, "")
    lines = [n for n in nodes(screen) if n[0] == "li"]
    classes = [n for n in lines if n[1]["data-mark"].isdigit()]
    made = shown(Spec(scene="indicador", indicator=name))["tree"]
    (bar,) = (n for n in nodes(made) if n[1].get("class") == "w-scale")
    (place,) = (n for n in nodes(made) if n[1].get("class") == "w-map")
    fills = [n[1]["fill"] for n in nodes(screen) if n[0] == "rect"]
    assert [n[1]["fill"] for n in nodes(bar) if n[0] == "rect"] == place[1]["data-colours"].split(",") == fills
    low, high = text_of(classes[0][3]).split(" – ")[0], text_of(classes[-1][3]).split(" – ")[-1]
    assert (bar[2], bar[-1]) == (low, high)
    counts = Counter(place[1]["data-kinds"].split(","))
    assert {n[1]["data-mark"]: int(text_of(n[4])) for n in lines if text_of(n[4]) != "0"} == counts
    missing = sum(n for kind, n in counts.items() if not kind.isdigit())
    assert (f"sem valor: {missing}" in words(made)) == (missing > 0)


def test_a_scene_says_the_age_of_its_figures_apart_from_when_they_came(data: Path) -> None:
    made = shown(Spec(scene="indicador", indicator="postos_carregamento_ve"), date(2026, 11, 26))
    assert "sem valor: 30 · 31/01/2026, há dez meses" in words(made)
    assert "recebido em" in made["source"] and "278/308 municípios" in made["source"]
    country = shown(Spec(scene="indicador", indicator="emissoes_gee_per_capita"), date(2026, 11, 26))
    assert "Portugal, 2022, há três anos e onze meses" in words(country["tree"])


def test_figures_out_of_time_are_said_and_lose_their_colour(data: Path) -> None:
    spec = Spec(scene="dominio", domain="Economia Inteligente")
    fresh, old = (shown(spec, day) for day in (date(2024, 7, 1), date(2032, 12, 1)))
    assert "good" in marks(fresh["tree"]) and not {"good", "bad"} & set(marks(old["tree"]))
    assert "fora do prazo" in words(old["tree"]) and "fora do prazo" not in words(fresh["tree"])
    late = shown(Spec(scene="indicador", indicator="taxa_votantes_autarquicas"), date(2032, 1, 1))
    assert "eram esperados até" in late["stale"]
    country = shown(Spec(scene="nacional"), date(2032, 1, 1))
    whole = nation.tally(reader(now.context()).nations().values())
    assert country["headline"] == f"{verdicts.tally_short(whole, 'pt')}, {whole.judged} fora do prazo"
    assert marks(country["tree"]) == []
    # what comes on any day has no next period, and is out of time all the same
    day = shown(Spec(scene="indicador", indicator="postos_carregamento_ve"), date(2027, 12, 1))
    assert day["stale"] == "Dados de 31/01/2026, há um ano e dez meses; novos eram esperados até 03/03/2026."
    assert not marks(shown(Spec(scene="dominio", domain="Mobilidade Inteligente"), date(2027, 12, 1))["tree"])
    region = shown(Spec(scene="regiao", territory="2024:11"), date(2032, 1, 1))
    assert "fora do prazo" in words(region["tree"])


def test_a_source_that_fails_is_said_by_its_indicators_and_by_the_sources(data: Path) -> None:
    item = next(i for i in load.the_catalogue().indicators if i.id == "mortalidade_infantil")
    asked = next(k for k, q in item.keyed.items() if q.askable and q.source == "ine")
    at = "2026-01-02T03:04:05+00:00"
    rewrite(data / "builds" / CHECKS, json.dumps({asked: {"asked_at": at, "outcome": "failed", "failed_since": at}}))
    made = shown(Spec(scene="fontes"))
    assert "1 falha" in made["headline"] and "falha desde 02/01/2026" in words(made["tree"])
    assert "A fonte falha desde 02/01/2026" in shown(Spec(scene="indicador", indicator=item.id))["stale"]


def test_rules_that_all_fail_are_not_taken_for_quiet(data: Path) -> None:
    evaluated(datetime.now(UTC), alert("error", "*"), Finding("fonte_atrasada", "*", "no_data", ("nada", "none")))
    made = shown(Spec(scene="alertas"))
    assert "Não se sabe: 1 regra não" in made["headline"] and "não se pôde avaliar" in made["stale"]
    assert "Nenhum" not in words(made) and "sem dados: 1" in made["source"]


def test_alerts_never_evaluated_are_said_and_not_taken_for_none(data: Path) -> None:
    made = shown(Spec(scene="alertas"))
    assert "ainda não foram avaliados" in made["headline"] and "serviço não está a correr" in words(made["tree"])


def test_alerts_are_shown_by_rule_with_what_nobody_sees_to(data: Path) -> None:
    at = datetime.now(UTC)
    evaluated(at, alert(), alert(subject="y"))
    alert_acts.acknowledge("acao_atrasada:x", "AMA", "A tratar.")
    (owed,) = alert_log.owed()
    alert_log.attempted(owed.key, at, "recusado")
    made = shown(Spec(scene="alertas"))
    assert made["headline"] == "2 alertas disparados, 1 sem ninguém a tratar"
    assert (
        "Ação atrasada" in words(made["tree"])
        and "por ver: 1" in words(made["tree"])
        and marks(made["tree"]) == ["bad"]
    )
    assert "mensagens por enviar: 1" in made["source"] and "não são avaliados desde" in made["then"]
    assert made["until"] == pytest.approx(at.timestamp() + 3600, abs=2)
    evaluated(at, alert("ok"), alert("ok", "y"))
    made = shown(Spec(scene="alertas"))
    assert made["headline"] == "Nenhum alerta disparado" and not marks(made["tree"])


def test_what_is_silenced_stays_on_the_wall_as_silenced(data: Path) -> None:
    evaluated(datetime.now(UTC), alert(), alert(subject="y"))
    alert_acts.silence("acao_atrasada:x", 1, "AMA", "Obras.")
    made = shown(Spec(scene="alertas"))
    assert made["headline"] == "2 alertas disparados, 1 sem ninguém a tratar"
    assert "por ver: 1, em silêncio: 1" in words(made["tree"])


def test_live_without_a_platform_or_without_an_answer_says_which(data: Path) -> None:
    spec = Spec(scene="ao_vivo")
    assert "Nenhuma plataforma" in shown(spec)["headline"]
    connect(data)
    assert "ainda não deu observações" in shown(spec)["headline"]
    live.failed("ar", datetime.now(UTC), "A plataforma respondeu 500.")
    assert "respondeu 500" in words(shown(spec)["tree"])


def test_live_of_a_type_that_was_refused_says_which_and_where(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect(data)
    why = DeclarationError("A declaração não serve: name: falta.", where="schemas/AirQualityObserved.json")
    put(monkeypatch, TYPES, {}, (Refused("AirQualityObserved", why.where, why),))
    told = shown(Spec(scene="ao_vivo"))
    assert told["headline"] == "O tipo AirQualityObserved foi recusado" and not told["error"]
    assert "name: falta. schemas/AirQualityObserved.json" in words(told["tree"])


def test_live_figures_are_shown_highest_first_with_unit_place_and_age(data: Path) -> None:
    connect(data)
    at = datetime.now(UTC).replace(microsecond=0)
    old = reading("Parada", at - timedelta(days=2), 99.0)
    live.keep("ar", [reading("Baixa", at, 7.0), reading("Alta", at, 39.5), old], [("x", "mau")], at)
    made = shown(Spec(scene="ao_vivo"))
    assert made["headline"] == "NO₂ mais alto: Alta, 39,5\u00a0µg/m³ (2 de 3 estações em dia)".replace("\u00a0", " ")
    text = words(made["tree"])
    assert text.index("Alta") < text.index("Baixa") < text.index("Parada") and "Lisboa" in text and "µg/m³" in text
    assert (
        made["until"] == (at + timedelta(hours=1)).timestamp()
        and "recusadas: 1" in made["source"]
        and "APA" in made["source"]
    )
    live.failed("ar", at, "caiu")
    assert "não responde desde" in shown(Spec(scene="ao_vivo"))["stale"]


def test_live_counts_as_in_time_what_is_so_now(data: Path) -> None:
    connect(data)
    at = datetime.now(UTC)
    live.keep(
        "ar",
        [reading("Antiga", at - timedelta(minutes=115), 99.0), reading("Nova", at - timedelta(minutes=20), 7.0)],
        [],
        at,
    )
    made = shown(Spec(scene="ao_vivo"))
    assert made["headline"] == "NO₂ mais alto: Nova, 7 µg/m³ (1 de 2 estações em dia)" and not made["stale"]
    live.keep("ar", [reading("Outra", at - timedelta(minutes=50), 5.0)], [], at)
    made = shown(Spec(scene="ao_vivo"))
    assert made["until"] == pytest.approx((at + timedelta(minutes=10)).timestamp(), abs=2)


def test_only_the_scenes_that_show_them_are_made_anew_for_alerts_and_live_figures(data: Path) -> None:
    before = {s: now.stamp(s) for s in ("nacional", "alertas", "ao_vivo")}
    evaluated(datetime.now(UTC), alert())
    live.failed("ar", datetime.now(UTC), "caiu")
    after = {s: now.stamp(s) for s in before}
    assert (
        after["nacional"] == before["nacional"]
        and after["alertas"] != before["alertas"]
        and after["ao_vivo"] != before["ao_vivo"]
    )


def facts() -> dict[str, Any]:
    return now.facts()


def asked_days_ago(data: Path, days: float, *, source: str | None = None) -> None:
    """All queries that can be asked were asked so long ago and answered; of `source` only these, the others now."""
    book, checked = load.the_catalogue(), {}
    for item in book.measured:
        for key, query in item.keyed.items():
            at = datetime.now(UTC) - timedelta(days=days if source in (None, query.source) else 0)
            checked[key] = {"asked_at": at.isoformat(), "outcome": "ok", "ok_at": at.isoformat()}
    rewrite(data / "builds" / CHECKS, json.dumps(checked))


def test_a_load_that_was_not_published_is_a_trouble_until_a_good_one(data: Path) -> None:
    assert facts()["troubles"] == []
    today = datetime.now(UTC).isoformat(timespec="seconds")
    lines = [
        {"at": today, "refused": "duas linhas iguais"},
        {"at": today, "build": "x", "changed": False, "asked": 0, "failed": 0},
    ]
    rewrite(data / "builds" / LOADS, "".join(json.dumps(x) + "\n" for x in lines))
    assert "Carga falhada" in facts()["troubles"][0]  # one that asked nobody and brought nothing mends nothing
    for good in ({"changed": True, "asked": 0}, {"changed": False, "asked": 3}):
        rewrite(data / "builds" / LOADS, "".join(json.dumps(x) + "\n" for x in [*lines, lines[1] | good]))
        assert facts()["troubles"] == []


def test_sources_that_nobody_asks_any_more_lose_their_green_whatever_is_loaded(data: Path) -> None:
    asked_days_ago(data, 0)
    assert facts()["tone"] == "good" and set(marks(shown(Spec(scene="fontes"))["tree"])) == {"good"}
    asked_days_ago(data, 90)
    today = datetime.now(UTC).isoformat(timespec="seconds")
    rewrite(
        data / "builds" / LOADS,
        json.dumps({"at": today, "build": "x", "changed": True, "asked": 0, "failed": 0}) + "\n",
    )
    told = facts()
    assert (
        "não são pedidas há 90 dias" in told["troubles"][0] and told["tone"] == "bad" and "em dia 0/" in told["sources"]
    )
    made = shown(Spec(scene="fontes"))
    assert (
        set(marks(made["tree"])) == {"fair"}
        and "0 fontes respondem" in made["headline"]
        and "não pedida há 90 dias" in words(made["tree"])
    )


def test_one_source_that_nobody_asks_costs_only_its_own_green(data: Path) -> None:
    asked_days_ago(data, 20, source="ine")
    told = facts()
    assert told["troubles"] == [] and told["tone"] == "bad"
    assert sorted(set(marks(shown(Spec(scene="fontes"))["tree"]))) == ["fair", "good"]


def test_an_empty_warehouse_is_a_trouble_and_its_cure_is_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    assert facts()["troubles"] == ["Não há dados publicados."] and "etl load" in caplog.text
    made = shown(Spec(scene="nacional"))
    assert made["error"] and "Ainda não há dados" in words(made["tree"]) and "etl load" not in words(made["tree"])


def test_the_stamp_changes_with_all_that_a_scene_may_show(data: Path) -> None:
    seen = {now.stamp()}
    for name in ("builds/" + CHECKS, "builds/" + LOADS, "parede.yaml", "execucao.sqlite", "builds/current"):
        before = (data / name).read_text() if (data / name).exists() else ""
        rewrite(data / name, before + "\n")
        seen.add(now.stamp())
    (data / "metas").mkdir()
    (data / "metas" / "cm-porto.csv").write_text("x")
    seen.add(now.stamp())
    assert len(seen) == 7 and now.stamp() in seen


def test_no_scene_is_wider_than_its_rows(data: Path) -> None:
    made = shown(Spec(scene="metas"))
    assert words(made["tree"]).count('"li"') <= SHOWN


def test_one_change_gets_an_arrow_and_a_colour_only_where_the_country_is_judged_so(data: Path) -> None:
    plain = shown(Spec(scene="indicador", indicator="taxa_votantes_autarquicas"))  # five points, no significant trend
    assert "+ 5,6" in words(plain["tree"]) and not marks(plain["tree"])
    judged = shown(Spec(scene="indicador", indicator="despesa_id"))  # a trend that passes its test
    assert "▲ 377" in words(judged["tree"]) and marks(judged["tree"]) == ["good"]
    apart = shown(Spec(scene="indicador", indicator="postos_carregamento_ve"))
    assert "Portugal, janeiro de 2026" in words(apart["tree"])  # of another day than the map, and so it says which


def test_the_ranking_names_the_ends_ties_name_nobody_and_small_places_are_said_to_be_small(data: Path) -> None:
    text = words(shown(Spec(scene="indicador", indicator="taxa_votantes_autarquicas"))["tree"])
    assert (
        text.index("Corvo (434 hab.)")
        < text.index("Castelo de Paiva")
        < text.index("308.º")
        < text.index("Ponta Delgada")
    )
    ties = words(shown(Spec(scene="indicador", indicator="mortalidade_infantil"))["tree"])
    assert "12 territórios (poucos casos)" in ties and "13.º" in ties  # the lowest of those with 500 births
    assert "• 297 com poucos casos, 164 sem posição" in ties and '"data-few"' in ties


def test_a_place_stands_with_its_ties_its_few_cases_and_the_country_and_says_first_what_is_sure(data: Path) -> None:
    made = shown(Spec(scene="regiao", territory="4301", version="2024"))  # no death among 500 births: a tie
    text = words(made["tree"])
    assert "1.º de 144 municípios, ex aequo com 11" in text and "poucos casos" in text
    assert "mortalidade infantil" not in made["headline"].lower() and "ex aequo" not in made["headline"]
    assert "do que o país" in text or "do que o Continente" in text
    small = words(shown(Spec(scene="regiao", territory="0802", version="2024"))["tree"])
    assert "Mortalidade infantil" not in small  # 41 births: no rank


def test_targets_stand_beside_actions_with_their_verdict(data: Path) -> None:
    made = shown(Spec(scene="metas"))
    assert (
        made["headline"].startswith("Metas: 0 de 4 no caminho. Das 47 ações: 21 fora de prazo")
        and "a seguir: 1.3, em" in made["source"]
    )
    text = words(made["tree"])
    aimed = "meta 100\u00a0% em 2024: meta falhada (contadores inteligentes em toda a baixa tensão normal)"
    assert f"agosto de 2026 · {aimed}" in text and "Continente" in text and "Fora de prazo" in text


def test_no_scene_cuts_a_name_and_every_value_of_a_row_has_its_period(data: Path) -> None:
    specs = [s for p in room.load().playlists.values() for s in p.scenes]
    specs += [Spec(scene="dominio", domain=d.name) for d in now.context().catalogue.domains]
    for spec in specs:
        made = shown(spec)
        assert "…" not in made["headline"] + made["kicker"] + words(made["tree"]) + made["source"], spec
        if spec.scene in ("dominio", "regiao"):
            said = [text_of(n) for n in nodes(made["tree"]) if n[1].get("class") == "w-note"]
            assert said and all(re.search(r"\b(19|20)\d\d\b", x) for x in said), spec


def test_what_moved_says_of_when_it_is_and_of_when_it_was(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = Mover("mortalidade_infantil", "anual", "1106", ("2020", 2.0), ("2024", 3.0), 4.0, 9)
    monkeypatch.setattr(steering, "earlier", lambda path: Path("antes"))
    monkeypatch.setattr(load, "opened", lambda path: None)
    monkeypatch.setattr(steering.moves, "movers", lambda *_: ([moved], 1, 1))
    made = shown(Spec(scene="movimentos"))
    assert "2024; era 2,0" in words(made["tree"]) and "em 2020" in words(made["tree"])


def test_a_live_scene_of_an_unknown_platform_says_so(data: Path) -> None:
    connect(data)
    assert "não se pode mostrar" in shown(Spec(scene="ao_vivo", feed="marte"))["headline"]


def test_a_trend_of_many_years_says_which_and_does_not_colour_a_year_that_went_the_other_way(data: Path) -> None:
    made = shown(Spec(scene="dominio", domain="Qualidade de Vida Inteligente"), date(2025, 12, 1))
    assert "Sem alteração significativa · 2010–2025 · taxa anual" in words(made["tree"])
    worse = shown(Spec(scene="dominio", domain="Mobilidade Inteligente"), date(2025, 12, 1))
    assert "A piorar · 2017–2024" in words(worse["tree"]) and not marks(worse["tree"])  # 2024 was better than 2023
