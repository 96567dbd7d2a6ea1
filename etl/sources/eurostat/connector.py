"""Eurostat, statistics API 1.0 (JSON-stat 2.0): one slice of a dataset, for the country, the EU or NUTS regions."""

import hashlib
from typing import Any, Final

from core.base.errors import SourceShapeChanged
from core.terms import period
from core.terms.territory import EU, Territories
from etl.fetch.context import Context
from etl.fetch.http import Request
from etl.fetch.model import Finding, Parsed, Raw, frame
from etl.sources.eurostat.format import Cube, decode, meaning, number
from etl.sources.eurostat.query import EurostatQuery

BASE = "https://ec.europa.eu/eurostat/api/dissemination/statistics/1.0/data"


class Eurostat:
    """Connector of Eurostat. Level of the result: what `query.geo` asks for."""

    id = "eurostat"

    def fetch(self, query: EurostatQuery, context: Context) -> tuple[Raw, ...]:
        """One call: every period of the slice."""
        params = [("format", "JSON"), ("lang", "EN"), *sorted(query.filters.items()), *(("geo", g) for g in query.geo)]
        # The name tells slices of one dataset apart, so that a replay folder can hold them all.
        mark = hashlib.sha256(repr(params).encode()).hexdigest()[:8]
        name = f"{query.dataset}.{mark}"
        return (context.fetcher.get(Request("eurostat", name, f"{BASE}/{query.dataset}", tuple(params))),)

    def parse(self, raws: tuple[Raw, ...], query: EurostatQuery, context: Context) -> Parsed:
        """Observations with findings for what could not be read or placed."""
        where = f"Eurostat {query.dataset}"
        cube = decode(raws[0].read(), where)
        fixed = _fixed(cube, query, where)
        rows: list[dict[str, Any]] = []
        unread, strange, nowhere = list[str](), list[str](), set[str]()
        for geo, time, value, flag in cube.cells(fixed):
            place = territory(geo, query.nuts, context.territories)
            if place is None:
                nowhere.add(geo)
                continue
            figure = number(value)
            status, conf, unknown = meaning(flag, has_value=figure is not None)
            if value is not None and figure is None:
                unread.append(f"{geo} {time}: {value!r}")
            strange += [f"{geo} {time}: «{letter}»" for letter in unknown]
            rows.append(
                {
                    "territory_id": place,
                    "period": _period(time, where),
                    "status": status,
                    "conf": conf,
                    "sign": flag,
                    "value": float("nan") if figure is None else figure / query.divisor,
                }
            )
        kept = _published(rows)
        made = frame(kept) if kept else frame([])
        made["series"] = query.series
        return Parsed(made, _findings(where, unread, strange, nowhere), cube.updated, raws)


def _fixed(cube: Cube, query: EurostatQuery, where: str) -> dict[str, str]:
    """The category of every axis but geo and time.

    Raises SourceShapeChanged for an axis left open, a category that is not there, or one with another meaning.
    """
    fixed: dict[str, str] = {}
    for axis in cube.dimensions:
        if axis.name in ("geo", "time"):
            continue
        wanted = query.filters.get(axis.name, axis.codes[0] if len(axis.codes) == 1 else None)
        if wanted not in axis.codes:
            there = ", ".join(f"{c} «{axis.labels.get(c, '')}»" for c in axis.codes[:20])
            what = (
                f"A categoria «{wanted}» de {axis.name} não vem na resposta"
                if wanted
                else f"A dimensão {axis.name} ficou aberta"
            )
            raise SourceShapeChanged(f"{what}. Há: {there}.", where=where, cure="corrigir filters em indicators.yaml.")
        text = query.expect.get(axis.name)
        label = axis.labels.get(str(wanted), "")
        if text and text.casefold() not in label.casefold():
            raise SourceShapeChanged(
                f"{axis.name} «{wanted}» quer dizer «{label}», e esperava-se «{text}».",
                where=where,
                cure="procurar o código certo e corrigir filters em indicators.yaml.",
            )
        fixed[axis.name] = str(wanted)
    if absent := set(query.filters) - {d.name for d in cube.dimensions}:
        raise SourceShapeChanged(
            f"A resposta não tem as dimensões {', '.join(sorted(absent))}.",
            where=where,
            cure="o dataset mudou: corrigir filters em indicators.yaml.",
        )
    return fixed


def territory(geo: str, version: str | None, territories: Territories) -> str | None:
    """Our id for Eurostat's code: PT, the EU, or a NUTS region of `version`; None for any other."""
    if geo in ("PT", EU):
        return geo
    candidate = f"{version}:{geo.removeprefix('PT')}"
    return candidate if version and geo.startswith("PT") and candidate in territories else None


def _period(text: str, where: str) -> str:
    try:
        return period.parse(text).text
    except ValueError as error:
        raise SourceShapeChanged(
            f"Período desconhecido: {error}.", where=where, cure="acrescentar a forma em core/terms/period.py."
        ) from error


def _published(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Eurostat lists periods of other slices too: those without a single value here were not published here."""
    known = {r["period"] for r in rows if r["value"] == r["value"] or r["sign"]}
    return [r for r in rows if r["period"] in known]


def _findings(where: str, unread: list[str], strange: list[str], nowhere: set[str]) -> list[Finding]:
    found = []
    if unread:
        text = f"{where}: {len(unread)} valores que não são números ({'; '.join(unread[:10])})"
        found.append(Finding("error", "valor_ilegivel", text, len(unread)))
    if strange:
        text = f"{where}: {len(strange)} sinais desconhecidos ({'; '.join(strange[:10])})"
        found.append(Finding("warning", "sinal_desconhecido", text, len(strange)))
    if nowhere:
        text = f"{where}: territórios que não se usam: {', '.join(sorted(nowhere)[:20])}"
        found.append(Finding("info", "territorio_nao_usado", text, len(nowhere)))
    return found


CONNECTOR: Final = Eurostat
