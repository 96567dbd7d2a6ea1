"""The audit of a finished build, before it is published. One rule = one query that returns what breaks it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import duckdb

from core.base.errors import AuditRefused
from core.terms import period
from core.terms.enti import ROWS
from core.terms.status import CONF_STATUS, MISSING, OBS_STATUS, ORIGINS
from core.terms.territory import MUNICIPALITIES
from etl.build.points import BOXES


def _list(codes: object) -> str:
    return ", ".join(f"'{c}'" for c in sorted(codes))  # type: ignore[call-overload]


@dataclass(frozen=True)
class Rule:
    """A rule of the audit; `sql` selects the offending rows, first column readable."""

    name: str
    meaning: str
    sql: str


RULES: Final = (
    Rule(
        "municipios_308",
        f"há {MUNICIPALITIES} municípios",
        f"SELECT count(*) AS n FROM territory WHERE level = 'municipio' HAVING count(*) <> {MUNICIPALITIES}",
    ),
    Rule(
        "tabela3_48",
        f"as {ROWS} linhas da Tabela 3 estão na tabela indicator",
        f'SELECT count(DISTINCT "row") FROM indicator WHERE "row" IS NOT NULL HAVING count(DISTINCT "row") <> {ROWS}',
    ),
    Rule(
        "pais_unico",
        "cada território tem um só superior em cada versão da NUTS",
        "SELECT territory_id FROM territory WHERE level = 'municipio' AND (parent_2013 IS NULL OR parent_2024 IS NULL)"
        " OR parent_2013 NOT IN (SELECT territory_id FROM territory)"
        " OR parent_2024 NOT IN (SELECT territory_id FROM territory)",
    ),
    Rule(
        "chave_completa",
        "indicador, série, território e período estão preenchidos",
        "SELECT concat_ws('/', indicator_id, series, territory_id, period) FROM observation"
        " WHERE indicator_id IS NULL OR series IS NULL OR territory_id IS NULL OR period IS NULL",
    ),
    Rule(
        "chave_unica",
        "um valor por indicador, série, território e período",
        "SELECT indicator_id || '/' || series || '/' || territory_id || '/' || period FROM observation"
        " GROUP BY indicator_id, series, territory_id, period HAVING count(*) > 1",
    ),
    Rule(
        "indicador_conhecido",
        "cada observação é de um indicador do catálogo",
        "SELECT DISTINCT indicator_id FROM observation WHERE indicator_id NOT IN (SELECT indicator_id FROM indicator)",
    ),
    Rule(
        "territorio_conhecido",
        "cada observação é de um território da tabela",
        "SELECT DISTINCT territory_id FROM observation WHERE territory_id NOT IN (SELECT territory_id FROM territory)",
    ),
    Rule(
        "carga_conhecida",
        "cada observação vem de uma carga registada",
        "SELECT DISTINCT coalesce(run_id, '(vazio)') FROM observation"
        " WHERE run_id IS NULL OR run_id NOT IN (SELECT run_id FROM source_run)",
    ),
    Rule(
        "estado_conhecido",
        "os estados são os da lista SDMX em uso",
        f"SELECT DISTINCT status || '/' || conf FROM observation WHERE status NOT IN ({_list(OBS_STATUS)})"
        f" OR conf NOT IN ({_list(CONF_STATUS)}) OR status IS NULL OR conf IS NULL",
    ),
    Rule(
        "falta_com_estado",
        "valor vazio tem estado de falta, e só ele",
        "SELECT indicator_id || '/' || territory_id || '/' || period FROM observation"
        f" WHERE (value IS NULL) <> (status IN ({_list(MISSING)}))",
    ),
    Rule(
        "ponto_no_pais",
        "cada ponto fica no continente, nos Açores ou na Madeira",
        "SELECT indicator_id || '/' || point_id FROM point WHERE NOT coalesce("
        + " OR ".join(f"(lat BETWEEN {s} AND {n} AND lon BETWEEN {w} AND {e})" for s, n, w, e in BOXES)
        + ", false)",
    ),
    Rule(
        "ponto_unico",
        "cada ponto aparece uma vez por indicador, série e período, e vem de uma carga registada",
        "SELECT indicator_id || '/' || point_id FROM point GROUP BY indicator_id, series, period, point_id"
        " HAVING count(*) > 1 OR NOT bool_and(run_id IN (SELECT run_id FROM source_run))",
    ),
    Rule(
        "valor_finito",
        "nenhum valor é infinito ou NaN",
        "SELECT indicator_id || '/' || territory_id FROM observation WHERE isnan(value) OR isinf(value)",
    ),
    Rule(
        "origem_conhecida",
        f"a origem é {', '.join(ORIGINS)}",
        f"SELECT DISTINCT coalesce(origin, '(vazia)') FROM observation WHERE origin NOT IN ({_list(ORIGINS)})"
        " OR origin IS NULL",
    ),
    Rule(
        "documento_citado",
        "um valor lido num documento diz em qual",
        "SELECT indicator_id || '/' || series || '/' || territory_id || '/' || period FROM observation"
        " WHERE (origin = 'document' AND document IS NULL) OR (document IS NOT NULL AND origin NOT IN ('document',"
        " 'derived')) OR (document IS NOT NULL AND document NOT IN (SELECT document_id FROM document))",
    ),
    Rule(
        "grelha_completa",
        f"uma série municipal tem os {MUNICIPALITIES} municípios em cada período, com valor ou com razão",
        "SELECT o.indicator_id || '/' || o.series || '/' || o.period FROM observation o"
        " JOIN territory t USING (territory_id) WHERE t.level = 'municipio'"
        f" GROUP BY o.indicator_id, o.series, o.period HAVING count(*) <> {MUNICIPALITIES}",
    ),
)


def _bad_periods(connection: duckdb.DuckDBPyConnection) -> list[str]:
    bad = []
    for (text,) in connection.execute("SELECT DISTINCT period FROM observation WHERE period IS NOT NULL").fetchall():
        try:
            period.parse(text)
        except ValueError:
            bad.append(str(text))
    return bad


CHECKS: Final[dict[str, Callable[[duckdb.DuckDBPyConnection], list[str]]]] = {"periodo_valido": _bad_periods}


def audit(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    """Run every rule; returns how many were run.

    Raises AuditRefused listing each broken rule with up to five offending rows.
    """
    broken = []
    for rule in RULES:
        rows = connection.execute(f"SELECT * FROM ({rule.sql}) LIMIT 6").fetchall()
        if rows:
            listed = ", ".join(str(r[0]) for r in rows[:5]) + (", …" if len(rows) > 5 else "")
            broken.append(f"{rule.name} ({rule.meaning}): {listed}")
    for check_name, check in CHECKS.items():
        if bad := check(connection):
            broken.append(f"{check_name}: {', '.join(bad[:5])}")
    if broken:
        raise AuditRefused(
            "A auditoria recusou a carga: " + "; ".join(broken) + ".",
            where=name,
            cure="corrigir a fonte ou o catálogo; os dados publicados antes continuam a servir.",
        )
    return len(RULES) + len(CHECKS)
