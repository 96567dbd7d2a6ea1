"""What runs in the browser, and how it gets there."""
