"""E-REDES: smart meters."""
