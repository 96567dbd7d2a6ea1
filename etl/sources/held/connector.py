"""Figures that people hold and handed in with `python -m etl import`: no network, the files in data/imports/."""

import hashlib
from datetime import datetime
from math import nan
from pathlib import Path
from typing import Any, Final

from core.base import disk, files, tables
from core.base.cells import bare
from core.base.errors import ImportMissing, SourceNotData, SourceShapeChanged, StorageError
from core.terms.formats import exact
from core.terms.status import CONFIDENTIAL, MISSING
from etl.fetch.context import Context
from etl.fetch.model import Finding, Parsed, Raw, frame
from etl.sources.held.model import HeldQuery

_NEEDED: Final = {"territorio", "serie", "periodo", "estado", "nota", "documento", "pagina", "url"}
_DEFAULT: Final = "total"


class Held:
    """Connector of the files that were handed in. Level of the result: the query's `levels`."""

    id = "held"

    def fetch(self, query: HeldQuery, context: Context) -> tuple[Raw, ...]:
        """All accepted files of the indicator, oldest first. Raises ImportMissing when there is none,
        SourceShapeChanged when one of them is no longer what was accepted.
        """
        folder = context.imports / str(query.of)
        paths = [p for p in files.in_order(folder, "*.csv") if p.with_suffix(".json").exists()]
        if not paths:
            raise ImportMissing(
                "Ainda ninguém entregou um ficheiro.",
                where=f"data/imports/{query.of}",
                cure=f"preencher «python -m etl template {query.of}» e entregar com «python -m etl import».",
            )
        return tuple(_raw(path, query) for path in paths)

    def parse(self, raws: tuple[Raw, ...], query: HeldQuery, context: Context) -> Parsed:
        """One row per territory and period; a later file replaces an earlier one cell by cell, and that is told."""
        rows: dict[tuple[str, str], dict[str, Any]] = {}
        corrected: list[str] = []
        others = 0
        for raw in raws:
            for line in _lines(raw, query):
                if not _speaks_of(line, query):
                    continue
                place = line["territorio"]
                if place not in context.territories or context.territories[place].level not in query.levels:
                    others += 1
                    continue
                made = _read(line, query, raw)
                key = (place, line["periodo"])
                if key in rows and repr(rows[key]["value"]) != repr(made["value"]):
                    corrected.append(f"{place} {line['periodo']}: {exact(rows[key]['value'])} → {exact(made['value'])}")
                rows[key] = made
        made_frame = frame(list(rows.values())) if rows else frame([])
        made_frame["series"] = query.series
        return Parsed(made_frame, _findings(corrected, others, str(query.of)), None, raws)


def _raw(path: Path, query: HeldQuery) -> Raw:
    about = files.read_json(path.with_suffix(".json"))
    try:
        with disk.said(path):
            sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    except StorageError as error:  # of this indicator alone: what others gave is loaded
        raise _no_longer(path, query, f" ({error.what.rstrip('.')})") from error
    original, accepted_at = about.get("original"), about.get("accepted_at")
    same = about.get("sha256", sha256) == sha256
    if not (isinstance(original, str) and isinstance(accepted_at, str) and _is_time(accepted_at) and same):
        raise _no_longer(path, query)
    return Raw("held", path.stem, path, original, accepted_at, sha256)


def _no_longer(path: Path, query: HeldQuery, why: str = "") -> SourceShapeChanged:
    return SourceShapeChanged(
        f"Um ficheiro entregue, ou o registo ao lado dele, já não é o que se aceitou{why}.",
        where=f"data/imports/{query.of}/{path.name}",
        cure="repor os dois de uma cópia de segurança, ou retirá-los e entregar de novo.",
    )


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _read(line: dict[str, str], query: HeldQuery, raw: Raw) -> dict[str, Any]:
    """A line as a row; SourceShapeChanged where a number is none: what was accepted had only such."""
    try:
        return _row(line, query)
    except (ValueError, ArithmeticError) as error:
        place = f"{line['territorio']} {line['periodo']}"
        raise _no_longer(raw.path, query, f" ({place[:60]}: {str(error)[:80]})") from error


def _speaks_of(line: dict[str, str], query: HeldQuery) -> bool:
    """The indicator's own queries read their series; a numerator or denominator reads the default one."""
    return line["serie"] == (query.series if query.column in ("valor", "racio") else _DEFAULT)


def _lines(raw: Raw, query: HeldQuery) -> list[dict[str, str]]:
    name = f"data/imports/{query.of}/{raw.path.name}"
    body = tables.content(raw.path, SourceNotData, tables.OWN)
    text = tables.decoded(body, name=name, error=SourceNotData)
    table = tables.table(text, name=name, error=SourceNotData, limits=tables.OWN)
    wanted = {"valor"} if query.column == "valor" else {"numerador", "denominador"}
    if absent := sorted((_NEEDED | wanted) - set(table.header)):
        raise SourceShapeChanged(
            f"O ficheiro entregue não tem as colunas {', '.join(absent)}.",
            where=name,
            cure="o modelo mudou desde a entrega: passar o ficheiro ao modelo atual e entregar de novo.",
        )
    lines = table.dicts(name, SourceNotData, "entregar de novo o ficheiro.")
    return [{column: bare(text) for column, text in line.items()} for line in lines]


def _row(line: dict[str, str], query: HeldQuery) -> dict[str, Any]:
    secret = line["estado"] == CONFIDENTIAL
    missing = secret or line["estado"] in MISSING
    value = nan if missing else _value(line, query)
    cited = ", ".join(
        p for p in (line["documento"], f"p. {line['pagina']}" if line["pagina"] else "", line["url"]) if p
    )
    note = f"{line['nota']} ({cited})" if line["nota"] else cited
    return {
        "territory_id": line["territorio"],
        "period": line["periodo"],
        "value": value,
        "note": note,
        "status": "Q" if secret else line["estado"],
        "conf": CONFIDENTIAL if secret else "F",
        "origin": "derived" if query.column == "racio" else "source",
    }


def _value(line: dict[str, str], query: HeldQuery) -> float:
    if query.column != "racio":
        return float(line[query.column])
    return round(query.scale * float(line["numerador"]) / float(line["denominador"]), query.decimals)


def _findings(corrected: list[str], others: int, of: str) -> list[Finding]:
    found = []
    if corrected:
        text = f"{of}: {len(corrected)} valores corrigidos por uma entrega posterior ({'; '.join(corrected[:10])})"
        found.append(Finding("info", "importacao_corrigida", text, len(corrected)))
    if others:
        text = f"{of}: {others} linhas de um nível que o catálogo já não aceita"
        found.append(Finding("warning", "importacao_nivel", text, others))
    return found


CONNECTOR: Final = Held
