"""Figures to take away: rows with names, units, status, source and licence beside each value, and their codebook."""

from typing import Final

import pandas as pd

from core.catalogue.catalogue import Catalogue
from core.terms.period import parse
from core.terms.status import OBS_STATUS
from core.warehouse.store import Store

# Column of a download -> what it means, PT and EN. The order is that of the columns.
CODEBOOK: Final[dict[str, tuple[str, str]]] = {
    "indicador_id": ("identificador do indicador", "id of the indicator"),
    "linha_tabela3": ("linha da Tabela 3 da Estratégia", "row of the strategy's Table 3"),
    "indicador": (
        "nome do indicador, com a parte dele que a série é",
        "name of the indicator, with the part of it that the series is",
    ),
    "serie": ("identificador da série do indicador", "id of the series of the indicator"),
    "serie_nome": ("nome da série", "name of the series"),
    "territorio_id": (
        "DICO do município, NUTS com a versão (2024:191) ou PT",
        "DICO of the municipality, NUTS with its version, or PT",
    ),
    "territorio": ("nome do território", "name of the territory"),
    "nivel": ("municipio, nuts3, nuts2, nuts1, pais ou ue", "level of the territory"),
    "nuts": ("versão da NUTS a que o território pertence", "NUTS version of the territory"),
    "periodo": ("AAAA, AAAA-Qn, AAAA-MM, AAAA-MM-DD, AAAA-AAAA (intervalo) ou AAAA/AAAA (ano letivo)", "period"),
    "valor": ("valor exato, vazio se não há", "exact value, empty where there is none"),
    "unidade": ("unidade do valor", "unit of the value"),
    "estado": ("estado da observação (SDMX CL_OBS_STATUS)", "observation status (SDMX CL_OBS_STATUS)"),
    "estado_texto": ("o estado em palavras", "the status in words"),
    "confidencialidade": ("F livre, C confidencial (SDMX CL_CONF_STATUS)", "F free, C confidential"),
    "sinal": ("sinal que a própria fonte pôs", "the source's own sign"),
    "origem": (
        "como nos chegou. source: da fonte; copy: cópia de um ficheiro da fonte; document: lido num documento; derived:"
        " calculado por nós; aggregated: calculado por nós dos municípios",
        "how it reached us. source: from the source; copy: a copy of a file of the source; document: read in a"
        " document; derived: computed by us; aggregated: computed by us from the municipalities",
    ),
    "numerador": ("de um valor calculado, o que se divide", "of a computed value, what is divided"),
    "denominador": ("de um valor calculado, por quanto se divide", "of a computed value, what it is divided by"),
    "documento": ("em que documento se leu, e onde nele", "the document it was read in, and where in it"),
    "documento_endereco": ("endereço do documento, vazio se não se guardou", "its address, empty if it was not kept"),
    "nota": ("nota ao valor", "note on the value"),
    "ressalva": (
        "o que é preciso saber da série, e por que não se há de tomar",
        "what one must know of the series, and must not take it for",
    ),
    "fonte": ("citação da fonte", "citation of the source"),
    "edicao": ("edição ou versão da fonte", "edition of the source"),
    "cadeia": ("por que mãos passou até aqui, a fonte primeiro", "through whose hands it came, the source first"),
    "licenca": ("licença dos dados", "licence of the data"),
    "extraido_em": ("quando foi pedido à fonte (UTC)", "when it was asked of the source (UTC)"),
    "versao_dados": ("versão publicada de onde vem", "published build it comes from"),
}

_PEDIGREE: Final = {
    "numerador": "numerator",
    "denominador": "denominator",
    "documento": "nullif(concat_ws('; ', document_title, document_publisher, document_place), '')",
    "documento_endereco": "document_address",
    "edicao": "edition",
    "cadeia": "chain",
}


def extract(
    store: Store,
    catalogue: Catalogue,
    indicator_id: str,
    series: str,
    *,
    level: str | None = None,
    version: str | None = None,
    period: str | None = None,
    lang: str = "pt",
) -> pd.DataFrame:
    """Rows of a series in the columns of CODEBOOK; all levels, NUTS versions and periods where none is named.

    Cells without value are rows too; of one level and period, so are places of which nothing is known (status `O`).
    Rows of `version` include what has none (municípios, the country).
    """
    table = store.frame(
        f"""
        SELECT indicator_id AS indicador_id, "row" AS linha_tabela3, series AS serie, territory_id AS territorio_id,
               territory AS territorio, level AS nivel, nuts_version AS nuts, period AS periodo, value AS valor,
               status AS estado, conf AS confidencialidade, sign AS sinal, origin AS origem,
               note AS nota, citation AS fonte, licence AS licenca, extracted_at AS extraido_em, {_pedigree(store)}
        FROM figures
        WHERE indicator_id = $indicator AND series = $series AND ($level IS NULL OR level = $level)
          AND ($version IS NULL OR nuts_version IS NULL OR nuts_version = $version)
          AND ($period IS NULL OR period = $period)
        ORDER BY level, territory_id
        """,
        {"indicator": indicator_id, "series": series, "level": level, "version": version, "period": period},
    )
    if level is not None and period is not None:
        table = _all_places(store, table, level, version, period)
    item, at = catalogue[indicator_id], 0 if lang == "pt" else 1
    table["indicador_id"], table["serie"] = indicator_id, series
    table["linha_tabela3"] = getattr(item, "row", None)
    one = item.get_series(series)
    table["indicador"], table["unidade"] = one.naming(item.name, lang), item.unit_for(series, lang)
    table["serie_nome"] = one.name.get(lang)
    table["ressalva"] = one.caveat.get(lang) if one.caveat else None
    table["estado_texto"] = table["estado"].map({code: pair[at] for code, pair in OBS_STATUS.items()})
    table["versao_dados"] = store.build
    order = {p: n for n, p in enumerate(sorted(table["periodo"].unique(), key=parse))}
    return table.iloc[table["periodo"].map(order).argsort(kind="stable")].reset_index(drop=True)[list(CODEBOOK)]


def _pedigree(store: Store) -> str:
    """The columns of how a value reached us, as SQL; empty ones for builds from before it was kept."""
    if not store.rows("SELECT 1 FROM duckdb_columns() WHERE table_name = 'figures' AND column_name = 'chain'"):
        return ", ".join(f"NULL AS {name}" for name in _PEDIGREE)
    return ", ".join(f"{sql} AS {name}" for name, sql in _PEDIGREE.items())


def _all_places(store: Store, table: pd.DataFrame, level: str, version: str | None, period: str) -> pd.DataFrame:
    """The rows of a level and period, with a row for each place that has none."""
    places = store.frame(
        """
        SELECT territory_id AS territorio_id, name AS territorio, level AS nivel, nuts_version AS nuts FROM territory
        WHERE level = $level AND ($version IS NULL OR nuts_version IS NULL OR nuts_version = $version)
        ORDER BY territory_id
        """,
        {"level": level, "version": version},
    )
    shared = ["territorio", "nivel", "nuts"]
    whole = places.merge(table.drop(columns=shared), on="territorio_id", how="left")
    return whole.fillna({"estado": "O", "confidencialidade": "F", "periodo": period})
