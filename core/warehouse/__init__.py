"""The published build: opening it, asking it, what is fresh and what is missing."""
