"""Reports into the project."""
