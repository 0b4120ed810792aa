"""The claims of what is read, as cards."""
