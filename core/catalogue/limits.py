"""How a source is treated when it is asked: settings of its declaration, because sources change their minds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds in time, size and tries, and the manners between two calls."""

    timeout: tuple[float, float] = (10.0, 60.0)  # connect, read, in seconds
    total_seconds: float = 600.0
    max_bytes: int = 64 * 1024 * 1024
    tries: int = 3
    pause: float = 2.0  # between two calls to one source
    backoff: float = 30.0  # first wait after a refusal that says no time; doubles
    max_wait: float = 120.0  # longest wait: a source that asks for more is not asked again in this load
    max_redirects: int = 5
