"""The frame of every page: routes, menu, search."""
