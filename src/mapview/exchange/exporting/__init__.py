"""The claims of a snapshot in the formats that others use, one module each."""
