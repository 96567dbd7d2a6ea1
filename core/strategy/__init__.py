"""The strategy's text, what is said of its execution, and its two clocks."""
