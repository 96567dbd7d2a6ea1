"""Where the project keeps its files; one place, so that tests and deployments can move the data."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "indicators.yaml"
STRATEGY = ROOT / "enti.yaml"
LINKS = ROOT / "enti_ligacoes.yaml"
GEO = ROOT / "geo"
SNAPSHOT = ROOT / "data" / "snapshot"
STATIC = ROOT / "static"


def data_dir() -> Path:
    """Folder of everything the ETL produces (raw answers, builds, official boundaries).

    `ENTI_DATA` moves it, e.g. to a volume that outlives a deployment.
    """
    return Path(os.environ.get("ENTI_DATA", ROOT / "data"))


def raw_dir() -> Path:
    """Raw answers of the sources, as they came."""
    return data_dir() / "raw"


def builds_dir() -> Path:
    """Published warehouse builds and the pointer to the current one."""
    return data_dir() / "builds"


def imports_dir() -> Path:
    """What people handed in with `python -m etl import`, one folder per indicator."""
    return data_dir() / "imports"


def boundaries_dir() -> Path:
    """Official boundaries, when `python -m etl boundaries` has fetched them."""
    return data_dir() / "boundaries"


def targets_dir() -> Path:
    """Targets that bodies set for their own territories, a file each (`python -m etl targets import`)."""
    return data_dir() / "metas"


def execution_path() -> Path:
    """What was said of actions, projects and meetings; apart from the builds, so that a rebuild never loses it."""
    return data_dir() / "execucao.sqlite"
