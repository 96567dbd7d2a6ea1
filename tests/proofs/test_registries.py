"""What is declared where it lives: whole, in both languages, behind a door; and what a bad declaration costs."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from core.alerts.kind import REGISTRY as KINDS
from core.base.errors import DeclarationError
from core.base.paths import ROOT
from core.base.registry import Declaration, Refused, Registry
from core.catalogue.sources import REGISTRY as SOURCES
from core.room import feeds, types
from etl.build.plausibility.rule import REGISTRY as DOUBTS
from reports.kinds import REGISTRY as REPORTS
from reports.kinds import ReportKind
from ui.frame import routes
from ui.server.asked import WALL
from ui.server.internals import OWN_PATHS
from ui.wall.scenes import REGISTRY as SCENES

Make = Callable[..., Registry[Declaration]]
Done = subprocess.CompletedProcess[str]
HEAD = "from core.base.registry import Declaration\n"
TEXT = HEAD + "from core.base.typed import Text\nIT = Declaration(\n    id='b',\n"
GOOD = HEAD + "IT = Declaration(id='{id}', name={{'pt': 'Coisa', 'en': 'Thing'}})\n"


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """A registry over modules written for one test: file name → text."""
    monkeypatch.syspath_prepend(tmp_path)

    def make(files: dict[str, str], **about: Any) -> Registry[Declaration]:
        for name, text in files.items():
            path = tmp_path / "coisas" / f"{name}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        (tmp_path / "coisas" / "__init__.py").write_text("", encoding="utf-8")
        return Registry("coisa", Declaration, "coisas", "IT", **about)

    yield make
    for name in [m for m in sys.modules if m.split(".")[0] == "coisas"]:
        del sys.modules[name]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            HEAD + "IT = Declaration(id='b', name={'pt': 'Coisa'})\n",
            "name › en: falta",
        ),
        (HEAD + "IT = Declaration(id='B', name={'pt': 'x', 'en': 'y'})\n", "id: "),
        ("IT = 3\n", "IT tem de ser Declaration"),
        ("import que_nao_ha\n", "ModuleNotFoundError"),
        ("IT = (\n", "SyntaxError"),
        ("1 / 0\n", "ZeroDivisionError"),
        (GOOD.format(id="a"), "o id «a» só pode ser de «a», e este é «b»"),
        (GOOD.replace("IT", "ITS").format(id="b"), "falta IT"),
        (GOOD.replace("IT", "ITS").format(id="b") + "IT = ()\n", "falta IT"),
        ("import re\nre.compile('(')\n", "unterminated subpattern"),
        ("import yaml\nyaml.safe_load('a: [')\n", "ParserError"),
        ("import duckdb\nduckdb.sql('SELEC')\n", "ParserException"),
        ("import sys\nsys.exit(3)\n", "SystemExit: 3"),
        ("class Own(Exception):\n    pass\nraise Own('x')\n", "Own: x"),
        (HEAD + "IT = Declaration(id='b', name={'pt': ' ', 'en': 'y'})\n", "name › pt: não pode ficar vazio"),
        (TEXT + "    name=Text(pt='Coisa'),\n)\n", "name › en: falta"),
        (TEXT + "    name={'pt': 'x', 'en': 'y'} if Text(pt='Coisa') else {},\n)\n", "linha 5 › en: falta"),
        ("OUTRO = 1\n", "falta IT"),
    ],
)
def test_a_bad_declaration_is_refused_by_its_file_and_costs_only_itself(made: Make, text: str, said: str) -> None:
    found = made({"a": GOOD.format(id="a"), "b": text, "c": GOOD.format(id="c")}, every=True)
    assert list(found.all) == ["a", "c"]
    (refused,) = found.refused
    assert refused.file.endswith("coisas/b.py") and refused.id == "b"
    assert said in refused.error.what and refused.error.where == refused.file and "completar" in refused.error.cure
    with pytest.raises(DeclarationError, match=re.escape(said)):
        found["b"]
    with pytest.raises(DeclarationError, match="há: a, c"):
        found["z"]


def test_who_takes_an_id_that_is_taken_is_refused_by_his_own_name_whatever_the_order(made: Make) -> None:
    found = made({"b": GOOD.format(id="b"), "a": GOOD.format(id="b"), "c": GOOD.format(id="b")})
    assert list(found.all) == ["b"] and [r.id for r in found.refused] == ["a", "c"] == list(found.unread)
    assert all(Path(r.file).stem == r.id for r in found.refused)


SEVERAL = (
    HEAD
    + "IT = (\n"
    + "".join(
        f"    lambda: Declaration(id='{i}', name={{'pt': '{i}', 'en': '{i}'}}),\n" for i in ("um", "dois", "tres")
    )
)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s: s.replace("'en': 'dois'", "'fr': 'dois'"), "name › en: falta"),
        (lambda s: s.replace("id='dois', name={'pt'", "id='dois', name={nada"), "NameError"),
        (
            lambda s: s.replace("    lambda: Declaration(id='dois'", ")\nFORA = (\n    lambda: Declaration(id='dois'"),
            "falta IT",
        ),
    ],
)
def test_of_several_in_a_module_each_stands_for_itself(made: Make, change: Callable[[str], str], said: str) -> None:
    homes = {"um": "varias", "dois": "varias", "tres": "varias"}
    text = change(SEVERAL + ")\n")
    assert text != SEVERAL + ")\n"
    found = made({"varias": text, "um": GOOD.format(id="um"), "a": GOOD.format(id="tres")}, homes=homes)
    there = {"um", "tres"} if "FORA" not in text else {"um"}
    assert set(found.all) == there and "dois" in found.unread
    refused = {r.id: r for r in found.refused if Path(r.file).stem == "varias"}
    assert refused.keys() == {"um", "dois", "tres"} - there and said in refused["dois"].error.what
    assert {Path(r.file).stem for r in found.refused} == {"varias", "um", "a"}, "os que vieram depois"


def test_a_module_of_several_that_cannot_be_read_is_refused_under_each_of_their_ids(made: Make) -> None:
    found = made({"varias": "IT = (\n"}, homes={"um": "varias", "dois": "varias"})
    assert [r.id for r in found.refused] == ["um", "dois"] and "SyntaxError" in found.refused[0].error.what


def test_no_memory_left_is_nobodys_declaration(made: Make) -> None:
    with pytest.raises(MemoryError):
        _ = made({"a": "raise MemoryError\n"}).all


def test_a_module_without_declaration_counts_only_where_each_must_have_one(made: Make) -> None:
    found = made({"a": GOOD.format(id="a"), "ajuda": "AJUDA = 1\n"})
    assert list(found.all) == ["a"] and found.refused == ()


def test_rooms_declare_in_the_module_that_is_asked_for(made: Make) -> None:
    rooms = {"um/__init__": "", "um/aqui": GOOD.format(id="um"), "dois/__init__": "", "dois/aqui": "x = ("}
    found = made(rooms | {"ajuda": ""}, module="aqui", every=True)
    assert list(found.all) == ["um"] and [r.id for r in found.refused] == ["dois"]


def test_nothing_of_the_project_is_refused_and_every_page_has_its_door() -> None:
    assert routes.refused() == ()
    doors = {p.relative_to(ROOT).as_posix() for p in (ROOT / "pages").glob("*.py")} | {"app.py"}
    assert doors == {p.script for p in routes.pages().values()}
    for page in routes.pages().values():
        door = (ROOT / page.script).read_text(encoding="utf-8")
        assert f'page.show("{page.id}")' in door and f"ui/views/{page.id}.py" in door


def test_an_address_that_the_server_answers_itself_is_no_page() -> None:
    taken = {path.strip("/").split("/")[0] for path in (*OWN_PATHS, WALL)} - {"_stcore"}  # which is no id
    assert taken <= routes.RESERVED and not routes.RESERVED & routes.REGISTRY.all.keys()
    with pytest.raises(ValidationError, match="é do próprio servidor"):
        routes.Page(**dict(routes.REGISTRY["estado"]) | {"id": "parede"})


def test_a_report_on_a_page_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValidationError, match="não há a página «teritorio»"):
        ReportKind(**dict(REPORTS["territory"]) | {"page": "teritorio"})


def declaring() -> dict[str, Path]:
    """The modules that declare something, by name."""
    found = {}
    for registry in (routes.REGISTRY, SOURCES, SCENES, REPORTS, KINDS, DOUBTS):
        for path in (ROOT / registry.package.replace(".", "/")).rglob("*.py"):
            if re.search(rf"^{registry.attribute}\b.* = ", path.read_text(encoding="utf-8"), re.M):
                found[".".join(path.relative_to(ROOT).with_suffix("").parts)] = path
    return found


def test_nobody_imports_a_module_that_declares_so_that_it_costs_only_itself() -> None:
    """But a connector its own source's: what others need stands beside, in a module without a declaration."""
    modules = declaring()
    assert len(modules) > 40
    for path in [p for f in ("core", "etl", "geo", "show", "ui", "reports", "pages") for p in (ROOT / f).rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                for name in {str(node.module), *(f"{node.module}.{a.name}" for a in node.names)} & set(modules):
                    assert name.startswith("etl.sources.") and modules[name].parent == path.parent, f"{path}: {name}"


def test_the_readme_names_every_page_with_its_question() -> None:
    table = (ROOT / "README.md").read_text(encoding="utf-8").split("## O que se vê")[1].split("\n## ")[0]
    rows = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", table, re.M))
    rows = {k: v for k, v in rows.items() if k not in ("página", "---")}
    assert rows == {p.name.pt: p.description.pt for p in routes.pages().values()}


# Sources: a declaration that is refused, and a connector that is not whole


def run_with(
    tmp_path: Path, changes: dict[str, Callable[[str], str]], *command: str
) -> "subprocess.CompletedProcess[str]":
    """A command in a copy of what the ETL needs, with some of its files changed."""
    for folder in ("core", "etl", "geo", "show", "ui", "schemas", "data/snapshot"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in (
        "indicators.yaml",
        "enti.yaml",
        "enti_ligacoes.yaml",
        "enti_entidades.yaml",
        "alertas.yaml",
        "plataformas.yaml",
        "parede.yaml",
    ):
        shutil.copy(ROOT / file, tmp_path)
    for name, change in changes.items():
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert change(text) != text, name
        (tmp_path / name).write_text(change(text), encoding="utf-8")
    return run_again(tmp_path, *command)


def run_again(tmp_path: Path, *command: str) -> Done:
    """Another command in the same copy."""
    env = os.environ | {"ENTI_DATA": str(tmp_path / "dados")}
    return subprocess.run(
        [sys.executable, *command], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )


def test_a_source_declared_badly_is_named_and_costs_only_its_questions(tmp_path: Path) -> None:
    """The load goes on, the other sources are there, and the rows of this one keep what they have."""
    without = {"etl/sources/ine/query.py": lambda s: s.replace('        en="Statistics Portugal (INE)",\n', "")}
    done = run_with(tmp_path, without, "-m", "etl", "load", "--offline")
    assert done.returncode == 0, done.stderr
    assert "etl/sources/ine/query.py" in done.stderr and "name › en: falta" in done.stderr
    listed = json.loads(run_again(tmp_path, "-m", "etl", "list", "--json").stdout)
    queries = [q for item in listed for q in item["queries"]]
    assert {q["active"] for q in queries if q["source"] == "ine"} == {False}
    assert {"eurostat", "mai"} <= {q["source"] for q in queries if q["active"]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s: s.replace("CONNECTOR: Final = Qualar", ""), "CONNECTOR"),
        (lambda s: s.replace("    def parse(", "    def read("), "falta parse"),
        (lambda s: s.replace('id = "qualar"', 'id = "outra"'), "qualar"),
        (lambda s: s + "\nimport que_nao_ha\n", "que_nao_ha"),
    ],
)
def test_a_connector_that_is_not_whole_is_named_with_its_file(
    tmp_path: Path, change: Callable[[str], str], said: str
) -> None:
    code = "from etl.sources.connect import connector\nconnector('ine')\nconnector('qualar')"
    done = run_with(tmp_path, {"etl/sources/qualar/connector.py": change}, "-c", code)
    assert done.returncode == 1 and "DeclarationError" in done.stderr
    assert "etl/sources/qualar/connector.py" in done.stderr and said in done.stderr


