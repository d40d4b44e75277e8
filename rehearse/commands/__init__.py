"""One file per command, each thin: parse, call, print."""
