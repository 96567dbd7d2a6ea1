"""Turnout in municipal elections (órgão: Câmara Municipal), from the SG MAI results sites.

Three forms of the same figures, chosen by election year and by what is at hand:

* 2021: one JSON per municipality, its address made from the DICO.
* 2025: a tree of opaque territory ids (country → districts → municipalities, one file per level), then one
  JSON per municipality. MAI gives no code there, so ids are tied to DICO by name within district, strictly.
* 2025, recorded answers only: the CSV that PÚBLICO published from MAI's answers, keyed by DICO (CC BY 4.0).

Units: `rate` in % with the source's two decimals, `voters` and `registered` in persons. Period: the election year.
The counts are those of the provisional scrutiny, which is what MAI publishes on election night.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

from core.base.errors import PeriodMissing
from core.terms.formats import number
from core.terms.territory import Territories
from etl.fetch.context import Context
from etl.fetch.http import Fetcher, Request, replay_folder, stored
from etl.fetch.model import Finding, Parsed, Raw, Severity, frame
from etl.sources.mai.format import ROOT_ID, Result, from_2021, from_2025, from_publico, match, municipal, nodes
from etl.sources.mai.query import MaiQuery

BASE: Final = "https://www.eleicoes.mai.gov.pt"
ORGAN_CM: Final = 4  # câmara municipal, in the 2025 addresses
RATE_TOLERANCE: Final = 0.02  # percentage points between the published rate and voters / registered
MEMO_SIZE: Final = 1024  # both elections together are about 650 small files


class Mai:
    """Connector of the provider `mai`.

    A load asks three measures of the same files, so each instance remembers the answers it got: by request
    name, for one fetcher at a time, at most `MEMO_SIZE` (the oldest goes first). Failures are not remembered.
    """

    id = "mai"

    def __init__(self) -> None:
        self._memo: dict[str, Raw] = {}
        self._fetcher: Fetcher | None = None

    def fetch(self, query: MaiQuery, context: Context) -> tuple[Raw, ...]:
        """All files of one election: 308 for 2021; the tree and one per municipality for 2025.

        Raises the fetcher's SourceError for any file that cannot be had: half an election is not published.
        """

        def get(name: str, path: str) -> Raw:
            return self._get(Request(self.id, name, f"{BASE}/autarquicas{query.year}/assets/static/{path}"), context)

        if query.year == 2021:
            codes = sorted(m.id for m in context.territories.municipalities)
            folder = "territory-results/territory-results"
            return tuple(get(f"2021-CM-{dico}", f"{folder}-LOCAL-{dico}00-CM.json") for dico in codes)
        if _only_publico(self.id, context.fetcher):
            return (self._get(publico_request(self.id), context),)
        return _fetch_2025(get, context.territories)

    def _get(self, request: Request, context: Context) -> Raw:
        if self._fetcher is not context.fetcher:
            self._memo, self._fetcher = {}, context.fetcher
        if request.name not in self._memo:
            raw = context.fetcher.get(request)
            if len(self._memo) >= MEMO_SIZE:
                del self._memo[next(iter(self._memo))]
            self._memo[request.name] = raw
        return self._memo[request.name]

    def parse(self, raws: tuple[Raw, ...], query: MaiQuery, context: Context) -> Parsed:
        """One row per municipality, all 308; one without usable result has status `O` and stands in a finding.

        Raises SourceTruncated, SourceNotData, SourceShapeChanged or DuplicateKey naming the file, and
        PeriodMissing when not one municipality has a result.
        """
        findings: list[Finding] = []
        if raws and raws[0].path.suffix == ".csv":
            results = from_publico(raws[0], query.year)
        elif query.year == 2021:
            results = from_2021(raws)
        else:
            results = from_2025(raws, context.territories)
        if not any(results.values()):
            raise PeriodMissing(
                f"Nenhum município tem resultados das autárquicas de {query.year}.",
                where=f"mai, {len(raws)} ficheiro(s)",
                cure="abrir o sítio dos resultados e ver se a eleição lá está.",
            )
        if strangers := sorted(results.keys() - {m.id for m in context.territories.municipalities}):
            findings.append(_finding("warning", "mai_codigo_desconhecido", "Códigos fora da tabela", strangers))
        rows = _rows(results, query, context.territories, findings)
        return Parsed(frame(rows), findings, raws=raws)


def publico_request(source: str) -> Request:
    """PÚBLICO's table of 2025, by DICO: used as a recorded answer, never asked of the network."""
    url = "https://github.com/publico-data/resultados-autarquicas-2025/blob/main/cm_concelhos_participacao.csv"
    return Request(source, "2025-CM-publico", url, kind="csv")


