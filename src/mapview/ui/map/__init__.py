"""The map in the window: a page, what crosses to it, and what is drawn on it while something is edited."""
