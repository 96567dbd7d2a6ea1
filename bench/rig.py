"""What the wall of `bench.soak` stands on: a data folder that changes under it, and the memory of those who show it."""

import json
import random
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from core.alerts import log as alert_log
from core.alerts import rules as alert_rules
from core.alerts.model import Finding
from core.base import files
from core.catalogue import catalogue
from core.room import live
from core.room.live import Reading
from core.room.scenes import facts
from core.warehouse.checks import CHECKS, LOADS
from core.warehouse.store import POINTER, resolve

FAILS: Final = "mortalidade_infantil"  # the indicator that is shown, whose source fails now and then


def order(screen: int) -> tuple[str, ...]:
    """All scenes, in an order of its own for each screen."""
    scenes = tuple(facts())
    return scenes[(screen - 1) % len(scenes) :] + scenes[: (screen - 1) % len(scenes)]


def playlist(data: Path, screens: int) -> None:
    """All scenes on every screen, two seconds each."""
    lines = [
        f'      - {{scene: {s}, indicator: {FAILS}, domain: Qualidade de Vida Inteligente, territory: "2024:11",'
        f" seconds: 2, screen: {n}}}"
        for n in range(1, screens + 1)
        for s in order(n)
    ]
    (data / "parede.yaml").write_text(
        f"playlists:\n  - id: prova\n    name: {{pt: Prova, en: Soak}}\n    screens: {screens}\n    scenes:\n"
        + "\n".join(lines)
        + "\n"
    )


def furnish(data: Path, screens: int) -> list[str]:
    """A data folder with two builds; alerts and a platform to show. Returns the names of the builds."""
    source = resolve()
    (data / "builds").mkdir(parents=True)
    names = [f"20260101T000000000000Z-{x * 12}.duckdb" for x in "ab"]
    names[1] = names[1].replace("T000000", "T010000")
    for name in names:
        shutil.copy(source, data / "builds" / name)
    (data / "builds" / POINTER).write_text(names[0])
    playlist(data, screens)
    (data / "plataformas.yaml").write_text(
        "feeds:\n  - {id: ar, name: {pt: Ar, en: Air}, url: 'http://127.0.0.1:9/x', type: AirQualityObserved, shown:"
        " no2}\n"
    )
    return names


def disturb(data: Path, chance: random.Random, minute: int) -> dict[str, bool]:
    """Sources that fail, a load that is refused, alerts and live figures: as they may be in any minute. What of it
    must be said.
    """
    now = datetime.now(UTC)
    at = now.isoformat(timespec="seconds")
    item = catalogue.load().indicator(FAILS)
    failing = chance.random() < 0.4
    found = (
        {"asked_at": at, "outcome": "failed", "failed_since": at, "error": "SourceTimeout"}
        if failing
        else {"asked_at": at, "outcome": "ok", "ok_at": at}
    )
    checks = {k: found for k, q in item.keyed.items() if q.source == "ine"}
    files.write_json(data / "builds" / CHECKS, checks)
    refused = chance.random() < 0.3
    line = (
        {"at": at, "refused": "prova"}
        if refused
        else {"at": at, "build": "x", "changed": True, "asked": 2, "failed": 0}
    )
    with (data / "builds" / LOADS).open("a") as file:
        file.write(json.dumps(line) + "\n")
    findings = [
        Finding(r.id, "x", "bad" if chance.random() < 0.5 else "ok", ("dito", "said")) for r in alert_rules.load()
    ]
    alert_log.record(findings, alert_rules.load(), "prova", now, path=data / "alertas.sqlite")
    readings = [
        Reading("ar", n, n, "1106", now, {"no2": chance.uniform(1, 90)}, {"no2": "GQ"}) for n in ("Um", "Dois", "Três")
    ]
    live.keep("ar", readings, [], now, data / "aovivo.sqlite")
    return {"refused": refused, "failing": failing}


def pss(pid: int) -> float:
    """Memory of a process and its children that is no file's, MB; zero for one that is gone.

    Proportional where it is shared. Mapped files are left out: their share grows when others that map them end.
    """
    total = 0.0
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith(("Pss_Anon:", "Pss_Shmem:")):
                total += int(line.split()[1]) / 1024
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += sum(pss(int(child)) for child in (task / "children").read_text().split())
    return total


def browser_pid(marker: str) -> int:
    """The Chromium of this run: that whose command line holds `marker`, and no child of another such."""
    found = []
    for process in Path("/proc").iterdir():
        with suppress(OSError):
            if (
                process.name.isdigit()
                and marker in (process / "cmdline").read_text()
                and "--type=" not in (process / "cmdline").read_text()
            ):
                found.append(int(process.name))
    return min(found)
