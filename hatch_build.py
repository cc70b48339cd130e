"""Puts the interface's catalogues into the wheel, and leaves those of the curriculum out."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface[Any]):
    """Adds locales/LANG/LC_MESSAGES/interface.po of each language."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files, as hatchling asks for them: where each lies, where it goes."""
        locales = Path(self.root, "locales")
        for catalogue in sorted(locales.glob("*/LC_MESSAGES/interface.po")):
            place = catalogue.relative_to(locales).as_posix()
            build_data["force_include"][str(catalogue)] = f"kitabcha/_data/locales/{place}"
