"""MOBI.E: charging points."""
