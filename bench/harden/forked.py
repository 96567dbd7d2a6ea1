"""Processes that begin with everything imported: one process imports, once, and forks for each that is asked for."""

import multiprocessing
from typing import Final

CONTEXT: Final = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["bench.harden.command", "bench.harden.fuzz"])
