"""What INE's JSON answers mean: envelope, metadata, rows, signs. Pure functions of the bytes.

The form and its traps (HTTP 200 that means no, cells without `valor`, period labels as keys,
unstable row order, repeated keys) are described in docs/fontes.md.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Final

import orjson
import pandas as pd

from core.base import nested
from core.base.errors import DuplicateKey, SourceNotData, SourceRejected, SourceShapeChanged, SourceTruncated
from core.terms import period
from etl.fetch.context import Context
from etl.fetch.model import Finding, frame
from etl.fetch.words import fold
from etl.sources.ine.query import IneQuery
from etl.sources.ine.signs import UNKNOWN, sense

Rows = dict[str, list[dict[str, str]]]  # period label -> rows as they came
_SIGN: Final = ("sinal_conv", "sinal_conv_desc")  # the sign, and INE's own words for it
# Rows that INE lists among the places and that are none in Portugal, by their name, folded.
_OUTSIDE: Final = frozenset({"estrangeiro", "extra-regio", "extra regio"})


def decode(body: bytes, where: str) -> dict[str, Any]:
    """The one object of an INE answer.

    Raises SourceTruncated, SourceNotData, DuplicateKey, SourceRejected (INE's own «Falso»), SourceShapeChanged.
    """
    try:
        answer = orjson.loads(_as_utf8(body))
    except orjson.JSONDecodeError as error:
        cut = not body.rstrip().endswith((b"]", b"}"))
        kind = SourceTruncated if cut else SourceNotData
        problem = "termina antes do fim" if cut else "não é JSON válido"
        raise kind(
            f"A resposta do INE {problem} (linha {error.lineno}, coluna {error.colno}).",
            where=where,
            cure="repetir a carga; se persistir, reduzir ine_cells_per_call.",
        ) from error
    first = answer[0] if isinstance(answer, list) and answer else answer
    if not isinstance(first, dict):
        raise SourceShapeChanged("A resposta não traz o objeto esperado.", where=where, cure=LOOK)
    _refuse_false(first, where)
    return first


LOOK: Final = "comparar com a forma descrita em docs/fontes.md e corrigir o conector."


def _as_utf8(body: bytes) -> bytes:
    """INE has answered in UTF-8 and, on old pages, in Windows-1252; the parser wants UTF-8 without BOM."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace").encode()
    return body.removeprefix(b"\xef\xbb\xbf")


def _check_no_key_was_lost(body: bytes, rows: int, values: int, where: str) -> None:
    """Parsers keep the last of two equal keys; INE is known to repeat period keys, and a year would vanish."""
    if body.count(b'"geocod"') == rows and body.count(b'"valor"') == values:
        return
    try:
        nested.of_json(_as_utf8(body), pairs=_no_repeats)
    except _Repeated as error:
        raise DuplicateKey(
            f"A chave «{error.args[0]}» vem repetida no mesmo objeto: um dos valores perder-se-ia.",
            where=where,
            cure="pedir menos períodos por chamada; comunicar ao INE.",
        ) from error


class _Repeated(ValueError):
    pass


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        counted = Counter(key for key, _ in pairs)
        raise _Repeated(next(key for key, n in counted.items() if n > 1))
    return made


def _refuse_false(answer: dict[str, Any], where: str) -> None:
    said = answer.get("Sucesso")
    if refused := said.get("Falso") if isinstance(said, dict) else None:
        first = refused[0] if isinstance(refused, list) else refused
        first = first if isinstance(first, dict) else {"Msg": first}
        raise SourceRejected(
            f"O INE recusou o pedido: «{first.get('Msg', 'sem mensagem')}» (Cod {first.get('Cod', '?')}).",
            where=where,
            cure="verificar código, períodos e categorias em indicators.yaml.",
        )


def parse_rows(body: bytes, varcd: str, where: str, *, national: bool = False) -> Rows:
    """Rows of a data answer (op=2 `Dados`, op=1 `Pref`) by period label, as they came; see `rows_of`."""
    return rows_of(decode(body, where), body, varcd, where, national=national)


