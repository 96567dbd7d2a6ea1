"""Territories as rows of a table of figures: who is part of whom, who lies in whom, since when each exists."""

from functools import cached_property, lru_cache

import numpy as np

from core.terms.territory import VERSIONS, Territories


class Lands:
    """The territories of the table in its order; a row of a Sheet is a position here."""

    def __init__(self, territories: Territories) -> None:
        self.territories = territories
        self.ids: tuple[str, ...] = tuple(territories.by_id)
        self.position = {t: n for n, t in enumerate(self.ids)}
        self.level = np.array([t.level for t in territories.by_id.values()])
        self.version = np.array([t.version or "" for t in territories.by_id.values()])
        # Year from which a territory exists; 0 where the table gives none.
        self.since = np.array([int(t.valid_from or 0) for t in territories.by_id.values()])

    def at(self, level: str, version: str | None = None) -> np.ndarray:
        """Positions of a level; of one version of the NUTS where it is given."""
        of = (self.level == level) & ((self.version == version) if version else True)
        return np.flatnonzero(of)

    def parts(self, level: str, version: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Positions of all that is larger than a level and of that level, and a matrix of 0 and 1: who is part of whom.

        Municipalities belong to both versions; of a NUTS level only those of `version`.
        """
        return _parts(self, level, version)

    @cached_property
    def within(self) -> tuple[np.ndarray, np.ndarray]:
        """Pairs of positions (territory, larger territory that holds it), without regions that are one unit."""
        pairs = set()
        for territory in self.territories.by_id.values():
            for version in (territory.version,) if territory.version else VERSIONS:
                if territory.level in ("pais", "ue"):
                    continue
                mine = self.territories.members(territory.id)
                for larger in self.territories.chain(territory.id, version)[1:-1]:
                    if self.territories.members(larger.id) != mine:
                        pairs.add((self.position[territory.id], self.position[larger.id]))
        lower, upper = zip(*sorted(pairs), strict=True)
        return np.array(lower), np.array(upper)


@lru_cache(maxsize=64)
def _parts(lands: Lands, level: str, version: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    small = lands.at(level, version if level != "municipio" else None)
    column = {int(p): n for n, p in enumerate(small)}
    wholes: dict[int, set[int]] = {}
    for position in small:
        for larger in lands.territories.chain(lands.ids[position], version)[1:]:
            wholes.setdefault(lands.position[larger.id], set()).add(column[int(position)])
    large = np.array(sorted(wholes))
    matrix = np.zeros((len(large), len(small)))
    for n, whole in enumerate(large):
        matrix[n, sorted(wholes[int(whole)])] = 1.0
    return large, small, matrix


@lru_cache(maxsize=4)
def lands(territories: Territories) -> Lands:
    """The rows of a territory table, worked out once."""
    return Lands(territories)
