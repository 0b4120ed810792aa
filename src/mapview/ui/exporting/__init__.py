"""What leaves the window: which file, with which choices, how it will look, and how far it is."""
