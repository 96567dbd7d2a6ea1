"""The strategy: whole, coherent, word for word the text that was approved, and clear when the files are broken."""

import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.base.errors import StrategyError
from core.base.paths import LINKS, ROOT, STRATEGY
from core.catalogue import catalogue
from core.strategy import strategy
from core.strategy.model import term_end

TEXT = ROOT.parent / "shared" / "enti" / "ENTI-2023-2030.md"
needs_text = pytest.mark.skipif(not TEXT.exists(), reason="o texto da Estratégia não está neste computador")

ENTI = strategy.load()
OURS = strategy.load_links()
INDICATORS = frozenset(i.id for i in catalogue.load().indicators)
AS_JSON = json.dumps(yaml.safe_load(STRATEGY.read_text(encoding="utf-8")))
LINKS_JSON = json.dumps(yaml.safe_load(LINKS.read_text(encoding="utf-8")))
# Rows of the action plan by initiative, counted in the text.
ACTIONS = [5, 4, 4, 2, 1, 5, 4, 4, 3, 1, 3, 1, 3, 3, 1, 3]


# Completeness


def test_the_counts_are_those_of_the_strategy() -> None:
    for name, count in strategy.COUNTS.items():
        assert len(getattr(ENTI, name)) == count
    assert [len(ENTI.actions_of(i.id)) for i in ENTI.initiatives] == ACTIONS
    assert [a.id for i in ENTI.initiatives for a in ENTI.actions_of(i.id)] == [a.id for a in ENTI.actions]


def test_the_domains_are_those_of_the_catalogue() -> None:
    ours, theirs = ({d.id: d.name.casefold() for d in ENTI.domains}, catalogue.load().domains)
    assert ours == {d.slug: d.name.casefold() for d in theirs}


def test_every_action_has_a_responsible_body_and_a_deadline_of_the_strategy() -> None:
    for action in ENTI.actions:
        assert action.responsible.entities, action.id
        assert date(2024, 12, 31) <= action.deadline.last_day <= date(2030, 12, 31)
    assert Counter(a.deadline.text for a in ENTI.actions)["2026, 2029"] == 1


def test_every_body_of_the_list_has_a_part() -> None:
    parts = [i.entities for i in ENTI.initiatives]
    parts += [p for a in ENTI.actions for p in (a.responsible, a.partners)]
    assert {e for p in parts for e in p.entities} == ENTI.ids("entities")
    assert {s for a in ENTI.actions for s in a.funding.sources} == ENTI.ids("funding_sources")


def test_every_indicator_has_a_link_or_a_reason_and_all_of_it_is_our_reading() -> None:
    linked = {k.source for k in OURS.links if not k.target.startswith("objetivo_")} & INDICATORS
    alone = {u.id for u in OURS.unlinked} & INDICATORS
    assert linked | alone == INDICATORS and not linked & alone and len(INDICATORS) == 48
    assert {e.reading for e in (*OURS.links, *OURS.unlinked)} == {"nossa"}
    assert [k.target for k in OURS.of("iutic_aplicacoes_moveis")] == ["recomendacao_4"]


def test_the_page_on_the_strategy_counts_as_the_files_do() -> None:
    page = " ".join((ROOT / "docs" / "estrategia.md").read_text(encoding="utf-8").split())
    measured = {k.target for k in OURS.links if k.source in INDICATORS}
    reached = {k.target for k in OURS.links}

    def without(name: str, linked: set[str]) -> str:
        *first, last = [str(e.number) for e in getattr(ENTI, name) if e.id not in linked]
        return f"{', '.join(first)} e {last}" if first else last

    for said in (
        f"São {len(OURS.links)} ligações",
        f"As recomendações {without('recommendations', measured)} não têm indicador",
        (
            f"As iniciativas {without('initiatives', reached)} e o objetivo {without('objectives', reached)} não têm"
            " ligação"
        ),
        f"as {len(ENTI.actions)} ações",
        f"as {len(ENTI.entities)} entidades e as {len(ENTI.funding_sources)} formas",
        f"{len(ENTI.reports)} deveres",
    ):
        assert said in page


def test_the_goals_are_those_that_the_text_names() -> None:
    assert (
        [g.number for g in ENTI.sdgs]
        == [7, 9, 11, 13, 17]
        == list(map(int, re.findall(r"ODS (\d+)", ENTI.sdg_link.text)))
    )


# Word for word