def rows_of(answer: dict[str, Any], body: bytes, varcd: str, where: str, *, national: bool = False) -> Rows:
    """Rows of a decoded data `answer`.

    Where the query is `national`, rows may come without `geocod`: they speak of the country and get `PT`.
    Raises SourceShapeChanged when the answer is of another indicator, or its rows lack `geocod` and `valor`.
    """
    if answer.get("IndicadorCod") != varcd:
        raise SourceShapeChanged(
            f"Pediu-se o indicador {varcd} e veio {answer.get('IndicadorCod')!r}.", where=where, cure=LOOK
        )
    periods = answer.get("Dados", answer.get("Pref"))
    if not isinstance(periods, dict) or not all(isinstance(rows, list) for rows in periods.values()):
        raise SourceShapeChanged("Falta o bloco «Dados», com uma lista por período.", where=where, cure=LOOK)
    values = places = 0
    for label, rows in periods.items():
        for row in rows:
            places += isinstance(row, dict) and "geocod" in row
            if national and isinstance(row, dict):
                row.setdefault("geocod", "PT")
            if not _is_row(row):
                raise _bad_row(row, f"{where}, período {label}")
            values += "valor" in row
    _check_no_key_was_lost(body, places, values, where)
    return periods


def _is_row(row: Any) -> bool:
    """A place, and a value, or the sign that stands for it, or the text of a sign that was left out."""
    if not isinstance(row, dict) or not isinstance(row.get("geocod"), str):
        return False
    said = [row.get(key) for key in _SIGN]
    if not all(text is None or isinstance(text, str) for text in said):
        return False
    return "valor" in row or any(text and text.strip() for text in said)


def _bad_row(row: Any, where: str) -> SourceShapeChanged:
    seen = ", ".join(row) if isinstance(row, dict) else repr(row)[:60]
    what = f"Há linhas sem «geocod» ou sem «valor» nem sinal (têm: {seen})."
    return SourceShapeChanged(what, where=where, cure=LOOK)


def _wanted(rows: Rows, query: IneQuery, where: str) -> Rows:
    """Keep the wanted category of each further dimension; refuse to guess where none was named."""
    columns = sorted({k for some in rows.values() for k in (some[0] if some else ()) if re.fullmatch(r"dim_\d+", k)})
    for column in columns:
        if code := query.dims.get(column):
            rows = {label: [r for r in some if r.get(column) == code] for label, some in rows.items()}
            if not any(rows.values()):
                raise SourceShapeChanged(
                    f"A categoria «{code}» de {column} não existe na resposta.",
                    where=where,
                    cure=f"ler as categorias nos metadados e corrigir dims em indicators.yaml (série {query.series}).",
                )
            continue
        found = {str(r.get(column)) for some in rows.values() for r in some}
        if len(found) > 1:
            raise SourceShapeChanged(
                f"A resposta abre {column} em {len(found)} categorias e nenhuma foi escolhida.",
                where=where,
                cure=f"indicar a categoria em dims, em indicators.yaml (série {query.series}).",
            )
    return rows


@dataclass
class _Reading:
    """What one pass over the rows collects. Lists are parallel, one entry per kept row."""

    keys: dict[tuple[str, str], tuple[float, str]] = field(default_factory=dict)
    rows: list[tuple[str, str, float, str, str, str | None, str | None]] = field(default_factory=list)
    nowhere: Counter[str] = field(default_factory=Counter)
    outside: Counter[str] = field(default_factory=Counter)  # «Estrangeiro» and the like: known to be no territory
    unread: list[str] = field(default_factory=list)
    strange_signs: list[str] = field(default_factory=list)
    repeats: int = 0


