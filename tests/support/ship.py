"""The tables that the shipped figures were taken from (../shared/ship): where each figure and series stands there."""

import csv
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import yaml

from core.base.paths import ROOT

SHIP: Final = ROOT.parent / "shared" / "ship"
Key = tuple[str, str]  # territory, period
Cell = tuple[str, str]  # value to six decimals or empty, status

# Of our figures, the table where it has another name; and a table that is two figures here.
NAMES: Final = {
    "alunos_por_computador_sem_territorio": "alunos_por_computador_internet",
    "despesa_municipal_extremos_2010": "despesa_municipal_cultura_desporto",
    "consumo_total_eletricidade_hab": "consumo_total_eletricidade_hab_2020",
    "escolaridade_superior_censos_outras_idades": "escolaridade_superior_25_34_censos",
}
# Our series by figure, each with what the table calls it; those of the same name are not listed.
_WORK: Final = ("a pé", "bicicleta", "transporte coletivo")
_PARTS: Final = {"BEV": "automóveis elétricos (BEV)", "PHEV": "automóveis híbridos plug-in (PHEV)"}
DIMS: Final[dict[str, dict[str, str]]] = {
    "competencias_digitais_acima_basico": {
        "total": "total_16_74",
        "idade_16_24": "16_24",
        "idade_25_54": "25_54",
        "idade_55_74": "55_74",
    },
    "consumo_domestico_eletricidade_hab": {"dgeg_2024": "dgeg_derivado", "ine_sem_ano": "ine_2023"},
    "consumo_total_eletricidade_hab": {"": "total_por_habitante_kwh"},
    "deslocacoes_automovel": {"": "automóvel ligeiro"},
    "deslocacoes_casa_trabalho_nuts3": {
        "trabalho_a_pe": "a pé",
        "trabalho_automovel": "automóvel ligeiro",
        "trabalho_bicicleta": "bicicleta",
        "trabalho_motociclo": "motociclo",
        "trabalho_outro": "outro",
        "trabalho_sustentavel": " + ".join(_WORK),
        "trabalho_transporte_coletivo": "transporte coletivo",
    },
    "deslocacoes_pendulares_sustentaveis": {
        "a_pe": "a pé",
        "completa": " + ".join(_WORK),
        "total": "a pé + transporte coletivo",
        "transporte_coletivo": "transporte coletivo",
    },
    "despesa_id": {
        "empresas": "Empresas",
        "ensino_superior": "Ensino superior",
        "estado": "Estado",
        "ipsfl": "IPSFL",
        "todos_os_setores": "Total",
    },
    "despesa_id_pct_pib": {
        "dgeec": "dgeec_pct_pib",
        "dgeec_empresas": "dgeec_pct_pib_empresas",
        "dgeec_instituicoes": "dgeec_pct_pib_instituicoes",
        "eurostat": "eurostat_gerd_pct_pib",
    },
    "despesa_municipal_so_cultura": {"": "só cultura, % do total"},
    "emissoes_gee_apa": {
        "populacao_media": "populacao_media_anual",
        "por_habitante_sem_lulucf": "derivado_t_hab_sem_lulucf",
        "total_com_lulucf": "emissoes_mt_com_lulucf",
        "total_sem_lulucf": "emissoes_mt_sem_lulucf",
    },
    "emprego_cultural": {
        "anterior_a_2018": "INE, metodologia anterior a 2018",
        "eurostat": "Eurostat",
        "serie_2011": "Série 2011",
        "serie_2021": "Série 2021",
    },
    "empresas_vendas_online_ine": {
        "pessoas_10_49": "10 a 49 pessoas",
        "pessoas_10_mais": "10 e mais pessoas",
        "pessoas_10_mais_1pct": "10 e mais pessoas, vendas ≥ 1 %",
        "pessoas_250_mais": "250 e mais pessoas",
        "pessoas_50_249": "50 a 249 pessoas",
    },
    "ensino_superior_2011": {"homens": "populacao_H", "mulheres": "populacao_M", "total": "populacao_HM"},
    "escolaridade_superior_25_64": {"eurostat_2019": "eurostat_edicao_2019"},
    "escolaridade_superior_censos_outras_idades": {
        "idade_15_mais": "contexto_15_mais",
        "idade_25_34": "contexto_25_34",
    },
    "esperanca_vida_saudavel": {
        f"{age}_{ours}": f"{age}_{theirs}"
        for age in ("aos_65", "nascenca")
        for ours, theirs in (("homens", "H"), ("mulheres", "M"), ("total", "HM"))
    },
    "indice_bem_estar": {
        **{f"ibe_{y}": f"ibe_ed{y}" for y in (2022, 2023, 2024, 2025)},
        "qv_2022": "qv_ed2022",
        "qv_2024": "qv_ed2024",
        "cmv_2024": "cmv_ed2024",
    },
    "indice_qualidade_ar": {"classe_dominante_apa": "classe_dominante", "dias_fracos_apa": "dias_fracos"},
    "instalacoes_com_contador_inteligente": {"continente_2026": "eredes_2026", "municipios_2024": "exportacao_2024"},
    "iutic_aplicacoes_moveis": {"dgeec_2023": ""},
    "iutic_areas": {
        "consumos": "área consumos, %",
        "mobilidade": "área mobilidade e acessibilidade, %",
        "pelo_menos_uma": "pelo menos uma tecnologia ou sistema, %",
        "pelo_menos_uma_numero": "pelo menos uma tecnologia ou sistema, N.º",
        "relacao": "área relação com os cidadãos e empresas, %",
    },
    "iutic_dados_abertos_dadosgov_madeira": {"": "utilizaram dados abertos do portal dados.gov.pt"},
    "ligacoes_carregamento_eredes": {"": "pontos de ligação para PCVE"},
    "medicos_1000_hab": {"revista_2026": "nuts2024", "antes_da_revisao": "nuts2024_pop_antes_da_revisao_2026"},
    "medicos_numero": {"numero": "medicos_n", "populacao_revista": "derivado_pop_revista"},
    "mortalidade_padronizada": {"derivada_todas_homens": "todas_H", "derivada_todas_mulheres": "todas_M"},
    "novas_startups_ano": {
        "ativas": "startups ativas",
        "criadas": "startups criadas no ano",
        "entradas_estatuto": "entradas no estatuto de startup (12 meses)",
        "saidas_estatuto": "saídas do estatuto de startup (12 meses)",
        "tecnologicas_informa": "empresas tecnológicas constituídas (Informa D&B)",
    },
    "plano_municipal_acao_climatica": {
        "concluido_ou_em_curso": "PMAC concluído ou em desenvolvimento (Get2C), % de 308",
        "disponivel": "PMAC disponível (Último Recurso), % de 308",
        "disponivel_numero": "PMAC disponível (Último Recurso), N.º de municípios",
        "em_vigor_ou_em_consulta": "PMAC em vigor ou em consulta pública (Get2C), % de 308",
    },
    "pme_intensidade_digital_basica": {"dii_v3": "DII v3", "dii_v4": "DII v4"},
    "pontos_carregamento_por_ve_phev": {
        "bev_acap": "BEV em circulação (ACAP)",
        "bev_eurostat": f"{_PARTS['BEV']}, Eurostat",
        "bev_iea": _PARTS["BEV"],
        "furgonetas_bev_iea": "furgonetas BEV",
        "furgonetas_phev_iea": "furgonetas PHEV",
        "phev_acap": "PHEV em circulação (ACAP)",
        "phev_iea": _PARTS["PHEV"],
        "pontos_mobie": "pontos MOBI.E",
        "pontos_normais_iea": "pontos públicos normais",
        "pontos_rapidos_iea": "pontos públicos rápidos",
        "razao_iea": "pontos por veículo (automóveis BEV + PHEV)",
        "razao_mobie_acap": "pontos MOBI.E por veículo (ACAP)",
    },
    "residuos_urbanos_gerados_ocde": {"por_habitante": "gerados_hab_ocde", "total": "gerados_mil_t_ocde"},
    "taxa_reciclagem_eurostat": {"": "taxa_reciclagem_eurostat"},
    "tomadas_carregamento_ve": {"": "tomadas"},
    "veiculos_eletricos_bateria": {"": "ligeiros de passageiros"},
}
_PREFIXES: Final = {
    "mortalidade_padronizada": "derivada_",
    "mortalidade_padronizada_trienio": "trienio_",
    "postos_carregamento_ve_nacional": "pais_",
}
# What the check of the figures says against a table: the published value beats the one that was rebuilt.
PUBLISHED: Final = {("PT", "1997"): 6.5, ("PT", "2000"): 5.6}

