"""What a page gets: the open build and what is kept of it."""
