"""No secret is kept in the project: every text of ours is gone through, and what only looks like one is known."""

import json
import subprocess
from pathlib import Path

import pytest
from detect_secrets import SecretsCollection
from detect_secrets.settings import transient_settings

from core.base.paths import ROOT

BASELINE = ROOT / ".secrets.baseline"
# Tables, pictures, geometry and hashes: written by programs of ours, and gone through where they are written.
APART = (".parquet", ".png", ".woff2", ".lock", ".topojson", ".geojson", ".sha256", "package-lock.json", ".svg")
# By form and by name. What only looks like chance would cost a minute, and find the hashes that are kept on purpose.
NAMES = ("AWSKey", "BasicAuth", "GitHubToken", "GitLabToken", "JwtToken", "Keyword", "PrivateKey", "Slack")
KINDS = {"plugins_used": [{"name": f"{name}Detector"} for name in NAMES]}
FOLDERS = ("data/", "geo/", "static/", "bench/results", "bench/harden.json")


def files() -> list[str]:
    """What git keeps, or what lies here where there is none."""
    found = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout.decode()
    names = [n for n in found.split("\0") if n]
    return [n for n in names if not n.endswith(APART) and not n.startswith(FOLDERS) and (ROOT / n).is_file()]


def secrets(names: list[str], root: Path) -> set[tuple[str, str, str]]:
    """File, kind and hash of all that looks like a secret."""
    found = SecretsCollection(root=str(root))
    with transient_settings(KINDS):
        for name in names:
            found.scan_file(str(root / name))
    return {
        (
            Path(s.filename).relative_to(root).as_posix() if Path(s.filename).is_absolute() else s.filename,
            s.type,
            s.secret_hash,
        )
        for _, s in found
    }


def test_nothing_that_looks_like_a_secret_is_kept_but_what_is_known_to_be_none() -> None:
    if not (names := files()):
        pytest.skip("aqui não há git")
    known = {(name, kind, hashed) for name, kind, hashed in json.loads(BASELINE.read_text(encoding="utf-8"))}
    found = secrets(names, ROOT)
    assert sorted(found - known) == []
    assert sorted(known - found) == [], "já não está lá: tirar da lista"


@pytest.mark.parametrize(
    "line",
    [
        'aws_secret = "AKIA' + 'IOSFODNN7EXAMPLE"',
        "-----BEGIN RSA " + "PRIVATE KEY-----",
        'password = "' + 'correto-cavalo-bateria-agrafo"',
        'url = "https://ana:' + 'senha-da-ana@exemplo.pt/"',
    ],
)
def test_a_secret_that_somebody_leaves_is_found(line: str, tmp_path: Path) -> None:
    (tmp_path / "deixado.py").write_text(f"{line}\n", encoding="utf-8")
    assert secrets(["deixado.py"], tmp_path)
