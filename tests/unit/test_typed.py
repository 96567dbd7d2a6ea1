"""The one reader of YAML: what is wrong is said in Portuguese, with its place."""

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field, ValidationError
from pydantic_core._pydantic_core import list_all_errors

from core.alerts import rules
from core.base.errors import EntiError
from core.base.paths import ALERTS, BODIES, CATALOGUE, LINKS, ROOM, SNAPSHOT, STRATEGY
from core.base.typed import Id, Strict, Text, faults, read
from core.catalogue import catalogue, figures
from core.room import feeds, playlists, types
from core.strategy import present, strategy
from core.strategy.kinds import MODELS


class Circle(Strict):
    shape: Literal["circle"]
    radius: float = Field(gt=0, allow_inf_nan=False)


class Square(Strict):
    shape: Literal["square"]
    side: int = Field(ge=1, le=9)
    since: date | None = None


class Thing(Strict):
    id: Id
    name: Text
    parts: tuple[Annotated[Circle | Square, Field(discriminator="shape")], ...] = ()
    tone: Literal["claro", "escuro"] = "claro"


class Whole(Strict):
    things: tuple[Thing, ...] = Field(min_length=1)
    shown: bool = True
    by: dict[Id, int] = {}


NAME = {"pt": "a", "en": "b"}


def whole(**thing: Any) -> str:
    return json.dumps({"things": [{"id": "uma", "name": NAME} | thing]})  # JSON is YAML too


def refused(text: str, **more: Any) -> EntiError:
    with pytest.raises(EntiError) as caught:
        read(Whole, text, name="coisas.yaml", what="nas coisas", error=EntiError, cure="ver o manual.", **more)
    assert caught.value.where == "coisas.yaml"
    return caught.value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (whole(cor="azul"), "things[0] «uma» › cor: não existe"),
        (whole(name={"pt": "a"}), "things[0] «uma» › name › en: falta"),
        (whole(name={"pt": "a", "en": ""}), "things[0] «uma» › name › en: não pode ficar vazio"),
        (whole(name="a"), "things[0] «uma» › name: tem de ser um bloco de chaves e valores"),
        (whole(id="Uma"), "things[0] «Uma» › id: só letras minúsculas sem acento, algarismos e _, a começar por letra"),
        (whole(id=3), "things[0] «3» › id: tem de ser texto"),
        (whole(tone="azul"), "things[0] «uma» › tone: tem de ser 'claro' ou 'escuro'"),
        # The member of a union that pydantic chose is no place in the file.
        (
            whole(parts=[{"shape": "square", "side": 12}]),
            "things[0] «uma» › parts[0] › side: não pode ser maior do que 9",
        ),
        (whole(parts=[{"shape": "square"}]), "things[0] «uma» › parts[0] › side: falta"),
        (whole(parts=[{"shape": "circle", "radius": 0}]), "parts[0] › radius: tem de ser maior do que 0"),
        (
            whole(parts=[{"shape": "cubo"}]),
            "things[0] «uma» › parts[0]: 'shape' não pode ser «cubo»; há 'circle', 'square'",
        ),
        (whole(parts=[{}]), "things[0] «uma» › parts[0]: falta 'shape'"),
        (whole(parts=["x"]), "things[0] «uma» › parts[0]: tem de ser um bloco de chaves e valores"),
        ("things: []", "things: não pode ficar vazio"),
        ("things: {}", "things: tem de ser uma lista"),
        ("shown: true", "things: falta"),
        ("shown: talvez", "shown: tem de ser true ou false"),
        ("by: {Uma: 1}", "by › Uma: só letras minúsculas"),
        ("3: 4", "[3]: a chave tem de ser texto"),
    ],
)
def test_a_fault_is_said_with_its_place_in_the_file(text: str, said: str) -> None:
    error = refused(text)
    newer = " Uma chave que não existe pode ser de uma versão mais nova do código (docs/atualizar.md)."
    cure = f"corrigir os campos indicados; ver o manual.{newer if said.endswith(': não existe') else ''}"
    assert said in error.what and error.cure == cure


def test_faults_are_counted_and_eight_are_named() -> None:
    assert refused(whole(cor=1)).what == "Há 1 erro nas coisas: things[0] «uma» › cor: não existe."
    many = refused(json.dumps({"things": [{"id": "uma"}] * 11})).what
    assert many.startswith("Há 11 erros nas coisas: ") and many.count("falta") == 8 and many.endswith(" (e mais 3).")


