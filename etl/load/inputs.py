"""What a build was made from, as digests: equal inputs need no second build.

`inputs.json` beside the pointer names the build it speaks of. The inputs are the catalogue, the code that reads and
combines, territories and boundaries, the embedded figures, and what each source answered, errors included.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from core.base import files
from core.base.paths import GEO, ROOT, boundaries_dir
from core.catalogue.catalogue import Catalogue
from etl.fetch.context import Context
from etl.load.ask import Answer, Answers, Options

FILE: Final = "inputs.json"


def _files(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _base(catalogue: Catalogue, context: Context) -> str:
    """Everything but the answers of the sources."""
    boundaries = boundaries_dir()
    parts = (
        catalogue.model_dump_json(),
        _files([*(ROOT / "etl").rglob("*.py"), *(ROOT / "core").rglob("*.py")]),
        _files(p for p in GEO.iterdir() if p.suffix in (".csv", ".topojson")),
        _files(p for p in boundaries.iterdir() if p.is_file()) if boundaries.is_dir() else "",
        _files(p for p in context.snapshot.iterdir() if p.is_file()) if context.snapshot.is_dir() else "",
        repr(context.settings),
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _digest(answer: Answer) -> str:
    said: list[Any] = [answer.query.model_dump_json(), [r.sha256 for r in answer.raws]]
    if answer.error is not None:
        said.append([type(answer.error).__name__, answer.error.what])
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def of(
    catalogue: Catalogue, context: Context, answers: Answers, options: Options, before: dict[str, Any]
) -> dict[str, Any]:
    """The inputs of a load; queries that were not asked keep the digest they had, for their figures stay."""
    keys = {k for item in catalogue.measured for k in item.keyed}
    kept = {k: d for k, d in before.get("answers", {}).items() if k in keys}
    asked = {k: _digest(a) for k, a in answers.by_key.items()}
    return {"base": _base(catalogue, context), "answers": kept | asked}


def read(folder: Path, build: Path | None) -> dict[str, Any]:
    """The recorded inputs of `build`; empty when they speak of another build or of none, or have another form."""
    about = files.read_json(folder / FILE)
    ours = isinstance(about.get("base"), str) and isinstance(about.get("answers"), dict)
    return about if ours and build is not None and about.pop("build", None) == build.name else {}


def write(folder: Path, build: Path, inputs: dict[str, Any]) -> None:
    """Record that `build` was made from `inputs`."""
    files.write_json(folder / FILE, inputs | {"build": build.name})
