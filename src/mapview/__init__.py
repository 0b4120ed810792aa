"""MapView: geographic timelines in which every dot traces back to a passage in a source."""

from importlib.metadata import version

__version__ = version("mapview")
