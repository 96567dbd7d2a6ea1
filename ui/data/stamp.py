"""When files change: what is kept of them is made anew."""

from pathlib import Path


def stamp(*paths: Path) -> tuple[object, ...]:
    """Changes whenever one of these files does, or comes, or goes."""
    found: list[object] = []
    for path in paths:
        try:
            stat = path.stat()
        except OSError:
            continue
        found.append((str(path), stat.st_mtime_ns, stat.st_size))
    return tuple(found)
