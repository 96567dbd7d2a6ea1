"""The documents, and beside some of them what writes the part that code knows better than people."""
