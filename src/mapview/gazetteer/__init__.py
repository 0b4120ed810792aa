"""Names to places and back, offline."""
