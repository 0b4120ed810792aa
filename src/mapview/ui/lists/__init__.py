"""Lists of places, sources and topics, filters and search."""
