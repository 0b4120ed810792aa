"""Tables and geographic files into a project: every row becomes claims, or stays in a list with the reason."""
