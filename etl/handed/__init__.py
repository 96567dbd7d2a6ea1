"""What people hand in as files: templates, sheets and their checks."""