# The index has one word a table; of these its notes say that they were calculated of what was copied or read.
FINER: Final = {
    ("deslocacoes_casa_trabalho_nuts3", "trabalho_sustentavel"): 52,
    ("despesa_municipal_cultura_desporto", ""): 3,
    ("indice_qualidade_ar", "dias_fracos_apa"): 1,
    ("medicos_1000_hab", "nuts2013"): 5,
    ("nados_vivos", ""): 47,
    ("plano_municipal_acao_climatica", "disponivel"): 1,
    ("plano_municipal_acao_climatica", "em_vigor_ou_em_consulta"): 1,
    ("pontos_carregamento_por_ve_phev", "razao_iea"): 12,
    ("pontos_carregamento_por_ve_phev", "razao_mobie_acap"): 1,
}


def theirs(figure: str, dim: str) -> tuple[str, str]:
    """Table and series there, of a figure and series here."""
    own = DIMS.get(figure, {}).get(dim)
    return NAMES.get(figure, figure), dim.removeprefix(_PREFIXES.get(figure, "")) if own is None else own


@lru_cache(maxsize=1)
def tables() -> dict[str, dict[str, dict[Key, Cell]]]:
    """Table → series → cell, with our places and periods."""
    found: dict[str, dict[str, dict[Key, Cell]]] = {}
    for path in sorted([*SHIP.glob("figures/*.csv"), *SHIP.glob("context/*.csv")]):
        series = found.setdefault(path.stem, {})
        with path.open(encoding="utf-8") as handle:
            for row in csv.DictReader(handle):
                dim = row.get("dim") or ""
                key = _key(path.stem, dim, row)
                value = PUBLISHED.get(key) if (path.stem, dim) == ("mortalidade_infantil", "anual") else None
                text = row["value"] if value is None else str(value)
                series.setdefault(dim, {})[key] = (written(float(text)) if text else "", row["status"])
    return found


