"""Where the project keeps its files; one place, so that tests and deployments can move the data."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from core.base.settings import Folders

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "indicators.yaml"
FURTHER = ROOT / "indicadores"  # indicators beyond its 48 rows
STRATEGY = ROOT / "enti.yaml"
LINKS = ROOT / "enti_ligacoes.yaml"
BODIES = ROOT / "enti_entidades.yaml"
ROOM = ROOT / "parede.yaml"
ALERTS = ROOT / "alertas.yaml"
FEEDS = ROOT / "plataformas.yaml"
SCHEMAS = ROOT / "schemas"
GEO = ROOT / "geo"
SNAPSHOT = ROOT / "data" / "snapshot"
EVIDENCE = SNAPSHOT / "execution"
STATIC = ROOT / "static"
_STAMP: Final = re.compile(r"(\d{8})T(\d{6})(\d{0,6})Z-")


def data_dir() -> Path:
    """Folder of everything the ETL produces (raw answers, builds, official boundaries).

    `ENTI_DATA` moves it, e.g. to a volume that outlives a deployment. Raises SettingError where it is no folder.
    """
    return Folders.now().data


def raw_dir() -> Path:
    """Raw answers of the sources, as they came."""
    return data_dir() / "raw"


def builds_dir() -> Path:
    """Published warehouse builds and the pointer to the current one."""
    return data_dir() / "builds"


def made_at(build: Path) -> datetime | None:
    """When a build was made (UTC), as its name begins; None for another name. No later build has an earlier one."""
    if (said := _STAMP.match(build.name)) is None:
        return None
    try:
        return datetime.strptime("".join(said.groups()).ljust(20, "0"), "%Y%m%d%H%M%S%f").replace(tzinfo=UTC)
    except ValueError:
        return None


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


def room_path() -> Path:
    """Playlists of the operations room where they were changed; else core.base.paths.ROOM counts."""
    return data_dir() / "parede.yaml"


def screens_path() -> Path:
    """Which displays were let in, until when, and which no longer are."""
    return data_dir() / "ecras.sqlite"


def alerts_path() -> Path:
    """What the alerts did, who acknowledged them and what was sent; apart from the builds, for the same reason."""
    return data_dir() / "alertas.sqlite"


def feeds_path() -> Path:
    """Platforms that are connected, where the deployment says so; else core.base.paths.FEEDS counts."""
    return data_dir() / "plataformas.yaml"


def live_path() -> Path:
    """What platforms told live."""
    return data_dir() / "aovivo.sqlite"


def people_path() -> Path:
    """Accounts, and the roles that they hold."""
    return data_dir() / "pessoas.sqlite"


def audit_path() -> Path:
    """The record of every act, sign-in and refusal."""
    return data_dir() / "auditoria.sqlite"


def releases_path() -> Path:
    """Who looked at builds, released them, and went back to earlier ones."""
    return data_dir() / "libertacoes.sqlite"


def questions_path() -> Path:
    """What citizens ask, until it is answered, and the answers."""
    return data_dir() / "perguntas.sqlite"