NEWCOMERS = """
from core.alerts import rules
from core.alerts.kind import REGISTRY as KINDS
from core.catalogue import catalogue
from core.catalogue.sources import REGISTRY as SOURCES
book, asked = catalogue.load(), rules.load()
print(sorted(r.id for r in (*SOURCES.refused, *KINDS.refused)))
certain = all(q.certain for i in book.indicators for q in i.queries if q.source == "eredes")
print(certain, book.sources["municipios"].name.pt)
print({r.kind for r in asked if type(r).__name__ == "Unread"}, "change" in KINDS.all)
print([str(r.error) for r in SOURCES.refused if r.id == "qualar"][0])
"""


def test_who_comes_with_a_name_that_is_taken_costs_nobody_else(tmp_path: Path) -> None:
    """A folder copied for a start, one named as an organisation of the catalogue, one as the load's own question; and
    a question that names a type which is not there.
    """
    late = {
        "etl/sources/qualar/query.py": lambda s: s.replace(
            "    source: Literal", "    later: 'Later'\n    source: Literal"
        )
    }
    assert run_with(tmp_path, late, "-c", "pass").returncode == 0
    for name in ("energia", "municipios", "derived"):
        shutil.copytree(tmp_path / "etl/sources/eredes", tmp_path / "etl/sources" / name)
    for name in ("derived", "municipios"):  # these two even say that they are what their folder is called
        query = tmp_path / "etl/sources" / name / "query.py"
        query.write_text(query.read_text(encoding="utf-8").replace('"eredes"', f'"{name}"'), encoding="utf-8")
    shutil.copy(tmp_path / "core/alerts/kinds/change.py", tmp_path / "core/alerts/kinds/abc.py")
    done = run_again(tmp_path, "-c", NEWCOMERS)
    assert done.returncode == 0, done.stderr
    refused, certain, kinds, why = done.stdout.splitlines()
    assert refused == "['abc', 'derived', 'energia', 'municipios', 'qualar']"
    assert certain == "True Municípios" and kinds == "set() True" and "Later" in why
    assert run_again(tmp_path, "-m", "etl", "list").returncode == 0


