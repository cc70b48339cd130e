"""Files → the `Project`: YAML, front matter, Markdown and CSL-JSON are read once, and every mistake is told at once."""
