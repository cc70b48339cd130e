"""The way in by `python3 -m kitabcha`."""

from kitabcha.launcher import run

run(__name__)
