"""What people hand in: checked row by row against the catalogue, kept whole or not at all.

A file that was accepted lies in `data/imports/<indicator>/` in canonical columns, with a sidecar saying where it came
from; etl.sources.held reads it in the next load.
"""

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from core.base import clock, files
from core.base.cells import KEPT, written
from core.base.errors import ImportRefused
from core.base.numbers import number as number_in
from core.base.paths import imports_dir
from core.catalogue.catalogue import Catalogue
from core.catalogue.handed import Form, form
from core.terms import period
from core.terms.formats import exact
from core.terms.status import CONFIDENTIAL, MISSING, OBS_STATUS
from core.terms.territory import COUNTRY, Territories, dico
from etl.handed import sheets
from etl.sources.held.model import HeldQuery

_OPTIONAL: Final = frozenset({"nome", "serie", "estado", "nota", "pagina", "url"})
_KINDS: Final[dict[str, tuple[str, ...]]] = {
    "annual": ("year", "school_year", "span"),
    "biennial": ("year",),
    "quadrennial": ("year",),
    "decennial": ("year",),
    "monthly": ("month",),
    "quarterly": ("quarter",),
    "irregular": ("year", "span"),
    "continuous": ("day", "year"),
}


@dataclass(frozen=True)
class Refused:
    """One cell that cannot be taken."""

    row: int
    column: str
    what: str
    cure: str


@dataclass
class Report:
    """What a check found. `rows` are canonical, in the columns of the template."""

    rows: list[dict[str, str]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    skipped: int = 0  # rows left empty
    padded: int = 0  # codes whose leading zero a spreadsheet had dropped


@dataclass(frozen=True)
class Accepted:
    """A file that was kept. `known`: the same content had been handed in before."""

    path: Path
    rows: int
    skipped: int
    padded: int
    known: bool


class _Bad(Exception):
    """A cell is refused: column, what, cure."""

    def __init__(self, column: str, what: str, cure: str) -> None:
        super().__init__(what)
        self.column, self.what, self.cure = column, what, cure


def accept(
    path: Path, catalogue: Catalogue, territories: Territories, indicator_id: str, folder: Path | None = None
) -> Accepted:
    """Check a file and keep it. All or nothing: raises ImportRefused, whose `report` lists every refused cell."""
    report = verify(path, catalogue, territories, indicator_id)
    body = _canonical(report.rows, form(catalogue, indicator_id).columns)
    sha256 = hashlib.sha256(body).hexdigest()
    target = (folder or imports_dir()) / indicator_id
    with files.alone(target, ImportRefused):
        # Only the newest counts as already here: the same figures after others are a correction, and the last one wins.
        newest = next(reversed(files.in_order(target, "*.csv")), None)
        if newest is not None and newest.stem.endswith(f"-{sha256[:12]}"):
            return Accepted(newest, len(report.rows), report.skipped, report.padded, known=True)
        now = datetime.now(UTC)
        final = files.numbered(target, f"{now:%Y%m%dT%H%M%S%fZ}-{sha256[:12]}.csv")
        about = {
            "original": path.name,
            "original_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "sha256": sha256,
            "accepted_at": now.isoformat(timespec="seconds"),
            "rows": len(report.rows),
        }
        files.write_json(final.with_suffix(".json"), about)
        files.write_bytes(final, body)
    return Accepted(final, len(report.rows), report.skipped, report.padded, known=False)


def verify(path: Path, catalogue: Catalogue, territories: Territories, indicator_id: str) -> Report:
    """What is in a file, nothing kept. Raises ImportRefused when a cell is refused or there is no value at all."""
    asked = form(catalogue, indicator_id)
    report = check(sheets.read(path), asked, territories)
    if report.refused or not report.rows:
        raise _refusal(path, report)
    return report


def _refusal(path: Path, report: Report) -> ImportRefused:
    if not report.refused:
        what, cure = "O ficheiro não traz nenhum valor.", "preencher o modelo."
    else:
        first = "; ".join(f"linha {r.row}, {r.column}: {r.what}" for r in report.refused[:3])
        what = f"{len(report.refused)} células recusadas, e nada foi guardado: {first}."
        cure = "corrigir as linhas indicadas e entregar de novo o ficheiro inteiro."
    error = ImportRefused(what, where=path.name, cure=cure)
    error.report = [(r.row, r.column, r.what, r.cure) for r in report.refused]
    return error


def _canonical(rows: list[dict[str, str]], columns: tuple[str, ...]) -> bytes:
    return written(columns, [[row[c] for c in columns] for row in rows], KEPT)


def check(rows: list[sheets.Row], asked: Form, territories: Territories, today: date | None = None) -> Report:
    """Every row against the catalogue. A refused cell does not stop the check: the report has them all."""
    report = Report()
    if not rows:
        return report
    present = set(rows[0][1])
    if absent := [c for c in asked.columns if c not in present and c not in _OPTIONAL]:
        report.refused.append(Refused(1, ", ".join(absent), "faltam estas colunas.", "usar o cabeçalho do modelo."))
    if unknown := sorted(present - set(asked.columns)):
        report.refused.append(Refused(1, ", ".join(unknown), "colunas que o modelo não tem.", "retirá-las."))
    if report.refused:
        return report
    seen: dict[tuple[str, str, str], int] = {}
    for number, cells in rows:
        numbers = [cells[c] for c in _numeric(asked)]
        if not any(numbers) and not cells.get("estado"):
            report.skipped += 1
            continue
        try:
            made = _row(cells, asked, territories, today or clock.today(), report)
            key = (made["serie"], made["territorio"], made["periodo"])
            if key in seen:
                raise _Bad("territorio", f"repete a linha {seen[key]} ({' / '.join(key)})", "deixar só uma.")
            seen[key] = number
            report.rows.append(made)
        except _Bad as bad:
            report.refused.append(Refused(number, bad.column, bad.what, bad.cure))
    return report


def _numeric(asked: Form) -> tuple[str, ...]:
    return ("numerador", "denominador") if asked.parts else ("valor",)


def _row(cells: dict[str, str], asked: Form, territories: Territories, today: date, report: Report) -> dict[str, str]:
    series = cells.get("serie") or (next(iter(asked.queries)) if len(asked.queries) == 1 else "")
    if series not in asked.queries:
        raise _Bad("serie", f"«{series}» não é uma das séries", f"usar: {', '.join(asked.queries)}.")
    query = asked.queries[series]
    place = _territory(cells, query, asked.item.get_series(series).nuts, territories, report)
    when = _period(cells["periodo"], asked.item.periodicity, today)
    status = (cells.get("estado") or "").upper() or "A"
    if status not in OBS_STATUS and status != CONFIDENTIAL:
        raise _Bad("estado", f"«{status}» não é um estado", f"usar: {', '.join(OBS_STATUS)} ou {CONFIDENTIAL}.")
    values = _values(cells, asked, query, status)
    if not cells["documento"]:
        raise _Bad("documento", "falta dizer de onde vem o número", "escrever título e data do documento.")
    if (url := cells.get("url", "")) and not url.startswith("https://"):
        raise _Bad("url", "o endereço tem de começar por https://", "corrigir, ou deixar vazio.")
    rest = {c: cells.get(c, "") for c in ("nota", "documento", "pagina", "url")}
    return {
        "territorio": place,
        "nome": territories[place].name,
        "serie": series,
        "periodo": when,
        "estado": status,
        **values,
        **rest,
    }


def _territory(
    cells: dict[str, str], query: HeldQuery, nuts: str | None, territories: Territories, report: Report
) -> str:
    code = cells["territorio"]
    place = code if code in territories else None
    if place is None and query.levels == ("municipio",) and (place := dico(code, territories)):
        report.padded += 1
    if place is None and nuts and f"{nuts}:{code.removeprefix(COUNTRY)}" in territories:
        place = f"{nuts}:{code.removeprefix(COUNTRY)}"
    if place is None:
        raise _Bad(
            "territorio", f"«{code}» não é um território conhecido", "usar o código do modelo (DICO, NUTS ou PT)."
        )
    known = territories[place]
    if known.level not in query.levels:
        raise _Bad("territorio", f"{code} é de nível {known.level}", f"só se aceitam: {', '.join(query.levels)}.")
    if (name := cells.get("nome", "")) and _plain(name) != _plain(known.name):
        raise _Bad("nome", f"o código {code} é {known.name}, e a linha diz «{name}»", "ver se as linhas se deslocaram.")
    return place


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in folded if c.isalnum())


