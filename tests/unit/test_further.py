"""Further indicators: read beside the 48 rows and never among them; a bad file costs itself only, and says why."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import jsonschema
import pytest
import yaml

from core.base.errors import CatalogueError, DeclarationError
from core.base.paths import CATALOGUE, ROOT
from core.catalogue import catalogue
from core.warehouse import gaps, loads
from core.warehouse.store import Store
from tests.support.command import Said
from tests.support.further import ID, put, text

TODAY = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return put(monkeypatch, tmp_path / "indicadores", **{ID: text()})


@pytest.mark.usefixtures("folder")
def test_it_is_shown_beside_the_48_and_never_among_them() -> None:
    book = catalogue.load()
    assert [i.row for i in book.indicators] == list(range(1, 49))
    assert [i.id for i in book.further] == [ID] and book.shown[-1].id == ID and len(book.shown) == 49
    item = book.indicator(ID)
    assert item.row is None and list(book.measured)[-1] is item
    assert book.headings("pt")[ID].startswith("Fora da Tabela 3") and book.headings("en")[ID].startswith("Beyond Table")
    assert catalogue.FURTHER.refused == ()


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("mau", lambda s: "\n".join(x for x in s.splitlines() if not x.startswith("why:")), "why: falta"),
        ("mau", lambda s: s.replace(', en: "Asked for by two councils."', ""), "why › en: falta"),
        ("mau", lambda s: s.replace("Pedido de duas câmaras.", ""), "why › pt: não pode ficar vazio"),
        ("mau", lambda s: s.replace("row: null", "row: 49"), "row: "),
        ("mau", lambda s: s.replace("row: null\n", ""), "row: falta"),
        ("mau", lambda s: s.replace("since: 2026-03-02", "since: ontem"), "since: tem de ser uma data"),
        ("mau", lambda s: s.replace("id: mau", "id: outro"), "tem de ser o nome do ficheiro, «mau»"),
        ("medicos_1000_hab", lambda s: s, "já é da linha 43 da Tabela 3"),
        ("populacao_residente", lambda s: s, "já é de «support»"),
        ("mau", lambda s: s.replace("Ambiente Inteligente", "Ambiente"), "não há o domínio «Ambiente»"),
        ("mau", lambda s: s.replace("provider: municipios", "provider: ninguem"), "fornecedor «ninguem»"),
        ("mau", lambda s: s + "cor: azul\n", "cor: não existe"),
        ("mau", lambda s: s + "table3_source: INE\n", "table3_source"),
        ("mau", lambda s: s + "  [", "não é YAML válido"),
        ("mau", lambda _: "", "está vazio"),
        ("Mau", lambda s: s, "id: só letras minúsculas"),
    ],
)
def test_a_bad_file_is_refused_by_its_name_with_the_cure_and_costs_only_itself(
    folder: Path, name: str, change: Callable[[str], str], said: str
) -> None:
    (folder / f"{name}.yaml").write_text(change(text(name)), encoding="utf-8")
    book = catalogue.load()
    assert [i.id for i in book.further] == [ID] and len(book.indicators) == 48
    (refused,) = catalogue.FURTHER.refused
    assert refused.file.endswith(f"{name}.yaml") and refused.error.where == refused.file
    assert said in refused.error.what and "o resto continua" in refused.error.cure
    with pytest.raises(DeclarationError):
        catalogue.FURTHER[name]


def test_another_ending_is_no_indicator_and_is_said_but_for_the_notes_of_the_folder(folder: Path) -> None:
    (folder / "outro.yml").write_text(text("outro"), encoding="utf-8")
    (folder / "README.md").write_text("notas", encoding="utf-8")
    assert [i.id for i in catalogue.load().further] == [ID]
    assert [r.id for r in catalogue.FURTHER.refused] == ["outro"]


def test_a_file_that_changes_is_read_again_while_the_server_runs(folder: Path) -> None:
    assert len(catalogue.load().further) == 1
    (folder / "outro.yaml").write_text(text("outro"), encoding="utf-8")
    assert [i.id for i in catalogue.load().further] == [ID, "outro"]
    (folder / f"{ID}.yaml").unlink()
    assert [i.id for i in catalogue.load().further] == ["outro"]
    (folder / "outro.yaml").write_text("id: outro\n", encoding="utf-8")
    assert catalogue.load().further == () and [r.id for r in catalogue.FURTHER.refused] == ["outro"]


def test_table_3_stays_closed() -> None:
    raw = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
    one_more = json.loads(json.dumps(raw))
    one_more["indicators"].append(one_more["indicators"][0] | {"row": 49, "id": "a_mais"})
    with pytest.raises(CatalogueError, match="a_mais"):
        catalogue.parse(json.dumps(one_more))
    with pytest.raises(CatalogueError, match="um ficheiro em indicadores/"):
        catalogue.parse(json.dumps(raw | {"further": []}))


@pytest.mark.usefixtures("folder")
def test_its_gaps_and_its_state_are_told_apart_and_since_its_own_day(store: Store) -> None:
    book = catalogue.load()
    assert ID not in {g.indicator_id for g in gaps.ledger(book, store, {}, TODAY)}
    (mine,) = gaps.of(book.further, store, {}, TODAY)
    assert (mine.row, mine.cause, mine.since) == (None, "awaiting_import", "2026-03-02")
    assert [r["row"] for r in loads.status(store, book, TODAY)] == list(range(1, 49))
    (state,) = loads.status_of(book.further, store, TODAY)
    assert (state["id"], state["row"], state["outcome"]) == (ID, None, "none")


@pytest.mark.usefixtures("folder")
def test_the_command_line_lists_it_apart(warehouse: Path, etl: Callable[..., Said]) -> None:
    listed = json.loads(etl("list", "--json", data=warehouse).out)
    assert [(i["id"], i["row"]) for i in listed if i["beyond"]] == [(ID, None)]
    assert sum(i["row"] is not None for i in listed) == 48
    assert json.loads(etl("status", "--json", data=warehouse).out)[-1]["id"] == ID
    assert "Fora da Tabela 3: 1" in etl("gaps", data=warehouse).out


def test_the_documentation_s_own_example_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = (ROOT / "docs" / "catalogo.md").read_text(encoding="utf-8")
    (example,) = [s.split("```")[0] for s in said.split("```yaml\n")[1:] if s.startswith("id: ")]
    put(monkeypatch, tmp_path / "indicadores", agua_residual_reutilizada=example)
    assert [i.id for i in catalogue.load().further] == ["agua_residual_reutilizada"], catalogue.FURTHER.refused
    schema = catalogue.further_schema()  # what an editor says of it
    raw = json.loads(json.dumps(yaml.safe_load(example), default=str))
    jsonschema.validate(raw, schema)
    with pytest.raises(jsonschema.ValidationError, match="cor"):
        jsonschema.validate(raw | {"cor": "azul"}, schema)
