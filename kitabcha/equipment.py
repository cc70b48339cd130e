"""All that a build works with besides what people wrote, as this computer has it → lines that can be compared."""

from __future__ import annotations

import ctypes
import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from kitabcha.fingerprints import contents, hash_of
from kitabcha.resources import (
    fonts_folder,
    interface_locales_folder,
    languages_folder,
    scripts_folder,
    templates_folder,
)

_LIBRARIES = MappingProxyType({"pango-1.0": "pango_version_string", "harfbuzz": "hb_version_string"})
NAMES = "KITABCHA_NAMES"
"""The environment variable that says where the list of names lies that are never printed: outside any project."""

_COMPILED = ("__pycache__",)
_INSTALLED = (".dist-info", ".egg-info")


def equipment() -> Iterator[str | bytes]:
    """A line each: Python, the installed packages, the shared libraries, our own code and what comes with it.

    Raises `OSError` when some of it cannot be read.
    """
    yield from (f"Python {sys.version}", f"zlib {zlib.ZLIB_RUNTIME_VERSION}")
    yield from _packages()
    yield from libraries()
    yield from _own()
    if names := os.environ.get(NAMES):
        yield f"names {hash_of(Path(names).expanduser())}"


def _own() -> Iterator[bytes]:
    """Our package and its folders, by content: someone may be working on them."""
    package = Path(__file__).resolve().parent
    yield from contents(package, skipped=_COMPILED)
    for folder in (templates_folder(), fonts_folder(), scripts_folder(), languages_folder()):
        if not folder.is_relative_to(package):
            yield from contents(folder.resolve())
    for file in sorted(interface_locales_folder().glob("*/LC_MESSAGES/interface.po")):
        yield f"{file.parent.parent.name} {hash_of(file)}".encode()


def _packages() -> list[str]:
    """Name and version of every package that Python finds, as their folders are called: to ask each would take long."""
    found: set[str] = set()
    for folder in sys.path:
        with suppress(OSError):
            found.update(path.name for path in Path(folder).iterdir() if path.name.endswith(_INSTALLED))
    return sorted(found)


def libraries() -> Iterator[str]:
    """The versions of the shared libraries that set text, as they say themselves."""
    return map(_library, _LIBRARIES)


def _names(library: str) -> Iterator[str | None]:
    yield from (f"lib{library}.so.0", f"lib{library}.0.dylib")
    from ctypes.util import find_library

    yield find_library(library)  # starts compilers to ask them: only when the rest has failed


def _library(name: str) -> str:
    for file in _names(name):
        try:
            say = getattr(ctypes.CDLL(file), _LIBRARIES[name]) if file else None
        except (OSError, AttributeError):
            continue
        if say:
            say.restype = ctypes.c_char_p
            return f"{name} {say().decode()}"
    return f"{name} unknown"
