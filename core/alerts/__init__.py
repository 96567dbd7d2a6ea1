"""Alert rules, the figures they look at, their evaluation and their log."""
