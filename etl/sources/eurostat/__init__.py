"""Eurostat."""
