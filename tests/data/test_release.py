"""What is published by itself, what waits for people, and that nothing which waits is ever read."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
from filelock import FileLock

from core.base.errors import EntiError, LoadRunning, NotAllowed, PeopleError, WarehouseMissing
from core.people import audit, builds
from core.people.model import Actor, Grant
from core.warehouse import compare, waiting, whole
from core.warehouse.store import Store, kept, nearest, resolve
from etl.build import publish
from etl.build.schema import TABLES
from tests.support.identity import configured

Tables = dict[str, pd.DataFrame]
ANA, EVA = (Actor(f"c{n}", "conta", "192.0.2.1", (Grant(r),)) for n, r in enumerate(("analista", "eata"), 1))


@pytest.fixture(scope="module")
def shipped(store: Store) -> Tables:
    """The tables of a build in which one run came live from a source."""
    tables = {name: store.frame(f'SELECT * FROM "{name}"') for name in TABLES}
    runs, seen = tables["source_run"], tables["observation"]
    many = seen[seen["value"].notna()].groupby("run_id").size()
    country = set(seen[(seen["territory_id"] == "PT") & seen["value"].notna()]["run_id"])
    run = next(r for r in many.sort_values(ascending=False).index if r in country)
    tables["source_run"] = runs.assign(source_id=runs["source_id"].mask(runs["run_id"] == run, "ine"))
    return tables


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder where people sign in."""
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    configured(monkeypatch)
    yield tmp_path / "builds"


