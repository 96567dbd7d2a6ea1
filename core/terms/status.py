"""Observation status: SDMX code lists CL_OBS_STATUS and CL_CONF_STATUS, the part in use, with words.

The source's own sign is stored beside these codes (`observation.sign`) and never lost.
"""

from typing import Final

OBS_STATUS: Final[dict[str, tuple[str, str]]] = {
    "A": ("valor normal", "normal value"),
    "B": ("quebra de série", "time series break"),
    "D": ("definição diferente", "definition differs"),
    "E": ("valor estimado", "estimated value"),
    "F": ("previsão", "forecast value"),
    "I": ("valor imputado", "imputed value"),
    "P": ("valor provisório", "provisional value"),
    "U": ("baixa fiabilidade", "low reliability"),
    "V": ("valor por validar", "unvalidated value"),
    "L": ("em falta: não recolhido", "missing: not collected"),
    "M": ("em falta: não pode existir", "missing: cannot exist"),
    "N": ("inferior a metade da unidade", "below half of the unit"),
    "O": ("sem dados", "no data"),
    "Q": ("em falta: suprimido pela fonte", "missing: suppressed by the source"),
}
CONF_STATUS: Final[dict[str, tuple[str, str]]] = {
    "F": ("livre", "free"),
    "C": ("confidencial", "confidential"),
}

# What a person writes as status for a figure that exists and may not be told; stored as status Q with this `conf`.
CONFIDENTIAL: Final = "C"
# A row without value must carry one of these: it is there to say why there is no figure.
MISSING: Final = frozenset("LMNOQ")
# Rows whose value cannot exist do not count against the coverage of an aggregate.
CANNOT_EXIST: Final = "M"

# Why a cell without value has none, in the ledger's terms: SQL over observation `o`. Our own bounds leave their
# note (etl.load.derive.bounded); «só continente» and «criado em 1998» come as L and M.
WITHHELD: Final = "retido: fora dos limites"
MAINLAND_ONLY: Final = "não aplicável à fonte (só continente)"
CAUSE_SQL: Final = f"""CASE
    WHEN o.status = 'Q' AND contains(coalesce(o.note, ''), '{WITHHELD}') THEN 'withheld'
    WHEN o.conf = 'C' OR o.status = 'Q' THEN 'confidential'
    WHEN o.status = 'M' OR (o.status = 'L' AND o.note = '{MAINLAND_ONLY}') THEN 'not_applicable'
    WHEN o.status = 'N' THEN 'below_unit'
    ELSE 'not_collected' END"""


def words(status: str, conf: str = "F", lang: str = "pt") -> str:
    """Status in words; confidentiality wins, because it explains the gap."""
    pair = CONF_STATUS["C"] if conf == "C" else OBS_STATUS[status]
    return pair[0 if lang == "pt" else 1]
