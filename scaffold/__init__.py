"""The parts that are made to a pattern: `make new-page`, `new-source`, `new-scene`, `new-indicator`."""