def _only_publico(source: str, fetcher: Fetcher) -> bool:
    """Whether a replay folder holds PÚBLICO's table and not MAI's own tree, which goes first."""
    folder = replay_folder(fetcher)
    if folder is None:
        return False
    tree = Request(source, f"2025-tree-{ROOT_ID}", BASE)
    return stored(folder, tree) is None and stored(folder, publico_request(source)) is not None


def _fetch_2025(get: Callable[[str, str], Raw], territories: Territories) -> tuple[Raw, ...]:
    def tree(node_id: str) -> Raw:
        return get(f"2025-tree-{node_id}", f"territory/children-electionId=1-territoryId={node_id}.json")

    trees = [tree(ROOT_ID)]
    trees += [tree(district.id) for district in nodes(trees[0]) if not district.children]
    # Matching before asking: an unknown name stops us after 21 calls instead of 330.
    ids = match(municipal(trees), territories)
    path = "result/territory-electionId=1-territoryId={}-organId={}.json"
    return (*trees, *(get(f"2025-CM-{node_id}", path.format(node_id, ORGAN_CM)) for node_id in ids))


def _rows(
    results: Mapping[str, Result | None], query: MaiQuery, territories: Territories, findings: list[Finding]
) -> list[dict[str, Any]]:
    """All rows of the query; what a person should know goes to `findings`, each with its list of places."""
    absent: list[str] = []
    impossible: list[str] = []
    apart: list[str] = []
    counting: list[str] = []
    rows: list[dict[str, Any]] = []
    for place in territories.municipalities:
        label = f"{place.id} {place.name}"
        row: dict[str, Any] = {
            "series": query.series,
            "territory_id": place.id,
            "period": str(query.year),
            "value": math.nan,
        }
        result = results.get(place.id)
        if result is None:
            absent.append(label)
            row |= {"status": "O", "note": "A fonte não tem resultado para este município."}
        elif problem := result.impossible():
            impossible.append(f"{label}: {problem}")
            row |= {"status": "O", "note": f"Valor retido, por ser impossível: {problem}."}
        else:
            row |= {"value": float(getattr(result, query.measure)), "status": "A" if result.final else "P"}
            if not result.final:
                counting.append(label)
                row |= {"note": "Apuramento por concluir."}
            if result.rate_gap() > RATE_TOLERANCE:
                computed = 100 * result.voters / result.registered
                apart.append(f"{label}: {number(result.rate, 2)} % publicado, {number(computed, 2)} % calculado")
        rows.append(row)
    notes: tuple[tuple[Severity, str, str, list[str]], ...] = (
        ("warning", "mai_sem_resultado", "Municípios sem resultado", absent),
        ("error", "mai_valor_impossivel", "Valores impossíveis, retidos", impossible),
        ("warning", "mai_taxa_incoerente", "Taxa publicada diferente de votantes / inscritos", apart),
        ("info", "mai_por_apurar", "Apuramento por concluir", counting),
    )
    for severity, rule, words, items in notes:
        if items:
            findings.append(_finding(severity, rule, f"{words}, {query.year}", items))
    return rows


def _finding(severity: Severity, rule: str, words: str, items: list[str]) -> Finding:
    return Finding(severity, rule, f"{words}: {'; '.join(items)}.", len(items))


CONNECTOR: Final = Mai
