"""Small INE answers in the source's exact form, made for tests (see payloads/ine/0009999.sidecar.yaml)."""

import json
from pathlib import Path
from typing import Any

from etl.sources.ine.query import IneQuery

VARCD = "0009999"


def query(**changes: Any) -> IneQuery:
    """A loadable query of the made-up indicator."""
    base: dict[str, Any] = {
        "source": "ine",
        "varcd": VARCD,
        "nuts": "2024",
        "level": "municipio",
        "code_status": "verified",
        "level_status": "verified",
        "title": "Indicador de prova (%)",
    }
    return IneQuery.model_validate(base | changes)


def row(code: str, value: str | None, **more: str) -> dict[str, str]:
    """One row; without `valor` when value is None, as INE does it."""
    made = {"geocod": code, "geodsg": "x", "ind_string": value or more.get("sinal_conv", "")}
    return made | ({"valor": value} if value is not None else {}) | more


def data(periods: dict[str, list[dict[str, str]]], varcd: str = VARCD) -> bytes:
    """A pindica op=2 body, with the blank lines that INE puts before it."""
    body = [
        {
            "IndicadorCod": varcd,
            "IndicadorDsg": "Indicador de prova",
            "MetaInfUrl": "https://www.ine.pt/",
            "DataExtracao": "2026-01-01T00:00:00.000Z",
            "DataUltimoAtualizacao": "2025-12-01",
            "UltimoPref": "2023",
            "Dados": periods,
            "Sucesso": {"Verdadeiro": [{"Msg": "OK"}]},
        }
    ]
    return b"\n\n\t\n" + json.dumps(body, ensure_ascii=False).encode()


def metadata(
    periods: dict[str, str],
    places: list[str],
    others: dict[int, list[str]] | None = None,
    *,
    power: int = 0,
    updated: str = "2025-12-01",
) -> bytes:
    """A pindicaMeta body: categories by `Dim_Num<n>_<code>`."""
    blocks: list[dict[str, Any]] = [
        {f"Dim_Num1_{c}": [{"dim_num": "1", "categ_cod": c, "categ_dsg": d}]} for c, d in periods.items()
    ]
    blocks += [{f"Dim_Num2_{p}": [{"dim_num": "2", "categ_cod": p, "categ_dsg": p}]} for p in places]
    for n, codes in (others or {}).items():
        blocks += [{f"Dim_Num{n}_{c}": [{"dim_num": str(n), "categ_cod": c, "categ_dsg": c}]} for c in codes]
    body = [
        {
            "IndicadorCod": VARCD,
            "IndicadorNome": "Indicador de prova",
            "Periodic": "Anual",
            "UnidadeMedida": "%",
            "Potencia10": str(power),
            "PrecisaoDecimal": "1",
            "Lingua": "PT",
            "DataUltimaAtualizacao": updated,
            "Dimensoes": {"Descricao_Dim": [], "Categoria_Dim": blocks},
            "Sucesso": {"Verdadeiro": [{"Msg": "OK"}]},
        }
    ]
    return json.dumps(body, ensure_ascii=False).encode()


def record(folder: Path, meta: bytes, body: bytes, varcd: str = VARCD) -> None:
    """Put both answers where `--replay` looks for them."""
    (folder / "ine").mkdir(parents=True, exist_ok=True)
    (folder / "ine" / f"{varcd}.meta.json").write_bytes(meta.replace(VARCD.encode(), varcd.encode()))
    (folder / "ine" / f"{varcd}.data.json").write_bytes(body.replace(VARCD.encode(), varcd.encode()))