def test_an_entry_may_be_named_otherwise_and_a_key_left_out() -> None:
    text = json.dumps({"shared": 1, "things": [{"id": "uma", "name": NAME, "cor": 1}]})
    error = refused(text, leave="shared", entry=lambda thing: f"com {len(thing)} chaves")
    assert error.what == "Há 1 erro nas coisas: things[0] com 3 chaves › cor: não existe."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [1, }", "linha 1, coluna 8"),
        ("a: !!python/object/apply:os.getcwd []", "linha 1, coluna 4"),
        ("a: 2026-13-45", "não é YAML válido"),
        ("[" * 5000, "não é YAML válido"),
        ("a: \ud800", "não é YAML válido"),
    ],
)
def test_what_is_no_yaml_is_said_on_one_line(text: str, said: str) -> None:
    error = refused(text)
    assert said in error.what and "\n" not in error.what and "linha indicada" in error.cure


@pytest.mark.parametrize("text", ["", "- 1", "3", "# nada"])
def test_a_text_without_keys_has_its_own_cure(text: str) -> None:
    assert refused(text).cure == "repor o ficheiro a partir do git."
    assert refused(text, empty="escrever uma.").cure == "escrever uma."


def test_faults_of_values_that_were_never_a_file_have_their_place_too() -> None:
    with pytest.raises(ValidationError) as caught:
        Thing.model_validate({"id": "uma", "name": NAME, "parts": ({"shape": "square", "side": 0},)})
    assert faults(caught.value) == "parts[0] › square › side: não pode ser menor do que 1"
    given_ = {"id": "uma", "name": NAME, "parts": ({"shape": "square", "side": 0},)}
    assert faults(caught.value, given_) == "parts[0] › side: não pode ser menor do que 1"


