"""Stories as TOML: load, check, the built-in ones."""