def observations(
    rows: Rows, query: IneQuery, context: Context, *, scale: float = 1.0
) -> tuple[pd.DataFrame, list[Finding]]:
    """INE rows as observations, with findings for what could not be read or placed.

    Raises DuplicateKey when one territory and period has two different values.
    """
    where, reading = f"INE {query.varcd}", _Reading()
    places: dict[str, str | None] = {}
    for label, some in _wanted(rows, query, where).items():
        when = _period(label, where)
        for row in some:
            code = row["geocod"]
            if code not in places:
                places[code] = context.territories.from_ine(code, query.nuts)
            place = places[code]
            if place is None and fold(str(row.get("geodsg", ""))) in _OUTSIDE:
                reading.outside[f"{code} «{row['geodsg']}»"] += 1
            elif place is None:
                reading.nowhere[code] += 1
            else:
                _read(row, place, when, scale, reading, where)
    names = ("territory_id", "period", "value", "status", "conf", "sign", "note")
    columns = (
        dict(zip(names, zip(*reading.rows, strict=True), strict=True)) if reading.rows else dict.fromkeys(names, ())
    )
    made = frame(**columns)
    made["series"] = query.series
    return made, _findings(reading, where)


def _read(row: dict[str, str], place: str, when: str, scale: float, reading: _Reading, where: str) -> None:
    text, sign = row.get("valor"), row.get("sinal_conv") or None
    meant, note = sense(sign, row.get("sinal_conv_desc"))
    value = _number(text)
    if "valor" in row and value is None:
        reading.unread.append(f"{row['geocod']} {when}: «{text}»")
        note = "valor ilegível na fonte"
    if meant is UNKNOWN:
        reading.strange_signs.append(f"{row['geocod']} {when}: «{sign or row['sinal_conv_desc']}»")
    stored = float("nan") if value is None else value * scale
    status = meant.without if value is None else meant.with_value
    before = reading.keys.setdefault((place, when), (stored, status))
    if before is not None and len(reading.keys) == len(reading.rows):
        _repeat(before, (stored, status), place, when, reading, where)
        return
    reading.rows.append((place, when, stored, status, meant.conf, sign, note))


def _number(text: object) -> float | None:
    """INE writes a decimal point and no separators; anything else, NaN and infinity included, is unreadable."""
    if isinstance(text, bool) or not isinstance(text, str | int | float):
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) else None


def _repeat(
    before: tuple[float, str], now: tuple[float, str], place: str, when: str, reading: _Reading, where: str
) -> None:
    """Identical repeats are counted and reported; contradicting ones make the answer unusable."""
    if repr(before) != repr(now):
        raise DuplicateKey(
            f"Há dois valores diferentes para {place} em {when}: {before[0]} e {now[0]}.",
            where=where,
            cure="verificar as dimensões da consulta em indicators.yaml.",
        )
    reading.repeats += 1


def _period(label: str, where: str) -> str:
    try:
        return period.from_ine_label(label)
    except ValueError as error:
        raise SourceShapeChanged(
            f"Rótulo de período desconhecido: {error}.",
            where=where,
            cure="acrescentar a forma em core/terms/period.py.",
        ) from error


def _findings(reading: _Reading, where: str) -> list[Finding]:
    """Freguesias are below our level and counted; any other code we do not know is an error, listed."""
    parishes = {g for g in reading.nowhere if len(g) in (6, 9)}
    unknown = sorted(set(reading.nowhere) - parishes)
    found = []
    if n := sum(reading.nowhere[g] for g in parishes):
        found.append(Finding("info", "abaixo_do_municipio", f"{where}: {n} linhas de freguesia não usadas", n))
    if n := reading.outside.total():
        text = f"{where}: {n} linhas que não são de um território do país: {', '.join(sorted(reading.outside))}"
        found.append(Finding("info", "fora_do_pais", text, n))
    if n := sum(reading.nowhere[g] for g in unknown):
        text = f"{where}: {n} linhas com códigos desconhecidos: {', '.join(unknown[:20])}"
        found.append(Finding("error", "territorio_desconhecido", text, n))
    if n := len(reading.unread):
        text = f"{where}: {n} valores que não são números ({'; '.join(reading.unread[:10])})"
        found.append(Finding("error", "valor_ilegivel", text, n))
    if n := len(reading.strange_signs):
        text = f"{where}: {n} sinais convencionais desconhecidos ({'; '.join(reading.strange_signs[:10])})"
        found.append(Finding("warning", "sinal_desconhecido", text, n))
    if n := reading.repeats:
        text = f"{where}: {n} linhas repetidas e iguais, contadas uma vez"
        found.append(Finding("warning", "linhas_repetidas", text, n))
    return found