def test_a_typing_error_in_the_name_of_a_source_is_still_an_error_of_the_catalogue(tmp_path: Path) -> None:
    wrong = {"indicators.yaml": lambda s: s.replace("source: eurostat,", "source: eurosat,", 1)}
    done = run_with(tmp_path, wrong, "-m", "etl", "list")
    assert done.returncode == 3 and "eurosat" in done.stderr


# Alert kinds

LISTED = """
from core.alerts import rules
from core.alerts.kind import REGISTRY
print(sorted(REGISTRY.all))
print([r.error for r in REGISTRY.refused][0])
print({r.kind for r in rules.load() if type(r).__name__ == "Unread"})
"""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s: s.replace(', en="Late action")', ")"), "name › en: falta"),
        (lambda s: s.replace("    find=find,\n", ""), "find: falta"),
        (lambda s: s.replace("    model=LateAction,\n", ""), "model: falta"),
        (
            lambda s: s.replace('Literal["late_action"]', 'Literal["atrasada"]'),
            'tem de ter kind: Literal["late_action"]',
        ),
        (lambda s: s.replace("KIND = ", "ESPECIE = "), "falta KIND"),
        (lambda s: s + "\nimport que_nao_ha\n", "que_nao_ha"),
        (lambda s: s + "\ndef (\n", "SyntaxError"),
    ],
)
def test_an_alert_kind_declared_badly_is_named_and_its_rules_are_kept(
    tmp_path: Path, change: Callable[[str], str], said: str
) -> None:
    done = run_with(tmp_path, {"core/alerts/kinds/late_action.py": change}, "-c", LISTED)
    assert done.returncode == 0, done.stderr
    kinds, why, unread = done.stdout.splitlines()
    assert "late_action" not in kinds and "late_source" in kinds and unread == "{'late_action'}"
    assert said in why and "core/alerts/kinds/late_action.py" in why and "completar KIND" in why