class Odd(Strict):
    row: None = None
    at: datetime | None = None
    make: Callable[[], int] | None = None
    kind: type[Strict] | None = None
    owner: Path | None = None
    kinds: frozenset[str] = frozenset()
    less: int = Field(0, lt=3, multiple_of=2)


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ({"row": 3}, "row: tem de ficar vazio (null)"),
        ({"at": "ontem"}, "at: tem de ser um instante"),
        ({"make": 3}, "make: tem de ser uma função"),
        ({"kind": int}, "kind: tem de ser uma classe derivada de Strict"),
        ({"kinds": 3}, "kinds: tem de ser uma lista"),
        ({"less": 4}, "less: tem de ser menor do que 3"),
        ({"less": 1}, "less: tem de ser múltiplo de 2"),
        ({"owner": 3}, "owner: não serve (path_type)"),
    ],
)
def test_faults_of_what_programs_declare_are_in_portuguese_too(given_: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Odd.model_validate(given_)
    assert faults(caught.value, given_).startswith(said)
    assert faults(caught.value, given_, head="coisa").startswith(f"coisa › {said}")


def test_no_words_of_pydantics_are_left_whatever_it_complains_of() -> None:
    kinds = [e for e in list_all_errors() if e["type"] not in ("value_error", "assertion_error")]  # those are our words
    for kind in kinds:
        fault = {"type": kind["type"], "loc": ("a",), "input": 1, "ctx": kind.get("example_context") or {}}
        raised = ValidationError.from_exception_data("X", [fault])  # type: ignore[list-item]
        said = faults(raised)
        assert said.startswith("a: ") and (not ENGLISH.search(said) or f"({kind['type']})" in said), said
        assert str(raised.errors()[0]["msg"]) not in said


# Whatever is wrong with a file of ours, no word of pydantic's stays English.

PARSES: dict[str, tuple[Any, Callable[[str], object]]] = {
    path.name: (yaml.safe_load(path.read_text(encoding="utf-8")), parse)
    for path, parse in (
        (CATALOGUE, catalogue.parse),
        (STRATEGY, strategy.parse),
        (LINKS, lambda t: strategy.parse_links(t, strategy.load(), frozenset({"despesa_id"}))),
        (BODIES, lambda t: present.parse(t, strategy.load())),
        (ALERTS, rules.parse),
        (ROOM, lambda t: playlists.parse(t, "x")),
        (
            SNAPSHOT / "figures.yaml",
            lambda t: read(figures.Described, t, name="x", what="em x", error=EntiError, cure=""),
        ),
    )
}
PARSES["plataformas.yaml"] = (
    {"feeds": [{"id": "ar", "name": NAME, "url": "http://h", "type": next(iter(types.REGISTRY.all)), "shown": "no2"}]},
    lambda t: feeds.parse(t, "x"),
)
for kind, state in {
    "acao": {"state": "em_curso", "percent": 3, "evidence": "https://a.pt", "note": "", "done_on": None},
    "projeto": {"title": "Uma", "territory": "1312", "recommendations": ["r"], "state": "em_curso", "start": None},
    "reuniao": {"structure": "ece", "held_on": "2026-01-01"},
    "pedido": {
        "to": "INE",
        "about": ["acao_1_1"],
        "text": "O estado.",
        "asked_on": "2026-01-01",
        "asked_by": "ARTE",
        "due": "2026-02-01",
        "answer": "recusa",
        "answered_on": "2026-01-20",
    },
    "decisao": {"body": "ece", "held_on": "2026-01-01", "text": "Reunir.", "owner": "ece", "due": "2026-02-01"},
    "verba": {
        "action": "acao_1_1",
        "kind": "paga",
        "amount_eur": 12.5,
        "as_of": "2026-01-01",
        "fund": "PRR",
        "source": "Ofício 3",
    },
    "aviso": {
        "title": "Uma",
        "fund": "PRR",
        "opens": "2026-01-01",
        "closes": "2026-02-01",
        "actions": ["acao_1_1"],
        "evidence": "https://a.pt",
    },
    "proposta": {"on": "acao_1_1", "part": "prazo", "why": "Sim.", "body": "ece", "proposed_on": "2026-01-01"},
    "adocao": {
        "territory": "1312",
        "recommendation": "recomendacao_1",
        "degree": "adotada",
        "said_on": "2026-01-01",
        "evidence": "https://a.pt",
    },
    "governo_local": {"territory": "1312", "plan": "nao_tem", "unit": "pelouro", "said_on": "2026-01-01"},
    "leitura": {
        "action": "acao_1_1",
        "degree": "sem_prova",
        "reader": "Prova",
        "read_on": "2026-01-01",
        "why": "Nada se encontrou.",
    },
    "desafio": {
        "action": "acao_1_1",
        "sort": "risco",
        "text": "Um risco.",
        "owner": "eata",
        "seen_on": "2026-01-01",
        "state": "fechado",
        "closed_on": "2026-02-01",
        "note": "Resolvido.",
    },
    "formacao": {
        "title": "Uma",
        "by": "eata",
        "held_on": "2026-01-01",
        "hours": 2.5,
        "audience": "varios",
        "people": 9,
        "places": ["1312"],
    },
    "conselheiro": {
        "organisation": "Prova",
        "side": "academia",
        "domains": ["governanca"],
        "since": "2026-01-01",
        "until": None,
    },
    "convocatoria": {"called_on": "2026-01-01", "session": "2026-02-01", "domains": []},
    "materia": {"text": "Uma.", "put_by": "ece", "put_on": "2026-01-01", "due": "2026-02-01", "convocation": None},
    "parecer": {"text": "Sim.", "given_on": "2026-01-01", "matter": None, "domains": ["governanca"]},
    "seguimento": {"opinion": "parecer_um", "outcome": "acolhido", "told_on": "2026-01-01", "why": "Sim."},
}.items():
    PARSES[kind] = (
        state,
        lambda t, m=MODELS[kind]: read(m, t, name="x", what="em x", error=EntiError, cure=""),  # type: ignore[misc]
    )


def test_every_kind_of_entry_is_spoilt() -> None:
    assert set(MODELS) <= set(PARSES)


WRONG = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 10**25),
    st.floats(width=32),
    st.text(max_size=3),
    st.sampled_from(["x" * 5000, "2026-13-01", "2026-09-30T10:00:00", "https://[a", "é", "Infinity"]),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=2),
)
ENGLISH = re.compile(r"\b(should|must|input|valid|invalid|value|field|required|at least|at most|found|is not)\b", re.I)


@pytest.mark.parametrize("name", PARSES)
@settings(max_examples=40)
@given(data=st.data())
def test_a_file_spoilt_anywhere_is_refused_in_portuguese_or_still_right(name: str, data: st.DataObject) -> None:
    raw, parse = PARSES[name]
    spoilt = json.loads(json.dumps(raw, default=str))
    spoilt.pop("shared", None)
    at = spoilt
    while True:
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        if not isinstance(at[key], dict | list) or not at[key] or data.draw(st.integers(0, 3)) == 0:
            break
        at = at[key]
    act = data.draw(st.sampled_from(["take", "put", "more"]))
    if act == "take":
        del at[key]
    elif act == "put":
        at[key] = data.draw(WRONG)
    elif isinstance(at, dict):
        at[data.draw(st.text(max_size=3))] = data.draw(WRONG)
    else:
        at.append(data.draw(WRONG))
    try:
        parse(json.dumps(spoilt, ensure_ascii=False))
    except EntiError as error:
        assert not ENGLISH.search(error.what), error.what