def changed(tables: Tables, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Tables:
    """The same with other observations."""
    return tables | {"observation": change(tables["observation"].copy())}


def live(tables: Tables, rows: pd.DataFrame, *, country: bool) -> pd.Index:
    """Which observations came live and have a value: the country's, or others."""
    run = set(tables["source_run"].query("source_id == 'ine'")["run_id"])
    there = rows["run_id"].isin(run) & rows["value"].notna() & ((rows["territory_id"] == "PT") == country)
    return rows.index[there]


def another(tables: Tables, n: int, *, country: bool = False, by: float = 1000.0) -> Tables:
    """Tables in which `n` live values are others."""

    def change(rows: pd.DataFrame) -> pd.DataFrame:
        rows.loc[live(tables, rows, country=country)[:n], "value"] += by
        return rows

    return changed(tables, change)


def test_a_country_value_that_changes_waits_until_two_have_looked(shipped: Tables, folder: Path) -> None:
    first = publish.publish(shipped, folder)
    second = publish.publish(another(shipped, 1, country=True), folder)
    assert second.parent.name == waiting.FOLDER and resolve(folder) == first
    # nothing that the public reads looks there
    assert second not in kept(folder) and nearest(second.stem, folder) == first
    weight = compare.weigh(first, second)
    assert (weight.country, weight.changed, weight.needs_eyes) == (1, 1, True)
    with pytest.raises(PeopleError, match="não pode ser quem a viu"):
        builds.release(EVA, second.stem)
    builds.looked(EVA, second.stem, "Parece bem.")
    with pytest.raises(PeopleError, match="não pode ser quem a viu"):  # her own eyes are one pair
        builds.release(EVA, second.stem)
    builds.looked(ANA, second.stem, "A fonte reviu.")
    with pytest.raises(NotAllowed):
        builds.release(ANA, second.stem)
    assert resolve(folder) == first
    made = builds.release(EVA, second.stem)
    assert resolve(folder) == made == folder / second.name and whole.fault(made) is None
    assert waiting.build(folder) is None
    assert [(w.what, w.who) for w in builds.words()] == [("visto", "c2"), ("visto", "c1"), ("libertada", "c2")]
    last = audit.entries()[-1]
    assert (last.act, last.before, last.after) == ("versao_libertar", first.stem, second.stem)


def test_little_that_changes_publishes_itself_and_much_waits(shipped: Tables, folder: Path) -> None:
    rows = shipped["observation"]
    there = len(live(shipped, rows, country=False))
    many = int(compare.SHARE * rows["value"].notna().sum()) + 1
    assert there > many, "o que veio ao vivo não chega para a prova"
    publish.publish(shipped, folder)
    few = publish.publish(another(shipped, 3), folder)
    assert few.parent == folder and resolve(folder) == few
    much = publish.publish(another(shipped, many + 3), folder)
    assert much.parent.name == waiting.FOLDER and resolve(folder) == few


def test_what_the_reader_would_not_see_changes_nothing(shipped: Tables, folder: Path) -> None:
    publish.publish(shipped, folder)
    made = publish.publish(another(shipped, 1, country=True, by=1e-9), folder)
    assert resolve(folder) == made and made.parent == folder


def test_what_is_gone_is_changed_and_what_is_new_is_not(shipped: Tables, folder: Path) -> None:
    first = publish.publish(shipped, folder)

    def gone(rows: pd.DataFrame) -> pd.DataFrame:
        one = live(shipped, rows, country=True)[:1]
        rows.loc[one, ["value", "status"]] = [None, "M"]
        return rows

    second = publish.publish(changed(shipped, gone), folder)
    assert compare.weigh(first, second).country == 1 and resolve(folder) == first
    builds.looked(ANA, second.stem, "A fonte retirou.")
    released = builds.release(EVA, second.stem)
    assert not compare.weigh(released, publish.publish(shipped, folder)).needs_eyes  # it comes back: new


def test_a_release_of_the_code_with_its_figures_publishes_itself(shipped: Tables, folder: Path) -> None:
    publish.publish(shipped, folder)
    run = set(shipped["source_run"].query("source_id == 'figures'")["run_id"])

    def change(rows: pd.DataFrame) -> pd.DataFrame:
        rows.loc[rows["run_id"].isin(run) & rows["value"].notna(), "value"] += 1
        return rows

    made = publish.publish(changed(shipped, change), folder)
    assert resolve(folder) == made and made.parent == folder


def test_what_people_handed_in_waits_whatever_it_is(shipped: Tables, folder: Path) -> None:
    publish.publish(shipped, folder)
    runs = shipped["source_run"]
    held = runs.iloc[[0]].assign(run_id="entrega", source_id="held", key="entrega")

    def more(rows: pd.DataFrame) -> pd.DataFrame:
        first = live(shipped, rows, country=True)[:1]
        return pd.concat([rows, rows.loc[first].assign(run_id="entrega", period="2099")], ignore_index=True)

    tables = changed(shipped, more) | {"source_run": pd.concat([runs, held], ignore_index=True)}
    second = publish.publish(tables, folder)
    assert compare.weigh(resolve(folder), second).handed == 1 and second.parent.name == waiting.FOLDER


def test_where_nobody_signs_in_everything_publishes_itself(
    shipped: Tables, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ENTI_OIDC")
    publish.publish(shipped, folder)
    assert publish.publish(another(shipped, 1, country=True), folder).parent == folder


def test_a_load_goes_on_from_what_waits_and_the_newest_stands_for_it(shipped: Tables, folder: Path) -> None:
    first = publish.publish(shipped, folder)
    second = publish.publish(another(shipped, 1, country=True), folder)
    assert waiting.newest(folder) == second
    assert publish.publish(another(shipped, 1, country=True), folder) == second  # the same again
    third = publish.publish(another(shipped, 2, country=True), folder)
    assert waiting.build(folder) == third and not second.exists() and not whole.beside(second).exists()
    with pytest.raises(PeopleError, match="não está à espera"):
        builds.looked(ANA, second.stem, "Tarde de mais.")
    with pytest.raises(WarehouseMissing):
        waiting.release(second.stem, folder)
    # the source takes it back: what is published is right again, and nothing waits
    assert publish.publish(shipped, folder) == first and waiting.build(folder) is None
    with closing(Store(first)) as store:
        assert store.build == resolve(folder).stem


def test_one_goes_back_in_one_act_and_says_why(shipped: Tables, folder: Path) -> None:
    first = publish.publish(shipped, folder)
    second = publish.publish(another(shipped, 3), folder)
    assert resolve(folder) == second
    for refused, who, note in ((NotAllowed, ANA, "Engano."), (PeopleError, EVA, " ")):
        with pytest.raises(refused):
            builds.back(who, first.stem, note)
    with pytest.raises(WarehouseMissing):
        builds.back(EVA, "20200101T000000000000Z-abcdef123456", "Engano.")
    assert builds.back(EVA, first.stem, "A fonte enganou-se.") == resolve(folder) == first
    assert builds.words()[-1].note == "A fonte enganou-se." and second in kept(folder)


def test_what_comes_after_one_went_back_waits_however_little_it_changes(shipped: Tables, folder: Path) -> None:
    first = publish.publish(shipped, folder)
    publish.publish(another(shipped, 3), folder)
    builds.back(EVA, first.stem, "Os valores estão errados.")
    again = publish.publish(another(shipped, 3), folder)  # the source says the same at the next load
    assert resolve(folder) == first and again.parent.name == waiting.FOLDER
    builds.looked(ANA, again.stem, "Agora está certo.")
    assert builds.release(EVA, again.stem) == resolve(folder)


def test_who_looked_looked_beside_what_is_in_force(shipped: Tables, folder: Path) -> None:
    first = publish.publish(shipped, folder)
    publish.publish(another(shipped, 3), folder)
    third = publish.publish(another(shipped, 1, country=True), folder)
    builds.looked(ANA, third.stem, "Visto.")
    builds.back(EVA, first.stem, "Engano.")
    with pytest.raises(PeopleError, match="não pode ser quem a viu"):
        builds.release(EVA, third.stem)


def test_neither_the_word_nor_the_pointer_stands_without_the_other(shipped: Tables, folder: Path) -> None:
    first = publish.publish(shipped, folder)
    second = publish.publish(another(shipped, 3), folder)
    (folder.parent / "libertacoes.sqlite").write_bytes(b"estragada")
    with pytest.raises(PeopleError):
        builds.back(EVA, first.stem, "Engano.")
    assert resolve(folder) == second


def test_a_release_that_was_killed_between_its_moves_is_ended_by_the_next(shipped: Tables, folder: Path) -> None:
    publish.publish(shipped, folder)
    second = publish.publish(another(shipped, 1, country=True), folder)
    builds.looked(ANA, second.stem, "Visto.")
    whole.beside(second).rename(folder / whole.beside(second).name)
    assert builds.release(EVA, second.stem) == resolve(folder) and whole.fault(resolve(folder)) is None


@pytest.mark.parametrize(("one", "other"), [("EATA", " eata "), ("EATA", "e"), ("EATA", "")])
def test_on_the_server_too_it_takes_two(one: str, other: str, shipped: Tables, folder: Path) -> None:
    first = publish.publish(shipped, folder)
    second = publish.publish(another(shipped, 1, country=True), folder)
    builds.looked(Actor(way="servidor", name=one), second.stem, "Visto.")
    with pytest.raises(PeopleError):
        builds.release(Actor(way="servidor", name=other), second.stem)
    assert resolve(folder) == first
    builds.release(Actor(way="servidor", name="INE"), second.stem)


def test_nobody_releases_while_a_load_writes(shipped: Tables, folder: Path) -> None:
    first = publish.publish(shipped, folder)
    second = publish.publish(another(shipped, 1, country=True), folder)
    builds.looked(ANA, second.stem, "Visto.")
    with FileLock(folder / ".lock"):
        for act in (lambda: builds.release(EVA, second.stem), lambda: builds.back(EVA, first.stem, "Engano.")):
            with pytest.raises(LoadRunning):
                act()
    assert resolve(folder) == first and builds.release(EVA, second.stem) == resolve(folder)


def test_two_who_release_at_once_release_once(shipped: Tables, folder: Path) -> None:
    publish.publish(shipped, folder)
    second = publish.publish(another(shipped, 1, country=True), folder)
    builds.looked(ANA, second.stem, "Visto.")
    ended: list[str] = []

    def release() -> None:
        try:
            builds.release(EVA, second.stem)
            ended.append("feito")
        except EntiError:
            ended.append("recusado")

    threads = [threading.Thread(target=release) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ended.count("feito") == 1 and resolve(folder).stem == second.stem
    audit.verify()
