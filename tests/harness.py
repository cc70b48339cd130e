"""A project in a folder of its own, changed, run and asked about through the command line: one fluent `ProjectTest`."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from unittest.mock import patch

from click.testing import CliRunner

from kitabcha import staff
from kitabcha.cli import main

ROOT = Path(__file__).parent.parent
PROJECTS = ROOT / "tests" / "projects"
MINIMAL = PROJECTS / "minimal"

SHORT = "parliamentarians"
"""The manual of ours that is looked at on the screen and page by page: its one day has lessons of the longer ones."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command said and how it left."""

    status: int
    out: str
    err: str


def opened(content: bytes) -> Any:
    """A PDF's bytes, opened by pikepdf: use it in a `with`."""
    import pikepdf

    return pikepdf.open(io.BytesIO(content))


def unpacked(content: bytes) -> bytes:
    """What a file holds; a PDF with its streams as they were before they were compressed."""
    if not content.startswith(b"%PDF-"):
        return content
    plain = io.BytesIO()
    with opened(content) as pdf:
        pdf.save(plain, qdf=True)
    return plain.getvalue()


class _Standing(staff.Pool):
    """Processes that stay for the next build, unless this one broke off: to start them takes longer than most builds of
    small projects do."""

    def __exit__(self, kind: type[BaseException] | None, raised: object, traceback: TracebackType | None) -> None:
        if kind:
            super().__exit__(kind, raised, traceback)


STANDING = _Standing()


def _hired(processes: int | None, address: str | None, hired: Any = staff.hired) -> Any:
    return hired(processes, address) if processes or address else STANDING


class ProjectTest:
    """A project that a test may change and run. Every step gives the project back, so that a test reads as a story."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.last = Outcome(0, "", "")

    @classmethod
    def minimal(cls, folder: Path) -> Self:
        """A copy of tests/projects/minimal, without what is expected of it."""
        return cls.copy_of(MINIMAL, folder)

    @classmethod
    def copy_of(cls, project: Path, folder: Path) -> Self:
        """A copy of a project with all that was built from it."""
        return cls(Path(shutil.copytree(project, folder, ignore=shutil.ignore_patterns("expected"), symlinks=True)))

    def change(self, path: str, old: str, new: str) -> Self:
        text = (self.root / path).read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        return self.write(path, text.replace(old, new))

    def write(self, path: str, content: str | bytes) -> Self:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return self

    def run(self, *words: str) -> Self:
        """Run a command in this process; the press works in processes of its own as always, but they stay."""
        with patch.object(staff, "hired", _hired):
            result = CliRunner().invoke(main, ["--project", str(self.root), *words])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        self.last = Outcome(result.exit_code, result.stdout, result.stderr)
        return self

    def start(self, *words: str, **environment: str) -> subprocess.Popen[str]:
        """Start a command in a process of its own, as users do."""
        return subprocess.Popen(
            [sys.executable, "-m", "kitabcha", "--project", str(self.root), *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
            env={**os.environ, **environment},
        )

    def leaves_with(self, status: int) -> Self:
        assert self.last.status == status, f"{self.last.out}{self.last.err}"
        return self

    def says(self, out: str) -> Self:
        """What stands on standard output, to the letter; `…` is the project's folder."""
        assert self.last.out.replace(self.root.as_posix(), "…") == out
        return self

    def complains(self, *messages: str) -> Self:
        """Each of these stands in standard error."""
        for message in messages:
            assert message in self.last.err
        return self

    @property
    def progress(self) -> list[str]:
        """The lines that tell of a file being made."""
        return [line for line in self.last.err.splitlines() if re.match(r"\[\d+/\d+\] ", line)]

    def files(self, folder: str = "dist") -> Mapping[str, bytes]:
        """Path → bytes of every file in a folder of the project, hidden ones as well."""
        top = self.root / folder
        return {
            path.relative_to(top).as_posix(): path.read_bytes() for path in sorted(top.rglob("*")) if path.is_file()
        }

    def text(self, path: str) -> str:
        return (self.root / path).read_text("utf-8")