def _period(text: str, periodicity: str, today: date) -> str:
    try:
        when = period.parse(text)
    except ValueError as error:
        raise _Bad("periodo", str(error), "usar a forma do modelo.") from error
    if when.kind not in _KINDS[periodicity]:
        raise _Bad("periodo", f"«{text}» não é da periodicidade do indicador", "usar a forma do modelo.")
    if when.end > today:
        raise _Bad("periodo", f"«{text}» ainda não acabou", "esperar pelo fim do período.")
    return when.text


def _values(cells: dict[str, str], asked: Form, query: HeldQuery, status: str) -> dict[str, str]:
    texts = {c: cells[c] for c in _numeric(asked)}
    if status in MISSING or status == CONFIDENTIAL:
        if any(texts.values()):
            raise _Bad("estado", f"{status} diz que falta, e há valor", "apagar o valor ou o estado.")
        return texts
    numbers = {c: number_in(t) for c, t in texts.items()}
    for column, value in numbers.items():
        if value is None:
            raise _Bad(column, f"«{texts[column]}» não é um número", "escrever o número, com vírgula decimal.")
    known = {c: v for c, v in numbers.items() if v is not None}
    _check_bounds(known, asked, query)
    return {c: repr(v) for c, v in known.items()}


def _check_bounds(known: dict[str, float], asked: Form, query: HeldQuery) -> None:
    bounds = asked.item.bounds
    share = asked.item.unit.pt.startswith("%")
    rules: list[tuple[str, Callable[[float], bool], str]] = []
    if asked.parts:
        rules = [
            ("denominador", lambda v: v > 0, "o denominador tem de ser maior do que zero"),
            ("numerador", lambda v: v >= 0, "o numerador não pode ser negativo"),
            ("numerador", lambda v: not share or v <= known["denominador"], "o numerador é maior do que o denominador"),
        ]
    elif query.values:
        allowed = ", ".join(exact(v) for v in query.values)
        rules = [("valor", lambda v: v in query.values, f"só se aceita {allowed}")]
    else:
        if (low := bounds.min) is not None:
            rules.append(("valor", lambda v: v >= low, f"abaixo do mínimo do catálogo ({exact(low)})"))
        if bounds.hard and (high := bounds.max) is not None:
            rules.append(("valor", lambda v: v <= high, f"acima do máximo do catálogo ({exact(high)})"))
    for column, holds, what in rules:
        if not holds(known[column]):
            raise _Bad(column, f"{exact(known[column])}: {what}", "verificar no documento.")
