"""QualAR: the Portuguese air quality network."""
