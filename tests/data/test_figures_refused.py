"""A file of figures with a mistake is refused, by row and with the cure, and nothing of it is loaded."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from core.base.errors import SnapshotError
from core.catalogue.catalogue import Catalogue
from core.terms import territory
from etl.fetch.context import Context
from etl.fetch.http import Fetcher, ReplayFetcher
from etl.load.run import Options, load
from etl.sources.figures.query import FiguresQuery
from etl.sources.figures.table import table

COLUMNS = (
    "figure",
    "dim",
    "territory_id",
    "period",
    "value",
    "status",
    "origin",
    "document",
    "numerator",
    "denominator",
)
GOOD = (
    ("exemplo", "a", "1106", "2024", 10.0, "A", "copy", None, None, None),
    ("exemplo", "a", "2024:11", "2024", 20.0, "P", "document", "livro", None, None),
    ("exemplo", "b", "PT", "por-confirmar", 0.5, "A", "derived", None, 1.0, 2.0),
    ("exemplo", "b", "1312", "2023/2024", None, "M", "copy", None, None, None),
    ("simples", "", "PT", "2020-2024", 5.0, "B", "copy", None, None, None),
)
BY = {"source": "x", "licence": "y", "home_url": "https://www.ine.pt", "chain": ["INE"]}
ABOUT: dict[str, Any] = {
    "compiled": "2026-11-26",
    "figures": {"exemplo": BY | {"series": ["a", "b"]}, "simples": BY},
    "documents": {"livro": {"title": "Livro", "publisher": "INE"}},
}


def written(folder: Path, rows: pd.DataFrame) -> Path:
    folder.mkdir(exist_ok=True)
    rows.to_parquet(folder / "figures.parquet")
    (folder / "figures.yaml").write_text(yaml.safe_dump(ABOUT), encoding="utf-8")
    return folder


def good() -> pd.DataFrame:
    return pd.DataFrame([*GOOD], columns=list(COLUMNS))


def put(place: int, **values: object) -> Callable[[pd.DataFrame], pd.DataFrame]:
    def change(rows: pd.DataFrame) -> pd.DataFrame:
        for column, value in values.items():
            rows[column] = rows[column].astype(object)
            rows.loc[place, column] = value
        return rows.astype({"value": float, "numerator": float, "denominator": float})

    return change


def test_a_good_file_is_read_whole(tmp_path: Path) -> None:
    got = table(written(tmp_path / "good", good()), 1, territory.load())
    assert sum(map(len, got.values())) == len(GOOD)
    assert set(got) == {("exemplo", "a"), ("exemplo", "b"), ("simples", "")}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (put(0, territory_id="9999"), ["território «9999»", "exemplo/a/9999/2024", "usar o DICO"]),
        (put(0, territory_id="Lisboa"), ["território «Lisboa»", "usar o DICO"]),
        (put(0, territory_id="11"), ["território «11»", "NUTS com a versão"]),
        (put(0, status="Z"), ["estado «Z»", "exemplo/a/1106/2024", "usar o código SDMX"]),
        (put(0, status=None), ["falta estado", "exemplo/a/1106/2024", "usar o código SDMX"]),
        (put(4, figure="outra"), ["figura «outra»", "descrevê-la em figures.yaml"]),
        (put(1, dim="c"), ["série «c» de «exemplo»", "nomeá-la em figures.yaml"]),
        (put(4, dim="a"), ["série «a» de «simples»"]),
        (put(0, dim=None), ["série «nan» de «exemplo»", "exemplo/nan/1106/2024"]),
        (put(0, origin="source"), ["origem «source»", "usar copy, derived, document"]),
        (put(0, origin="aggregated"), ["origem «aggregated»"]),
        (put(0, origin=None), ["falta origem"]),
        (put(0, period="2024-13"), ["«2024-13» não é um período", "exemplo/a/1106/2024-13"]),
        (put(0, period="ontem"), ["«ontem» não é um período"]),
        (put(0, period=None), ["falta período", "«por-confirmar»"]),
        (put(1, territory_id="1106"), ["dois valores para a mesma chave", "exemplo/a/1106/2024"]),
        (put(0, value=None), ["valor e estado não condizem", "exemplo/a/1106/2024"]),
        (put(3, value=1.0), ["valor e estado não condizem", "exemplo/b/1312/2023/2024"]),
        (put(0, value=float("inf")), ["valor infinito"]),
        (put(1, document=None), ["lido num documento que não se cita", "exemplo/a/2024:11/2024"]),
        (put(1, document="revista"), ["documento «revista»", "citá-lo em figures.yaml"]),
        (lambda rows: rows.drop(columns=["origin"]), ["faltam as colunas origin"]),
        (lambda rows: rows.assign(value=rows["value"].astype(str)), ["as colunas value não são de números"]),
    ],
)
def test_a_mistake_is_said_with_its_row_and_its_cure(
    tmp_path: Path, change: Callable[[pd.DataFrame], pd.DataFrame], said: list[str]
) -> None:
    with pytest.raises(SnapshotError) as caught:
        table(written(tmp_path / "bad", change(good())), 1, territory.load())
    for part in ["figures.parquet", "O que fazer: corrigir essas linhas", *said]:
        assert part in str(caught.value), part


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    wrong = put(2, period="ontem")(put(0, territory_id="9999", status="Z")(good()))
    with pytest.raises(SnapshotError) as caught:
        table(written(tmp_path / "bad", wrong), 1, territory.load())
    assert all(part in str(caught.value) for part in ("«9999»", "«Z»", "«ontem»"))


def test_what_is_no_parquet_is_said_with_its_cure(tmp_path: Path) -> None:
    folder = written(tmp_path / "bad", good())
    (folder / "figures.parquet").write_bytes(b"isto nao e Parquet")
    with pytest.raises(SnapshotError, match=r"não se lê como Parquet[\s\S]*repor data/snapshot/"):
        table(folder, 1, territory.load())


def test_a_text_that_is_no_utf_8_and_what_others_say_of_the_index_break_nothing(tmp_path: Path) -> None:
    folder = written(tmp_path / "bad", good())
    path = folder / "figures.parquet"
    held = pq.read_table(path)
    pq.write_table(held.replace_schema_metadata({"pandas": "{}"}), path)
    assert sum(map(len, table(folder, 1, territory.load()).values())) == len(GOOD)
    torn = pa.array([b"\xff\xfe"] * held.num_rows, pa.binary()).view(pa.string())
    pq.write_table(held.set_column(held.column_names.index("figure"), "figure", torn), path)
    with pytest.raises(SnapshotError, match="não se lê como Parquet"):
        table(folder, 2, territory.load())


def test_nothing_is_loaded_of_a_file_with_one_wrong_row(
    tmp_path: Path, light: Catalogue, make_context: Callable[[Fetcher], Context]
) -> None:
    """The load stops before it publishes, also for a series whose own rows are all right."""
    asks = FiguresQuery(source="figures", figure="simples")
    book = light.model_copy(
        update={
            "support": tuple(
                m.model_copy(update={"queries": (asks,) if m.id == "populacao_residente" else ()})
                for m in light.support
            ),
            "indicators": tuple(m.model_copy(update={"queries": ()}) for m in light.indicators),
        }
    )
    context = make_context(ReplayFetcher(tmp_path))
    for name, change in (("good", put(0)), ("bad", put(0, territory_id="9999"))):
        mine = Context(
            context.fetcher, context.territories, context.boundaries, written(tmp_path / name, change(good()))
        )
        builds = tmp_path / f"builds_{name}"
        if name == "bad":
            with pytest.raises(SnapshotError, match="«9999»"):
                load(book, mine, Options(offline=True), builds)
        else:
            load(book, mine, Options(offline=True), builds)
        assert bool([*builds.glob("*.duckdb")]) == (name == "good")
