"""The rules of plausibility, as they declare themselves."""

from etl.build.plausibility.rule import REGISTRY


def table() -> str:
    """A row per rule: its id, its name, and what it looks for."""
    rows = [f"| `{r.id}` | {r.name.pt} | {r.looks.pt} |" for r in sorted(REGISTRY.all.values(), key=lambda r: r.id)]
    return "\n".join(["| regra | nome | o que procura |", "|---|---|---|", *rows])
