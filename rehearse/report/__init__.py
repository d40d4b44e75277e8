"""Build, advice, compare, and the forms a report takes: text, markdown, json, html. Pure."""
