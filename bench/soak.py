"""The wall under an accelerated week: `python -m bench.soak [--minutes 60]`, and many screens at once: `--screens 20`.

Three screens change scene every two seconds while builds are swapped each minute, sources fail at random, loads are
refused and the server is killed five times. Every second each screen is looked at: it must go on, and must carry no
colour while what it shows may not be believed. Memory is that of the processes of server and browser (without mapped
files), after a warm-up and at the end.
"""

import argparse
import json
import random
import signal
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

from bench.__main__ import RESULTS
from bench.rig import browser_pid, disturb, furnish, order, pss
from core.base import files
from core.warehouse.store import POINTER
from tests.support.browse import CHROMIUM, FLAGS, WARM, server

KILLS: Final = 5
STUCK_S: Final = 10  # scenes change every 2 s
SAID_S: Final = 25  # from a failure to its being said: 5 s between questions, 15 s without an answer, and painting
BUILD_S: Final = 60  # from a new build to its being shown
LOOK: Final = """() => {
  const root = document.documentElement, marked = document.querySelector('[data-mark="good"]');
  return { scene: root.dataset.drawn, believed: root.dataset.true, foot: document.getElementById("state").textContent,
           trouble: document.getElementById("trouble").hidden ? "" : document.getElementById("trouble").textContent,
           green: marked ? getComputedStyle(marked).color : "", clock: document.getElementById("clock").textContent,
           took: window.took.splice(0) };
}"""
WATCH: Final = """window.took = []; addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
  if (document.documentElement.dataset.took) window.took.push(Number(document.documentElement.dataset.took));
}).observe(document.documentElement, { attributeFilter: ["data-scene"] }));"""
GREEN: Final = "rgb(95, 211, 164)"


@dataclass
class Seen:
    """What was noticed of one screen."""

    scene: str = ""
    changed: float = field(default_factory=time.monotonic)
    changes: int = 0
    took: list[float] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    untrue: list[str] = field(default_factory=list)
    unbelieved_since: float | None = None
    longest_unbelieved: float = 0.0


@contextmanager
def opened(screens: int, address: str) -> Iterator[tuple[Browser, list[Page], int]]:
    """A browser with so many screens."""
    with sync_playwright() as playwright:
        marker = f"--enti-soak={time.time_ns()}"
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, marker])
        pages = []
        for n in range(screens):
            page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
            page.add_init_script(WATCH)
            page.goto(f"{address}/parede?lista=prova&ecra={n % 12 + 1}")
            page.wait_for_selector("html[data-scene]", timeout=120_000)
            pages.append(page)
        yield browser, pages, browser_pid(marker)
        browser.close()


def look(page: Page, seen: Seen, must_doubt: str, elapsed: float) -> dict[str, Any]:
    """One look at one screen. `must_doubt`: why nothing on it may be believed now; empty when it may."""
    told: dict[str, Any] = page.evaluate(LOOK)
    now = time.monotonic()
    seen.took += told["took"]
    seen.changes += len(told["took"])
    if told["scene"] != seen.scene:
        seen.scene, seen.changed = told["scene"], now
    elif now - seen.changed > STUCK_S:
        seen.stuck.append(f"{elapsed:.0f} s: cena {told['scene']} há {now - seen.changed:.0f} s")
        seen.changed = now
    if must_doubt and (told["believed"] == "yes" or told["green"] == GREEN):
        seen.untrue.append(f"{elapsed:.0f} s: {must_doubt}; cena {told['scene']}, «{told['trouble']}»")
    return told


