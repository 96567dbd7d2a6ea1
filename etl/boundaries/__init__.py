"""Municipal boundaries from the official file."""
