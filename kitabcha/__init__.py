"""Kitabcha builds training manuals, in print and HTML, from lessons and lore that are written once."""

__version__ = "0.1.0"
