"""The table of all claims."""
