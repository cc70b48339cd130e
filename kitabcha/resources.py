"""Finds the folders that Kitabcha brings along: inside the installed package, or else at the top of its repository."""

from pathlib import Path

PACKAGED = Path(__file__).resolve().parent / "_data"
REPOSITORY = Path(__file__).resolve().parent.parent


class ResourceMissing(FileNotFoundError):
    """A folder that Kitabcha brings along is not there: its `name`, and what to do to `mend` it."""

    def __init__(self, name: str, mend: str) -> None:
        super().__init__(name, mend)
        self.name, self.mend = name, mend

    def __str__(self) -> str:
        return f"{self.name} are missing: {self.mend}"


def templates_folder() -> Path:
    """The jinja2 templates and style sheets of HTML and print."""
    return _folder("templates", mend="get a complete copy of Kitabcha")


def fonts_folder() -> Path:
    """The fonts, and the licence of each."""
    return _folder("fonts", mend="run `make`")


def scripts_folder() -> Path:
    """The search engine that HTML manuals carry."""
    return _folder("scripts", mend="run `make`")


def starter_folder() -> Path:
    """What `kitabcha new` copies."""
    return _folder("starter", mend="get a complete copy of Kitabcha")


def languages_folder() -> Path:
    """What is particular to each language, as CODE.toml."""
    return _folder("languages", mend="get a complete copy of Kitabcha")


def interface_locales_folder() -> Path:
    """The catalogues of the words that Kitabcha itself prints, as LANG/LC_MESSAGES/interface.po."""
    return _folder("locales", mend="get a complete copy of Kitabcha")


def _folder(name: str, mend: str) -> Path:
    for place in (PACKAGED / name, REPOSITORY / name):
        if place.is_dir():
            return place
    raise ResourceMissing(name, mend)