def squeeze(text: str) -> str:
    """Text without spaces, markup, footnote numbers, table bars, bullets, and hyphens at line ends."""
    text = re.sub(r"<sup>\d+</sup>|</?[ib]>|<br>|^- |[*|]", "", text, flags=re.M)
    return re.sub(r"\s+", "", re.sub(r"(?<=\w)-\n(?=\w)", "", text))


def places(text: str) -> dict[str, str]:
    """The text by its own headings, named as `ref` names them."""
    starts = {"Apresentação": "\n## Estratégia Nacional", "Secção 3": "\n### 3. Objetivos"}
    starts |= {f"Secção {n}": f"\n## {n}. " for n in (1, 2, 4, 5, 6, 7, 8)}
    starts |= {"Anexo II": "\n## ANEXO II -", "Anexo III": "\n## ANEXO III -"}
    at = sorted((text.index(mark), name) for name, mark in starts.items())
    ends = [*(start for start, _ in at[1:]), len(text)]
    return {name: text[start:end] for (start, name), end in zip(at, ends, strict=True)}


def rows(text: str, width: int) -> list[list[str]]:
    """Rows of a table whose cells are parted by tabs, with a number in the second column or none; blanks stay."""
    cells = [line.split("\t") for line in text.splitlines()]
    return [[squeeze(c) for c in row] for row in cells if len(row) >= width and row[1] != "#"]


@needs_text
@pytest.mark.parametrize(("where", "ref", "quote"), list(strategy.quotes(ENTI)))
def test_every_quoted_text_stands_where_the_file_says(where: str, ref: str, quote: str) -> None:
    whole = TEXT.read_text(encoding="utf-8")
    parts = places(whole)
    there = [parts[r.split(",")[0]] for r in ref.split("; ")] if ref else [whole]
    assert any(squeeze(quote) in squeeze(t) for t in there), where


@needs_text
def test_every_row_of_table_1_is_in_the_file() -> None:
    found = [r for r in rows(places(TEXT.read_text(encoding="utf-8"))["Secção 4"], 10) if r[1].isdigit()]
    assert len(found) == 16
    block = ""
    catalysts = {a.id: squeeze(a.name) for a in ENTI.catalysts}
    for row, item in zip(found, ENTI.initiatives, strict=True):
        block = row[0] or block
        marked = [f"objetivo_{n}" for n in range(1, 7) if row[2 + n] == "x"]
        assert [int(row[1]), row[2], marked, row[9]] == [
            item.number,
            squeeze(item.name),
            list(item.objectives),
            squeeze(item.entities.text),
        ]
        assert catalysts[item.catalyst] == block


@needs_text
def test_every_row_of_table_2_is_in_the_file() -> None:
    found = [r for r in rows(places(TEXT.read_text(encoding="utf-8"))["Secção 5"], 3) if r[1].isdigit()]
    assert len(found) == 31
    area = ""
    areas = {a.id: squeeze(a.name).casefold() for a in (*ENTI.domains, *ENTI.transversal)}
    for row, item in zip(found, ENTI.recommendations, strict=True):
        area = row[0] or area
        assert [int(row[1]), row[2]] == [item.number, squeeze(item.text)]
        assert areas[item.area] == area.casefold()


@needs_text
def test_every_row_of_the_action_plan_is_in_the_file() -> None:
    found = rows(places(TEXT.read_text(encoding="utf-8"))["Anexo II"], 8)
    assert len(found) == len(ENTI.actions) == sum(ACTIONS)
    initiatives = {i.id: i for i in ENTI.initiatives}
    above = [""] * 8
    for row, act in zip(found, ENTI.actions, strict=True):
        item = initiatives[act.initiative]
        blank = {"responsible": row[4], "partners": row[5], "funding": row[7]}
        assert list(act.merged) == [name for name, cell in blank.items() if not cell], act.id
        row = [cell or over for cell, over in zip(row, above, strict=True)]
        assert row[1:] == [
            str(item.number),
            *map(
                squeeze,
                (
                    item.name_in_plan,
                    act.text,
                    act.responsible.text,
                    act.partners.text,
                    act.deadline.text,
                    act.funding.text,
                ),
            ),
        ], act.id
        above = row


@needs_text
def test_every_body_of_the_notes_is_in_the_file() -> None:
    parts = places(TEXT.read_text(encoding="utf-8"))
    known = {e.acronym for e in ENTI.entities} | {f.text for f in ENTI.funding_sources}
    for name, count in (("Secção 4", 7), ("Anexo II", 23)):
        noted = re.findall(r"^(?:- )?<sup>\d+</sup> ?(.+?) [-–] ", parts[name], re.M)
        assert len(noted) == count and set(noted) <= known


