"""The European Environment Agency: air quality."""
