"""Observation status: SDMX code lists CL_OBS_STATUS and CL_CONF_STATUS, the part in use, with words.

The source's own sign is stored beside these codes (`observation.sign`) and never lost.
"""

from typing import Final, Literal

# What every surface says of a cell without value, and of what has none at all: the only place that has these words.
NO_VALUE: Final[dict[str, tuple[str, str]]] = {
    "no_data": ("sem dados", "no data"),
    "not_collected": ("não recolhido", "not collected"),
    "not_applicable": ("não aplicável", "not applicable"),
    "confidential": ("confidencial", "confidential"),
    "suppressed": ("confidencial ou suprimido pela fonte", "confidential or suppressed by the source"),
    "kept_back": ("confidencial ou retido", "confidential or withheld"),
    "withheld": ("retido pela nossa verificação", "withheld by our checks"),
    "below_unit": ("inferior a metade da unidade", "below half of the unit"),
}

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
    "L": NO_VALUE["not_collected"],
    "M": NO_VALUE["not_applicable"],
    "N": NO_VALUE["below_unit"],
    "O": NO_VALUE["no_data"],
    "Q": NO_VALUE["suppressed"],
}
CONF_STATUS: Final[dict[str, tuple[str, str]]] = {
    "F": ("livre", "free"),
    "C": NO_VALUE["confidential"],
}

# How a value reached us. `source`: asked of the source itself, or handed in by whom it belongs to; `copy`: a copy of a
# file of the source; `document`: read in a document or page and written down; `derived`: computed here; `aggregated`:
# computed here from the municípios.
ORIGINS: Final = ("source", "copy", "document", "derived", "aggregated")

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
NOT_KEPT: Final = "não consta da cópia ou do documento que temos"  # ours: the source may well have it
CAUSE_SQL: Final = f"""CASE
    WHEN o.status = 'Q' AND contains(coalesce(o.note, ''), '{WITHHELD}') THEN 'withheld'
    WHEN o.conf = 'C' OR o.status = 'Q' THEN 'confidential'
    WHEN o.status = 'M' OR (o.status = 'L' AND o.note = '{MAINLAND_ONLY}') THEN 'not_applicable'
    WHEN o.status = 'N' THEN 'below_unit'
    WHEN o.note = '{NOT_KEPT}' THEN 'not_kept'
    ELSE 'not_collected' END"""


Kind = Literal["nd", "na", "sup"]  # without data, not applicable, kept back: how a cell without value is drawn


def applies(status: str, note: object = None) -> bool:
    """Whether a figure could exist: not where the source says that it cannot, nor off the mainland for one of it."""
    return not (status == "M" or (status == "L" and note == MAINLAND_ONLY))


def kind(status: str, conf: str = "F", note: object = None) -> Kind:
    """The kind of gap that a cell without value is: the one its words say."""
    if conf == "C" or status == "Q":
        return "sup"
    return "nd" if applies(status, note) else "na"


def words(status: str, conf: str = "F", lang: str = "pt", note: object = None) -> str:
    """Status in words; confidentiality wins, because it explains the gap. `note`: that of the cell, if any."""
    pair = CONF_STATUS["C"] if conf == "C" else OBS_STATUS[status]
    if conf != "C" and not applies(status, note):
        pair = NO_VALUE["not_applicable"]
    elif status == "Q" and isinstance(note, str) and WITHHELD in note:
        pair = NO_VALUE["withheld"]
    return pair[0 if lang == "pt" else 1]
