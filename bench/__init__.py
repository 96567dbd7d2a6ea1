"""Measurements, side by side: `make bench`. Nothing here is a test; numbers go to bench/results.json."""
