"""The way into Kitabcha from its repository: `python3 build.py --help`."""

from kitabcha.launcher import run

run(__name__)
