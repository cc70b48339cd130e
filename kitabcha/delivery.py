"""Finished files onto the disk, beside the last good ones, and the page that lists all that is there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from kitabcha.diagnostics import Diagnostic, error, has_errors
from kitabcha.files import write_beside
from kitabcha.model import BuiltEdition, Coverage, Edition, Place, Printed
from kitabcha.press.jobs import File, Made

RECORD = "built.json"


@dataclass(slots=True)
class Shelf:
    """The output folder, while a build puts its files there."""

    out: Path
    strict: bool
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    printed: dict[Edition, list[Printed]] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    """Of all that stands there now because of this build: path → SHA-256 in hexadecimal."""

    def put(self, file: File, made: Made) -> list[Diagnostic]:
        """Write a file, unless something is wrong with it: then the last good one stays. What the disk says is told."""
        if has_errors(made.diagnostics) or (self.strict and made.diagnostics):
            return []
        wrote = self._write(file.path, made.content)
        if isinstance(wrote, Diagnostic):
            return [wrote]
        (self.changed if wrote else self.unchanged).append(file.path)
        printed = Printed(file.path, file.format, made.pages, len(made.content), file.profile, file.part)
        self.printed.setdefault(file.edition, []).append(printed)
        return []

    def _write(self, path: str, content: bytes) -> bool | Diagnostic:
        try:
            changed = write_beside(self.out / path, content, durably=True)
        except OSError as refused:
            told = f"the file cannot be written: {refused.strerror or refused}"
            return error(Place(path), told, "see that the disk has room and that nothing stands in its place")
        self.hashes[path] = hashlib.sha256(content).hexdigest()
        return changed

    def editions(self, every: Iterable[Edition], now: Mapping[Edition, BuiltEdition]) -> tuple[BuiltEdition, ...]:
        """Those of the project's editions that are here: as built `now`, or as the last build's record has them."""
        before = {Edition(one.manual, one.language, one.kind): one for one in self._recorded()}
        known = ((edition, now.get(edition) or before.get(edition)) for edition in every)
        found = (replace(one, files=self._files(edition, before.get(edition))) for edition, one in known if one)
        return tuple(one for one in found if one.files)

    def _files(self, edition: Edition, before: BuiltEdition | None) -> tuple[Printed, ...]:
        """The files of an edition that are still here, those made now in place of the same made before."""
        files = {file.path: file for file in (*(before.files if before else ()), *self.printed.get(edition, ()))}
        return tuple(file for path, file in sorted(files.items()) if (self.out / path).is_file())

    def _recorded(self) -> tuple[BuiltEdition, ...]:
        """What the last build's record says is here; nothing when there is none that can be read."""
        try:
            rows = json.loads((self.out / RECORD).read_text("utf-8"))
            return tuple(_edition(row) for row in rows)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return ()

    def close(self, editions: tuple[BuiltEdition, ...], index: str) -> list[Diagnostic]:
        """Write the record and the catalogue page, index.html."""
        record = json.dumps([asdict(one) for one in editions], ensure_ascii=False, indent=1, sort_keys=True)
        wrote = (self._write(RECORD, record.encode() + b"\n"), self._write("index.html", index.encode()))
        return [fault for fault in wrote if isinstance(fault, Diagnostic)]


def _edition(row: dict[str, object]) -> BuiltEdition:
    coverage, files = row.pop("coverage"), row.pop("files")
    return BuiltEdition(
        **row,  # type: ignore[arg-type]
        coverage=Coverage(**coverage) if isinstance(coverage, dict) else None,
        files=tuple(Printed(**file) for file in files) if isinstance(files, list) else (),
    )
