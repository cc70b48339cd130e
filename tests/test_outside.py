"""No command reads a file outside of the project and Kitabcha, connects to anything or starts another program: an audit
hook in each of its processes, those of the press as well, notes what it opens."""

from __future__ import annotations

import mimetypes
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.figures import Note
from tests.harness import ROOT, ProjectTest

HOOK = """
import os, sys
log = os.open(os.environ["WATCH_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
def watch(event, args, write=os.write, path=os.path.realpath, decoded=os.fsdecode, process=os.getpid):
    if event == "open" and isinstance(args[0], (str, bytes)):
        told = path(decoded(args[0]))
    elif event.startswith("socket.") and event not in ("socket.__new__", "socket.gethostname"):
        told = f"network: {event} {args[1:]}"
    elif event in ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system"):
        told = f"program: {args[0]}"
    else:
        return
    write(log, f"{process()} {told}\\n".encode("utf-8", "surrogateescape"))
sys.addaudithook(watch)
"""
"""Python runs a module of the name `sitecustomize` at the start of every process."""

OWN = ("kitabcha", "templates", "fonts", "scripts", "languages", "locales", "starter", "build.py")


LOOKING_FOR_LIBRARIES = frozenset({"ldconfig", "gcc", "cc", "ld", "objdump"})
"""What Python itself asks where Pango lies (`ctypes.util.find_library`)."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What a command said, which files and connections were opened that should not be, how many processes were watched
    that opened a font, and how many files were opened in all."""

    status: int
    err: str
    outside: frozenset[str]
    setters: int
    opened: int


@pytest.fixture
def minimal(tmp_path: Path) -> ProjectTest:
    return ProjectTest.minimal(tmp_path / "project")


def watched(project: ProjectTest, *words: str) -> Watched:
    folder = project.root.parent
    hook, scratch, log = folder / "hook", folder / "scratch", folder / "log"
    for one in (hook, scratch):
        one.mkdir(exist_ok=True)
    (hook / "sitecustomize.py").write_text(HOOK, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "kitabcha", "--project", str(project.root), *words],
        capture_output=True,
        cwd=ROOT,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(hook), "WATCH_LOG": str(log), "TMPDIR": str(scratch)},
    )
    allowed = [*(ROOT / name for name in OWN), hook, scratch, project.root, os.devnull, *mimetypes.knownfiles]
    real = [os.path.realpath(path) for path in (*allowed, sys.prefix, sys.base_prefix)]
    seen = {tuple(line.split(" ", 1)) for line in log.read_text("utf-8").splitlines()}
    seen = {(process, told) for process, told in seen if not _looks_for_libraries(told)}
    log.unlink()
    return Watched(
        done.returncode,
        done.stderr,
        frozenset(path for _, path in seen if not any(path == one or path.startswith(one + os.sep) for one in real)),
        len({process for process, path in seen if path.endswith(".ttf")}),
        len({path for _, path in seen}),
    )


def _looks_for_libraries(told: str) -> bool:
    return told.startswith("program: ") and told.split("/")[-1].split()[-1] in LOOKING_FOR_LIBRARIES


PROFILES = "profiles: [a4, booklet, manual-duplex, large, cards, poster]\n"


def test_a_build_for_screens_and_all_printers(minimal: ProjectTest, record_property: Note) -> None:
    minimal.change("manuals/first.yaml", "languages:", PROFILES + "languages:")
    found = watched(minimal, "build", "-l", "en", "-e", "trainer", "-j", "2")
    assert found.status == 0 and found.outside == frozenset(), found.err
    assert found.setters >= 3  # the build, and both processes of the press
    assert {"trainer.pdf", "trainer.html", "trainer-booklet.pdf", "trainer-poster-card.pdf"} <= {
        path.split("/")[-1] for path in minimal.files()
    }
    record_property("figure", f"{found.opened:,} files opened in a build, none outside")


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("print", "first", "-l", "en+ur", "-p", "facing"),
        ("print", "first", "-l", "ur", "-p", "handouts-2up", "-e", "handouts", "--crop-marks"),
        ("messages", "export", "proof", "-l", "ur"),
        ("report", "scripture"),
        ("doctor",),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_whatever_else_reads_and_prints(minimal: ProjectTest, words: tuple[str, ...]) -> None:
    minimal.run("messages", "update").leaves_with(0)
    found = watched(minimal, *words)
    assert found.status == 0 and found.outside == frozenset(), found.err


def test_the_hook_sees_what_is_outside(minimal: ProjectTest) -> None:
    names = minimal.root.parent / "names.list"
    minimal.run("names", str(Path(__file__).parent / "toys.py"), str(names)).leaves_with(0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KITABCHA_NAMES", str(names))
        assert watched(minimal, "check").outside == {str(names.resolve())}


def test_a_picture_cannot_reach_outside(minimal: ProjectTest, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"secret")
    minimal.write(
        "modules/meeting/tree.svg",
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 40">'
        f'<image href="{secret.as_uri()}" width="9" height="9"/>'
        '<image href="../../../secret.png" width="9" height="9"/>'
        '<image xlink:href="http://127.0.0.1:9/seen.png" width="9" height="9"/></svg>',
    )
    found = watched(minimal, "build", "-l", "en", "-e", "trainer")
    assert found.outside == frozenset()
    told = {line for line in found.err.splitlines() if "warning: typesetting: " in line}
    assert len(told) == 3, found.err
    assert all("is not a part of this manual" in line for line in told)
