"""The server: how it starts, its shell, what it keeps."""
