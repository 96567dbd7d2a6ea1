"""Reaching a source: the one HTTP client, what came back, and what a fetch gives."""
