"""Weblate's description of a project's catalogues: for its `weblate import_json`, a component for each catalogue.

The fields are those of the component object in Weblate's web API; `name` and `filemask` are those that it must have.
"""

from __future__ import annotations

import json
from collections.abc import Iterable


def components(title: str, language: str, catalogues: Iterable[str]) -> bytes:
    """One component for each catalogue; all are in the repository of the project's main component."""
    made = [_component(title, language, name) for name in catalogues]
    return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()


def _component(title: str, language: str, name: str) -> dict[str, object]:
    return {
        "name": f"{title}: {name}",
        "slug": name,
        "filemask": f"locales/*/LC_MESSAGES/{name}.po",
        "file_format": "po",
        "source_language": language,
        "language_regex": f"^(?!{language}$)[^.]+$",
        "new_lang": "none",
        "manage_units": False,
        "allow_translation_propagation": False,
        "check_flags": "md-text" if name != "interface" else "",
    }
