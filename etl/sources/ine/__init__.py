"""Statistics Portugal (INE)."""
