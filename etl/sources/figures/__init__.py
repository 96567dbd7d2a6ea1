"""The figures that ship with the project."""
