"""A second witness beside a source: where the two do not say the same, a person should look."""

import pandas as pd

from core.terms.formats import exact
from etl.fetch.model import Finding

_KEY = ["series", "territory_id", "period"]


def compare(ours: pd.DataFrame, theirs: pd.DataFrame, decimals: int) -> list[Finding]:
    """Findings on values that differ by more than the last shown digit, or that only one of the two has.

    Both frames have etl.fetch.model.COLUMNS. Only periods that both know are compared.
    """
    shared = set(ours["period"]) & set(theirs["period"])
    if not shared:
        said = f"a testemunha só tem {', '.join(sorted(theirs['period'].unique())[:5])}"
        return [Finding("warning", "testemunha_sem_par", f"Nenhum período em comum: {said}.")]
    both = theirs[theirs["period"].isin(shared)].merge(
        ours[ours["period"].isin(shared)], on=_KEY, how="left", suffixes=("_theirs", "_ours")
    )
    known = both["value_theirs"].notna()
    differs = known & both["value_ours"].notna() & ((both["value_theirs"] - both["value_ours"]).abs() > 10**-decimals)
    only_theirs = known & both["value_ours"].isna()
    findings = [
        Finding(
            "warning",
            "testemunha_difere",
            f"{int(differs.sum())} valores diferem: {_few(both[differs])}.",
            int(differs.sum()),
        ),
        Finding(
            "warning",
            "testemunha_tem_mais",
            f"{int(only_theirs.sum())} valores que a fonte não dá: {_few(both[only_theirs])}.",
            int(only_theirs.sum()),
        ),
    ]
    compared = int((known & both["value_ours"].notna()).sum())
    agree = Finding("info", "testemunha_comparada", f"{compared} valores comparados com a testemunha.", compared)
    return [f for f in findings if f.count] + [agree]


def _few(rows: pd.DataFrame) -> str:
    return "; ".join(
        f"{r.territory_id} {r.period}: fonte {exact(r.value_ours)}, testemunha {exact(r.value_theirs)}"
        for r in rows.head(10).itertuples()
    )
