"""The map: an own component in SVG."""
