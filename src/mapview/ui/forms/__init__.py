"""Forms: what a person fills in to make and to change places, sources, topics and claims."""
