"""The time bar, both clocks and saved views."""