def _key(table: str, dim: str, row: dict[str, str]) -> Key:
    place, period = row["territory_code"], row["period"]
    if table == "alunos_por_computador_internet":  # school years, and the same mainland under the newer code
        return ("2024:1" if place == "2013:1" else place), period.replace("-", "/")
    return place, "por-confirmar" if (table, dim) == ("consumo_domestico_eletricidade_hab", "ine_2023") else period


def written(value: float) -> str:
    """A value as cells are compared."""
    return f"{value:.6f}"


@lru_cache(maxsize=1)
def words() -> str:
    """All that is said there of the figures: index, notes, check."""
    files = [*sorted(SHIP.glob("figures/*.yaml")), SHIP / "CHECKS.md", SHIP / "README.md"]
    return "\n".join(f.read_text(encoding="utf-8") for f in files)


@lru_cache(maxsize=1)
def index() -> dict[str, dict[str, str]]:
    """What the index says of each table: `how`, `source` and more, in its own words."""
    found: dict[str, dict[str, str]] = yaml.safe_load((SHIP / "figures" / "figures.yaml").read_text("utf-8"))["figures"]
    return {table: about for table, about in found.items() if about}


@lru_cache(maxsize=1)
def first() -> dict[str, dict[str, Any]]:
    """What the first description says of the tables that came before the index, by table: `origin` among it."""
    found: dict[str, dict[str, Any]] = yaml.safe_load((SHIP / "figures" / "figures_first.yaml").read_text("utf-8"))
    return found["figures"]


@lru_cache(maxsize=1)
def _notes() -> tuple[tuple[str, dict[str, Any]], ...]:
    """The entries of all notes, each with its name."""
    found: list[tuple[str, dict[str, Any]]] = []
    for path in sorted(SHIP.glob("figures/notes_*.yaml")):
        read = yaml.safe_load(path.read_text("utf-8"))
        found += [(k, v) for k, v in {**read, **read.get("indicators", {})}.items() if isinstance(v, dict)]
        found += [("", x | {"table3_row": x["row"]}) for x in read.get("read_but_not_compiled", []) if "row" in x]
    return tuple((name, about) for name, about in found if name != "indicators")


def notes(table: str, *, alone: bool = False) -> list[dict[str, Any]]:
    """Entries about a table: of its name (`alone`: these only) or its row of Table 3, or that list its file."""
    if alone:
        return [about for name, about in _notes() if name == table]
    row = index().get(table, {}).get("table3_row") or first().get(table, {}).get("table3_row")
    return [
        about
        for name, about in _notes()
        if name == table
        or table in str(about)
        or (row and str(row) in re.findall(r"\d+", str(about.get("table3_row"))))
    ]


def quotes(table: str) -> list[dict[str, Any]]:
    """What was read of a table: each page with its `url`, and mostly its `text` and `period`."""
    return [q for about in notes(table) for q in _quotes(about)]


def _quotes(about: Any) -> Iterator[dict[str, Any]]:
    if isinstance(about, dict) and "url" in about:
        yield about
    elif isinstance(about, dict | list):
        for part in about.values() if isinstance(about, dict) else about:
            yield from _quotes(part)


def about(table: str) -> str:
    """All that is said of a table: in the index, the first description, the notes, and the check; and of what it was
    made of or came through (a code of INE, «via …») the chains of whatever else was.
    """
    checked = [x for x in (SHIP / "CHECKS.md").read_text("utf-8").splitlines() if table in x]
    shared = re.findall(r"\b0\d{6}\b|(?<=via )\w+", f"{index().get(table, {}).get('source')} {notes(table)}")
    others = [n for _, n in _notes() if any(w in str(n) for w in shared)]
    chains = [n.get("chain") or n.get("source_chain") for n in others]
    return "\n".join(map(str, (index().get(table), first().get(table), *notes(table), *checked, *chains)))