def test_the_document_names_every_alert_kind() -> None:
    table = (ROOT / "docs" / "alertas.md").read_text(encoding="utf-8").split("## Regras")[1].split("\n## ")[0]
    assert KINDS.refused == () and set(re.findall(r"^\| `(\w+)` \|", table, re.M)) == set(KINDS.all)


# Live types

AIR = "schemas/AirQualityObserved.json"


def without(*path: str) -> Callable[[dict[str, Any]], object]:
    """A JSON document without one of its keys."""

    def change(document: dict[str, Any]) -> object:
        for step in path[:-1]:
            document = document[step]
        return document.pop(path[-1])

    return change


@pytest.fixture
def schemas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], tuple[Refused, ...]]]:
    """The types over a folder of this test's own, with that of the project and another one with this text."""

    def make(text: str) -> tuple[Refused, ...]:
        shutil.copy(ROOT / AIR, tmp_path)
        (tmp_path / "NoiseLevelObserved.json").write_text(text, encoding="utf-8")
        monkeypatch.setattr(types, "SCHEMAS", tmp_path)
        types.REGISTRY.forget()
        assert "AirQualityObserved" in types.REGISTRY.all
        return types.REGISTRY.refused

    yield make
    types.REGISTRY.forget()


def noise() -> dict[str, Any]:
    """A type of entities that the project has not: the air's, with another name."""
    document: dict[str, Any] = json.loads((ROOT / AIR).read_text(encoding="utf-8"))
    document["properties"]["type"]["const"] = "NoiseLevelObserved"
    return document


