"""The one documented form in which people hand in figures: what it asks for follows from the catalogue."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from core.base import books, cells, files
from core.base.errors import ImportRefused
from core.catalogue.catalogue import Catalogue
from core.catalogue.handed import KEYS, Form, form
from core.terms.formats import exact
from core.terms.status import MISSING, OBS_STATUS
from core.terms.territory import VERSION, Territories

_CLAUSES: Final = {
    "annual": "AAAA (ano civil) ou AAAA/AAAA (ano letivo)",
    "biennial": "AAAA",
    "quadrennial": "AAAA",
    "decennial": "AAAA",
    "monthly": "AAAA-MM",
    "quarterly": "AAAA-Qn",
    "irregular": "AAAA",
    "continuous": "AAAA-MM-DD ou AAAA",
}


def columns(catalogue: Catalogue, indicator_id: str) -> tuple[str, ...]:
    """Columns of the template of an indicator."""
    return form(catalogue, indicator_id).columns


def write(catalogue: Catalogue, territories: Territories, indicator_id: str, path: Path) -> int:
    """Write the template to `path` (.csv or .xlsx): an empty row per territory and series. Returns how many.

    Raises ImportRefused for an indicator without template, another ending, or a file that is already there.
    """
    asked = form(catalogue, indicator_id)
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise ImportRefused("O modelo escreve-se em .csv ou .xlsx.", where=path.name, cure="mudar a extensão em --to.")
    if path.exists():
        raise ImportRefused(
            "O ficheiro já existe e não se apaga.", where=str(path), cure="escolher outro nome em --to."
        )
    year = str(datetime.now(UTC).year - 1)
    rows = [
        [t.id, t.name, series, year, *[""] * (len(asked.columns) - len(KEYS))]
        for series, query in asked.queries.items()
        for level in query.levels
        for t in territories.at_level(level, asked.item.get_series(series).nuts or VERSION)
    ]
    as_csv = path.suffix.lower() == ".csv"
    files.write_bytes(path, cells.written(asked.columns, rows, cells.EXCEL) if as_csv else _workbook(asked, rows))
    return len(rows)


def _workbook(asked: Form, rows: list[list[str]]) -> bytes:
    # Codes and periods are text: a spreadsheet would drop the leading zero.
    widths = dict(zip("ABCDEFGHIJKL", (12, 28, 14, 12, 14, 14, 10, 24, 30, 10, 30, 30), strict=True))
    values = books.Sheet("valores", (asked.columns, *rows), frozen="E2", widths=widths, codes=frozenset({0, 3}))
    return books.written([values, books.Sheet("Leia-me", explanation(asked), widths={"A": 18, "B": 110})])


def explanation(asked: Form) -> list[tuple[str, str]]:
    """What each column means, in words, for the second sheet."""
    item = asked.item
    said = [
        ("indicador", f"{item.id}: {item.name.pt}"),
        ("unidade", item.unit.pt),
        ("territorio", "Código: DICO de 4 algarismos, código NUTS, ou PT. Não se muda."),
        ("nome", "Só para quem preenche; se não condisser com o código, a linha é recusada."),
        ("serie", "; ".join(f"{s}: {item.get_series(s).name.pt}" for s in asked.queries)),
        ("periodo", _CLAUSES[item.periodicity]),
    ]
    if asked.parts:
        said += [("numerador", "A parte que se conta."), ("denominador", "O total a que se refere; maior do que zero.")]
    else:
        limits = "; ".join(
            f"{s}: só {', '.join(exact(v) for v in q.values)}" for s, q in asked.queries.items() if q.values
        )
        said.append(("valor", f"Número, com vírgula ou ponto decimal. {limits}".strip()))
    missing = ", ".join(f"{s} ({OBS_STATUS[s][0]})" for s in sorted(MISSING))
    return [
        *said,
        ("estado", f"Vazio = valor normal. Sem valor é obrigatório dizer porquê: {missing}. Nunca pôr zero por falta."),
        ("nota", "O que o leitor deve saber."),
        ("documento", "De onde vem o número: título e data do documento. Obrigatório."),
        ("pagina", "Página ou quadro."),
        ("url", "Endereço, se houver (https)."),
        ("linhas vazias", "As que ficarem por preencher não contam; não é preciso apagá-las."),
    ]
