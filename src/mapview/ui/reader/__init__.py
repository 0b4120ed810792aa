"""The text of a report, its passages, and what it seems to say."""
