"""What is drawn: basemap tiles, the map document, legends and snapshots."""