def soak(minutes: float, every: float = 60, seed: int = 6) -> dict[str, Any]:
    """The run of the module; everything that went wrong is in it, with the second it was seen."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        names = furnish(data, 3)
        disturb(data, chance, 0)
        kills = sorted(chance.uniform(0.1, 0.55) * minutes * 60 for _ in range(KILLS))
        return _run(data, names, kills, minutes * 60, every, chance)


def _run(
    data: Path, names: list[str], kills: list[float], seconds: float, every: float, chance: random.Random
) -> dict[str, Any]:
    seen = [Seen() for _ in range(3)]
    memory: dict[str, list[tuple[float, float]]] = {"server": [], "browser": []}
    builds = {"late": 0, "swaps": 0}
    start = time.monotonic()
    running = server(WARM, data, ENTI_WALL="open")
    address, process = running.__enter__()
    port, born = int(address.rpartition(":")[2]), start
    with opened(3, address) as (_, pages, chromium):
        dead_since: float | None = None
        refused_since: float | None = None
        failing_since: float | None = None
        killed = 0
        current, swapped, minute = 0, time.monotonic(), 0
        while (elapsed := time.monotonic() - start) < seconds:
            now = time.monotonic()
            if kills and elapsed > kills[0] and dead_since is None:
                kills.pop(0)
                killed += 1
                process.send_signal(signal.SIGKILL)
                process.wait()
                dead_since = now
            if dead_since is not None and now - dead_since > 40:
                with suppress(ProcessLookupError):
                    running.__exit__(None, None, None)
                running = server(WARM, data, port, ENTI_WALL="open")
                _, process = running.__enter__()
                dead_since, born, swapped = None, time.monotonic(), time.monotonic()
                refused_since = time.monotonic() if refused_since is not None else None
                failing_since = time.monotonic() if failing_since is not None else None
            if elapsed // every > minute:
                minute, current, swapped = int(elapsed // every), 1 - current, now
                files.write_text(data / "builds" / POINTER, names[current])
                builds["swaps"] += 1
                said = disturb(data, chance, minute)
                refused_since = (refused_since or now) if said["refused"] else None
                failing_since = (failing_since or now) if said["failing"] else None
            doubt = "servidor morto" if dead_since and now - dead_since > SAID_S else ""
            if refused_since and not dead_since and now - refused_since > SAID_S and now - born > SAID_S:
                doubt = "carga recusada"
            failing = failing_since is not None and dead_since is None and min(now - failing_since, now - born) > SAID_S
            for n, (page, one) in enumerate(zip(pages, seen, strict=True), 1):
                told = look(page, one, doubt, elapsed)
                if failing and order(n)[int(told["scene"])] == "indicador" and told["believed"] == "yes":
                    one.untrue.append(f"{elapsed:.0f} s: fonte que falha; «{told['trouble']}»")
                wanted = names[current].split("-")[1][:7]
                if (
                    dead_since is None
                    and now - swapped > min(BUILD_S - 5, 55)
                    and now - born > BUILD_S
                    and wanted not in told["foot"]
                ):
                    builds["late"] += 1
            if elapsed // 10 > len(memory["browser"]):
                memory["browser"].append((elapsed, pss(chromium)))
                if dead_since is None:
                    memory["server"].append((now - born, pss(process.pid)))
            time.sleep(1)
    with suppress(ProcessLookupError):
        running.__exit__(None, None, None)
    return _summary(seen, memory, builds, seconds, killed)


def _summary(
    seen: list[Seen], memory: dict[str, list[tuple[float, float]]], builds: dict[str, int], seconds: float, killed: int
) -> dict[str, Any]:
    took = sorted(t for s in seen for t in s.took)
    last_life = memory["server"][
        max(i for i, (age, _) in enumerate(memory["server"]) if i == 0 or age < memory["server"][i - 1][0]) :
    ]
    return {
        "minutes": round(seconds / 60),
        "screens": len(seen),
        "changes": sum(s.changes for s in seen),
        "kills": killed,
        "swaps": builds["swaps"],
        "builds_late": builds["late"],
        "stuck": [x for s in seen for x in s.stuck],
        "untrue": [x for s in seen for x in s.untrue],
        "change_ms": _spread(took),
        "browser_mb": _growth(memory["browser"]),
        "server_mb": _growth(last_life),
    }


def _spread(values: list[float]) -> dict[str, float]:
    if not values:
        return {}
    return {"median": statistics.median(values), "p95": values[int(len(values) * 0.95)], "max": values[-1]}


def _growth(rows: list[tuple[float, float]]) -> dict[str, float]:
    """Median of a window after the warm-up and of the last as long, MB. Warm-up: a sixth of the time."""
    n = max(1, len(rows) // 6)
    after, end = (statistics.median(mb for _, mb in part) for part in (rows[n : 2 * n] or rows, rows[-n:]))
    return {"after_warm_up": round(after, 1), "end": round(end, 1), "growth_percent": round(100 * (end / after - 1), 1)}


def many(screens: int, seconds: float = 120) -> dict[str, Any]:
    """So many screens at once, a scene every two seconds: how long a change takes."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        furnish(data, 12)
        disturb(data, random.Random(6), 0)
        with server(WARM, data, ENTI_WALL="open") as (address, _), opened(screens, address) as (_, pages, _):
            for page in pages:
                page.evaluate("window.took.length = 0")
            pages[0].wait_for_timeout(seconds * 1000)
            took = sorted(t for page in pages for t in page.evaluate("window.took"))
    return {"screens": screens, "seconds": seconds, "changes": len(took), "change_ms": _spread(took)}


def main() -> None:
    """Run, print, and keep in bench/results.json."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--every", type=float, default=60, help="segundos entre duas versões")
    parser.add_argument("--screens", type=int, default=0, help="só isto: tantos ecrãs ao mesmo tempo")
    given = parser.parse_args()
    name = f"parede, {given.screens} ecrãs" if given.screens else "parede, prova de resistência"
    name += "" if given.every == 60 else f", uma versão a cada {given.every:g} s"
    found = many(given.screens) if given.screens else soak(given.minutes, given.every)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    ended = datetime.now(UTC).isoformat(timespec="seconds")
    RESULTS.write_text(
        json.dumps(results | {name: found | {"measured_at": ended}}, ensure_ascii=False, indent=1) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
