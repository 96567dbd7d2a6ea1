"""dados.gov.pt (udata API 1): the strategy's own monitoring files, heard as a second witness and never shown."""

from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

import orjson

from core.base.errors import SourceNotData, SourceRejected, SourceShapeChanged
from etl.fetch.context import Context
from etl.fetch.http import Request
from etl.fetch.model import Finding, Parsed, Raw, frame
from etl.sources.dadosgov.format import parse
from etl.sources.dadosgov.query import DadosGovQuery

BASE = "https://dados.gov.pt/api/1"
_SEARCH: Final = "enti-indicador"
_MAX_PAGES: Final = 20


class Dadosgov:
    """Connector of dados.gov.pt. Level of the result: the file's own."""

    id = "dadosgov"

    def fetch(self, query: DadosGovQuery, context: Context) -> tuple[Raw, ...]:
        """The pages of the search, then the newest file whose name begins with `query.file`."""
        pages = _pages(context)
        resource = _newest([r for p in pages for r in _resources(p)], query.file, len(pages))
        version = str(resource.get("last_modified") or "")
        request = Request("dadosgov", query.file, resource["url"], kind="csv", version=version)
        return (*pages, context.fetcher.get(request))

    def parse(self, raws: tuple[Raw, ...], query: DadosGovQuery, context: Context) -> Parsed:
        """Observations of the file; codes that are no territory of ours are counted in a finding."""
        where = f"dados.gov.pt {query.file}"
        table = parse(raws[-1].read(), where, context.territories, query.per)
        if not table.rows:
            return Parsed(frame([]), raws=raws)
        places, periods, values = zip(*table.rows, strict=True)
        made = frame(territory_id=places, period=periods, value=values)
        made["status"] = made["value"].notna().map({True: "A", False: "O"})
        made["series"] = query.series
        findings = []
        for rule, bad in (("territorio_desconhecido", table.nowhere), ("valor_ilegivel", table.unread)):
            if bad:
                text = f"{where}: {len(bad)} linhas ({'; '.join(bad[:10])})"
                findings.append(Finding("warning", rule, text, len(bad)))
        return Parsed(made, findings, None, raws)


def _pages(context: Context) -> list[Raw]:
    """Every page of the search, followed by `next_page` on the same host only."""
    url, pages = f"{BASE}/datasets/", list[Raw]()
    params: tuple[tuple[str, str], ...] = (("q", _SEARCH), ("page", "1"), ("page_size", "50"))
    while url:
        if len(pages) == _MAX_PAGES:
            raise SourceShapeChanged(
                f"A procura não acaba ao fim de {_MAX_PAGES} páginas.", where=url, cure="rever a procura no conector."
            )
        pages.append(context.fetcher.get(Request("dadosgov", f"datasets.{len(pages) + 1:02d}", url, params)))
        url, params = str(_object(pages[-1]).get("next_page") or ""), ()
        if url and _parted(url).netloc != urlsplit(BASE).netloc:
            raise SourceRejected(
                f"A página seguinte aponta para outro servidor ({_parted(url).netloc}).",
                where=pages[-1].name,
                cure="não se segue; ver a API de dados.gov.pt.",
            )
    return pages


def _object(raw: Raw) -> dict[str, Any]:
    try:
        page = orjson.loads(raw.read())
    except orjson.JSONDecodeError as error:
        raise SourceNotData("A procura não devolveu JSON.", where=raw.name, cure="repetir a carga.") from error
    if not isinstance(page, dict) or not isinstance(page.get("data"), list):
        raise SourceShapeChanged("A procura não traz a lista «data».", where=raw.name, cure="ver a API udata.")
    return page


def _resources(raw: Raw) -> list[dict[str, Any]]:
    try:
        found = [r for d in _object(raw)["data"] for r in d["resources"]]
        if strange := [r for r in found if not isinstance(r, dict)]:
            raise TypeError(f"recurso {strange[0]!r}")
        return found
    except (KeyError, TypeError) as error:
        raise SourceShapeChanged(f"Um conjunto não traz «{error}».", where=raw.name, cure="ver a API udata.") from error


def _parted(url: str) -> SplitResult:
    """An address that another wrote, in its parts; SourceRejected where it is none."""
    try:
        return urlsplit(url)
    except ValueError as error:
        raise SourceRejected(
            f"Um endereço não serve («{url[:80]}»: {error}).",
            where="dados.gov.pt",
            cure="ver o recurso em dados.gov.pt.",
        ) from error


def _newest(resources: list[dict[str, Any]], beginning: str, pages: int) -> dict[str, Any]:
    """The newest resource by that name, on dados.gov.pt itself."""

    def names(resource: dict[str, Any]) -> list[str]:
        return [str(resource.get("url") or "").rpartition("/")[2], str(resource.get("title") or "")]

    fitting = [r for r in resources if r.get("url") and any(n.casefold().startswith(beginning) for n in names(r))]
    if not fitting:
        raise SourceRejected(
            f"Não há ficheiro «{beginning}…» entre {len(resources)} recursos.",
            where=f"dados.gov.pt, {pages} páginas",
            cure="procurar o nome atual em dados.gov.pt e corrigir file em indicators.yaml.",
        )
    chosen = max(fitting, key=lambda r: str(r.get("last_modified") or ""))
    parts, home = _parted(str(chosen["url"])), urlsplit(BASE)
    if parts.scheme != home.scheme or not f".{parts.netloc}".endswith(f".{home.netloc}"):
        raise SourceRejected(
            f"O ficheiro está noutro servidor ({parts.scheme}://{parts.netloc}).",
            where=beginning,
            cure="não se segue; ver o recurso em dados.gov.pt.",
        )
    return chosen


CONNECTOR: Final = Dadosgov
