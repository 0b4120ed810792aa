"""Documents to places, dates and suggested claims, offline."""
