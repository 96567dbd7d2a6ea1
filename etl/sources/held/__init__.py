"""What was handed in as files."""