@needs_text
def test_every_structure_and_duty_is_in_the_file() -> None:
    text = places(TEXT.read_text(encoding="utf-8"))["Secção 7"]
    assert len(re.findall(r"^\*\*7\.1\.\d\.\*\*", text, re.M)) == len(ENTI.structures)
    letters = [d.letter for s in ENTI.structures for d in s.duties if d.letter]
    assert re.findall(r"^- ([a-z])\) ", text, re.M) == letters


def test_a_cell_names_its_bodies_in_its_own_words() -> None:
    acronyms = {e.id: e.acronym for e in ENTI.entities}
    parts = [i.entities for i in ENTI.initiatives]
    parts += [p for a in ENTI.actions for p in (a.responsible, a.partners)]
    for part in parts:
        for entity in part.entities:
            assert (acronyms[entity] or "autoridades de gestão").casefold() in part.text.casefold()


# Deadlines


@pytest.mark.parametrize(
    ("term", "last"),
    [("2026", "2026-12-31"), ("2026-T1", "2026-03-31"), ("2030-T4", "2030-12-31"), ("2024-02-29", "2024-02-29")],
)
def test_a_deadline_ends_on_the_last_day_of_its_term(term: str, last: str) -> None:
    assert term_end(term) == date.fromisoformat(last)


@pytest.mark.parametrize("term", ["2022", "2031", "2026-T5", "26", "até 2026", "2026-02-30", ""])
def test_what_is_no_deadline_of_the_strategy_is_refused(term: str) -> None:
    with pytest.raises(ValueError):
        term_end(term)


