"""Projects on disk: a folder of TOML."""