def test_a_type_is_added_by_its_file_alone(schemas: Callable[[str], tuple[Refused, ...]]) -> None:
    assert schemas(json.dumps(noise())) == ()
    line = "{id: r, name: {pt: Ruído, en: Noise}, url: http://h, type: NoiseLevelObserved, shown: no2}"
    assert feeds.parse(f"feeds: [{line}]", "x")["r"].called("no2", "en") == "NO₂"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (without("x-enti"), "falta x-enti"),
        (without("x-enti", "name"), "name: falta"),
        (without("x-enti", "name", "en"), "name › en: falta"),
        (without("x-enti", "attributes"), "attributes: falta"),
        (lambda d: d["x-enti"].update(attributes={}), "attributes: "),
        (lambda d: d["x-enti"]["attributes"]["no2"].pop("en"), "attributes › no2 › en: falta"),
        (lambda d: d["x-enti"]["attributes"].update(x={"pt": "x", "en": "x"}), "não está em properties: x"),
        (lambda d: d["x-enti"].update(cor=3), "cor: "),
        (lambda d: d["properties"]["type"].update(const="Outro"), "o nome do ficheiro"),
        (lambda d: d["properties"]["no2"].update(type="numero"), "properties.no2.type: "),
        (lambda d: d["required"].remove("refPointOfInterest"), "required: falta refPointOfInterest"),
    ],
)
def test_a_live_type_declared_badly_is_named_with_its_file(
    schemas: Callable[[str], tuple[Refused, ...]], change: Callable[[dict[str, Any]], object], said: str
) -> None:
    document = noise()
    change(document)
    (refused,) = schemas(json.dumps(document))
    assert said in refused.error.what and refused.id == "NoiseLevelObserved"
    assert refused.file.endswith("NoiseLevelObserved.json") and "completar x-enti" in refused.error.cure


@pytest.mark.parametrize("text", ["{", "[]", "3", ""])
def test_what_is_no_schema_is_named_too(schemas: Callable[[str], tuple[Refused, ...]], text: str) -> None:
    (refused,) = schemas(text)
    assert refused.error.where.endswith("NoiseLevelObserved.json")
