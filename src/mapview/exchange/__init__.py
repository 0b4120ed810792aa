"""Snapshots and data files leaving the program, by one registry."""