# What is broken


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda raw: raw["objectives"].pop(), ["objectives: a Estratégia tem 6, o ficheiro 5"]),
        (lambda raw: raw["domains"].pop(), ["domains: a Estratégia tem 6"]),
        (lambda raw: raw["recommendations"].pop(), ["recommendations: a Estratégia tem 31, o ficheiro 30"]),
        (lambda raw: raw["initiatives"].append(raw["initiatives"][0]), ["initiatives: a Estratégia tem 16"]),
        (lambda raw: raw["recommendations"].reverse(), ["números não vão de 1 a 31"]),
        (lambda raw: raw["premises"][0].update(id="visao"), ["ids repetidos: visao"]),
        (lambda raw: raw["initiatives"][2].update(objectives=["objetivo_9"]), ["iniciativa_3", "objetivo_9"]),
        (lambda raw: raw["initiatives"][2].update(catalyst="ambiente"), ["iniciativa_3", "catalyst", "ambiente"]),
        (lambda raw: raw["initiatives"][0]["entities"].update(entities=["xpto"]), ["iniciativa_1", "xpto"]),
        (lambda raw: raw["recommendations"][4].update(area="saude"), ["recomendacao_5", "saude"]),
        (lambda raw: raw["actions"][0].update(initiative="iniciativa_17"), ["acao_1_1", "iniciativa_17"]),
        (lambda raw: raw["actions"][0]["partners"].update(entities=["xpto"]), ["acao_1_1: partners", "xpto"]),
        (lambda raw: raw["actions"][0]["responsible"].update(entities=["xpto"]), ["acao_1_1: responsible"]),
        (lambda raw: raw["actions"][0]["funding"].update(sources=["feder"]), ["acao_1_1: funding", "feder"]),
        (lambda raw: raw["reports"][0].update(to="governo"), ["relatorio_anual: by/to", "governo"]),
        (lambda raw: raw["actions"].pop(), ["actions: a Estratégia tem 47, o ficheiro 46"]),
        (lambda raw: raw["actions"][15].update(initiative="iniciativa_1"), ["iniciativas sem ações: iniciativa_5"]),
        (
            lambda raw: raw["actions"][0]["deadline"].update(terms=["2031"]),
            ["actions[0] «acao_1_1»", "fora de 2023–2030"],
        ),
        (lambda raw: raw["actions"][0]["deadline"].update(terms=["em breve"]), ["actions[0]", "escreve-se «2026»"]),
        (lambda raw: raw["actions"][0]["deadline"].update(terms=["2025"]), ["o prazo escrito «2024» não fala de 2025"]),
        (lambda raw: raw["actions"][0].update(meta="10"), ["actions[0] «acao_1_1» › meta"]),
        (lambda raw: raw["actions"][0].update(ref="página 34"), ["actions[0] «acao_1_1» › ref"]),
        (lambda raw: raw["actions"][0].update(text=""), ["actions[0] «acao_1_1» › text"]),
        (lambda raw: raw["sdgs"][0].update(number=8), ["sdg_link não nomeia os ODS 8"]),
        (lambda raw: raw.pop("vision"), ["vision"]),
    ],
)
def test_a_mistake_is_reported_with_file_place_and_cure(
    change: Callable[[dict[str, Any]], Any], expected: list[str]
) -> None:
    raw = json.loads(AS_JSON)
    change(raw)
    with pytest.raises(StrategyError) as caught:
        strategy.parse(json.dumps(raw))
    for part in ["enti.yaml", "O que fazer:", *expected]:
        assert part in str(caught.value)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda raw: raw["ligacoes"].append(raw["ligacoes"][0]), ["ligações repetidas: edificios"]),
        (lambda raw: raw["ligacoes"][0].update(source="xpto"), ["source refere o que não existe: xpto"]),
        (lambda raw: raw["ligacoes"][0].update(target="recomendacao_32"), ["target", "recomendacao_32"]),
        (lambda raw: raw["ligacoes"][-1].update(target="recomendacao_1"), ["target", "recomendacao_1"]),
        (lambda raw: raw["ligacoes"][0].update(source="iniciativa_1"), ["source", "iniciativa_1"]),
        (lambda raw: raw["ligacoes"].pop(0), ["nem em sem_ligacao: edificios_novos"]),
        (lambda raw: raw["sem_ligacao"].pop(0), ["nem em sem_ligacao: densidade_populacional"]),
        (lambda raw: raw["sem_ligacao"][0].update(id="despesa_id"), ["com ligação e em sem_ligacao: despesa_id"]),
        (lambda raw: raw["sem_ligacao"][0].update(id="xpto"), ["sem_ligacao: id", "xpto"]),
        (lambda raw: raw["ligacoes"][3].pop("leitura"), ["ligacoes[3] «iutic_tecnologia_gestao_energia» › leitura"]),
        (lambda raw: raw["ligacoes"][0].update(leitura="da lei"), ["ligacoes[0]", "nossa"]),
        (lambda raw: raw["ligacoes"][0].update(reason=""), ["ligacoes[0]", "reason"]),
    ],
)
def test_a_mistake_in_the_links_is_reported_with_file_place_and_cure(
    change: Callable[[dict[str, Any]], Any], expected: list[str]
) -> None:
    raw = json.loads(LINKS_JSON)
    change(raw)
    with pytest.raises(StrategyError) as caught:
        strategy.parse_links(json.dumps(raw), ENTI, INDICATORS)
    for part in ["enti_ligacoes.yaml", "O que fazer:", *expected]:
        assert part in str(caught.value)


def test_an_indicator_that_leaves_the_catalogue_is_noticed() -> None:
    with pytest.raises(StrategyError, match="despesa_id"):
        strategy.parse_links(LINKS_JSON, ENTI, INDICATORS - {"despesa_id"})


@pytest.mark.parametrize(
    ("text", "expected"), [("a: [1", "linha indicada"), ("", "git"), ("- 1", "git"), ("a: 1", "vision")]
)
def test_what_is_no_strategy_is_reported_with_its_cure(text: str, expected: str) -> None:
    with pytest.raises(StrategyError, match=expected) as caught:
        strategy.parse(text, name="outro.yaml")
    assert "outro.yaml" in str(caught.value) and caught.value.exit_code == 12


@pytest.mark.parametrize("read", [strategy.load, strategy.load_links])
def test_a_missing_file_is_reported_with_its_cure(read: Callable[[Path], object], tmp_path: Path) -> None:
    with pytest.raises(StrategyError, match=r"repor enti\.yaml") as caught:
        read(tmp_path / "enti.yaml")
    assert str(tmp_path) in str(caught.value)


def test_the_file_is_read_again_only_when_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "enti.yaml"
    path.write_text(AS_JSON, encoding="utf-8")
    first = strategy.load(path)
    assert strategy.load(path) is first
    path.write_text(AS_JSON.replace("acao_1_1", "acao_1_01"), encoding="utf-8")
    assert strategy.load(path).actions[0].id == "acao_1_01"
