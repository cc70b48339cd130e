"""The cache under many hands: processes that keep, read and drop at once; what is dropped, and when."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path

import pytest

from kitabcha.cache import Cache, Kept, cache_of, content_key
from kitabcha.cleaning import Cleaned, clean, seconds, summary
from kitabcha.files import HALF_WRITTEN, half_written, write_beside
from tests.harness import ROOT, ProjectTest

DAY = 24 * 3600
NOW = 1_600_000_000.0


def aged(project: Path, name: str, days: float, content: bytes = b"content") -> str:
    """Keep something that was last used so many days before NOW; give its key."""
    key = content_key((name,))
    cache = cache_of(project)
    assert cache.keep(key, content, {})
    for file in cache.folder.rglob(f"{key}*"):
        os.utime(file, (NOW - days * DAY, NOW - days * DAY))
    return key


def last_used(cache: Cache) -> dict[str, float]:
    return {entry.key: entry.used for entry in cache.entries()}


# --- keeping --------------------------------------------------------------------------------------------------


def test_facts_come_back_with_the_bytes(tmp_path: Path) -> None:
    cache, key = Cache(tmp_path / "cache"), content_key(("a",))
    assert key not in cache
    assert cache.find(key) is None
    assert cache.keep(key, b"bytes", {"pages": 12, "heads": ["ایک", 2.5]})
    assert key in cache
    assert cache.find(key) == Kept(b"bytes", {"pages": 12, "heads": ["ایک", 2.5]})


@pytest.mark.parametrize("about", ["", "[]", "null", "{}", '{"sha256": "0", "about": {}}', '{"sha256": 1}'])
def test_what_is_damaged_is_not_there(tmp_path: Path, about: str) -> None:
    cache, key = Cache(tmp_path), content_key(("a",))
    cache.keep(key, b"bytes", {})
    (file,) = tmp_path.rglob("*.json")
    file.write_text(about)
    assert cache.find(key) is None
    cache.keep(key, b"bytes", {})
    assert cache.find(key) == Kept(b"bytes", {})


def test_what_the_disk_refuses_is_not_kept_and_no_error(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    cache = Cache(tmp_path / "cache")
    assert not cache.keep(content_key(("a",)), b"bytes", {})
    assert cache.find(content_key(("a",))) is None
    assert list(cache.entries()) == []


def test_reading_and_keeping_again_is_using(tmp_path: Path) -> None:
    old, read, kept = (aged(tmp_path, name, 100) for name in ("old", "read", "kept"))
    cache = cache_of(tmp_path)
    before = last_used(cache)
    assert set(before.values()) == {NOW - 100 * DAY}
    cache.find(read)
    cache.keep(kept, b"content", {})
    after = last_used(cache)
    assert {key for key in after if after[key] != before[key]} == {read, kept}
    assert old in after


# --- many hands -----------------------------------------------------------------------------------------------

KEYS = [content_key((str(number),)) for number in range(12)]
ROUNDS = 400


def content_of(key: str) -> bytes:
    return key.encode() * (50 + int(key[:2], 16) * 20)


def hammer(folder: str, seed: int) -> tuple[int, int, int]:
    """Keep, read and drop at random; what is read, how often nothing was there, and how much of it was wrong."""
    cache, chance = Cache(Path(folder)), random.Random(seed)
    hits = misses = wrong = 0
    for _ in range(ROUNDS):
        key = chance.choice(KEYS)
        match chance.randrange(4):
            case 0:
                cache.keep(key, content_of(key), {"key": key})
            case 1:
                cache.drop(key)
            case 2:
                list(cache.entries())
            case _:
                kept = cache.find(key)
                hits, misses = hits + (kept is not None), misses + (kept is None)
                wrong += kept is not None and kept != Kept(content_of(key), {"key": key})
    return hits, misses, wrong


def test_processes_that_keep_read_and_drop_at_once_never_see_anything_wrong(tmp_path: Path) -> None:
    with get_context("spawn").Pool(4) as pool:
        counts = pool.starmap(hammer, [(str(tmp_path), seed) for seed in range(4)])
    hits, misses, wrong = (sum(column) for column in zip(*counts, strict=True))
    assert wrong == 0
    assert hits > 50
    assert misses > 50
    assert list(half_written(tmp_path)) == []


def test_two_builds_at_once_and_one_that_cleans_meanwhile(tmp_path: Path) -> None:
    project = ProjectTest.minimal(tmp_path / "project")
    words = ("build", "-l", "en", "-e", "handouts", "--format", "html")
    builds = [project.start(*words, "--jobs", "1") for _ in range(2)]
    while any(build.poll() is None for build in builds):
        done = subprocess.run(
            [sys.executable, "-m", "kitabcha", "--project", str(project.root), "clean", "--all"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
    said = [build.communicate() for build in builds]
    assert [build.returncode for build in builds] == [0, 0], said
    assert project.files().keys() == {"first/en/handouts.html", "index.html", "built.json"}
    project.run(*words).leaves_with(0)
    assert project.last.out.startswith("Nothing to do: ")


# --- cleaning -------------------------------------------------------------------------------------------------


def test_only_what_was_not_used_for_so_long_goes(tmp_path: Path) -> None:
    aged(tmp_path, "old", 31, bytes(5000))
    new = aged(tmp_path, "new", 29)
    cleaned = clean(tmp_path, NOW, 30 * DAY)
    assert (cleaned.entries, cleaned.halves, cleaned.left, cleaned.diagnostics) == (1, 0, 1, ())
    assert 5000 < cleaned.freed < 5200
    cache = cache_of(tmp_path)
    assert set(last_used(cache)) == {new}
    assert cache.find(new) == Kept(b"content", {})
    assert clean(tmp_path, NOW, 30 * DAY).entries == 0


def test_what_killed_builds_left_goes_after_an_hour_and_nothing_else(tmp_path: Path) -> None:
    key = aged(tmp_path, "kept", 0)
    names = (
        "dist/first/.trainer.pdf-abc.part",
        f".kitabcha/cache/{key[:2]}/.{key}-x.part",
        "dist/.nojekyll",
        "dist/whole.part",
        "manuals/.mine-1.part",
    )
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"half")
        os.utime(tmp_path / name, (NOW - 3500, NOW - 3500))
    assert clean(tmp_path, NOW, 30 * DAY).halves == 0
    cleaned = clean(tmp_path, NOW + 200, 30 * DAY)
    assert (cleaned.halves, cleaned.freed, cleaned.entries) == (2, 8, 0)
    assert [name for name in names if (tmp_path / name).exists()] == list(names[2:])


def test_a_killed_write_leaves_what_cleaning_finds(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, kitabcha.files as files\n"
        "pathlib.Path.replace = lambda *a: os._exit(9)\n"
        "files.write_beside(pathlib.Path('dist/trainer.pdf'), b'half')"
    )
    path = os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "PYTHONPATH": path}, check=False)
    (left,) = half_written(tmp_path)
    assert left.name.startswith(".trainer.pdf-")
    assert left.name.endswith(HALF_WRITTEN)
    assert write_beside(tmp_path / "dist/trainer.pdf", b"whole")
    assert (tmp_path / "dist/trainer.pdf").read_bytes() == b"whole"
    assert clean(tmp_path, left.stat().st_mtime + 3601, 0).halves == 1


@pytest.mark.parametrize(
    ("age", "expected"),
    [("12h", 12 * 3600), ("30d", 30 * DAY), ("8w", 56 * DAY), ("0d", 0), ("٣d", 3 * DAY)]
    + [(wrong, None) for wrong in ("", "d", "30", "-1d", "1.5d", "3m", "30 d")],
)
def test_ages(age: str, expected: int | None) -> None:
    assert seconds(age) == expected


@pytest.mark.parametrize(
    ("cleaned", "expected"),
    [
        (Cleaned(), "Nothing to remove; in the cache: nothing."),
        (Cleaned(left=1, left_bytes=10), "Nothing to remove; in the cache: 1 entry, 1 kB."),
        (Cleaned(1, 0, 999, 2, 2500), "1 entry removed, 1 kB freed; in the cache: 2 entries, 3 kB."),
        (Cleaned(0, 1, 10), "1 half-written file removed, 1 kB freed; in the cache: nothing."),
        (
            Cleaned(142, 3, 12_300_000, 40, 3_100_000),
            "142 entries and 3 half-written files removed, 12.3 MB freed; in the cache: 40 entries, 3.1 MB.",
        ),
    ],
)
def test_cleaning_says_what_it_freed(cleaned: Cleaned, expected: str) -> None:
    assert summary(cleaned) == expected


def test_the_command_cleans_by_age_or_all(tmp_path: Path) -> None:
    project = ProjectTest.minimal(tmp_path / "project")
    cache_of(project.root).keep(content_key(("a",)), b"content", {})
    project.run("clean").leaves_with(0).says("Nothing to remove; in the cache: 1 entry, 1 kB.\n")
    project.run("clean", "--older-than", "8w").leaves_with(0).says("Nothing to remove; in the cache: 1 entry, 1 kB.\n")
    project.run("clean", "--all").leaves_with(0).says("1 entry removed, 1 kB freed; in the cache: nothing.\n")
    project.run("clean").leaves_with(0).says("Nothing to remove; in the cache: nothing.\n")


def test_the_command_refuses_what_is_no_age(tmp_path: Path) -> None:
    project = ProjectTest(tmp_path)
    project.run("clean", "--older-than", "long").leaves_with(2)
    project.complains("--older-than: `long` is no age: write hours, days or weeks, as 12h, 30d or 8w.")
    project.run("clean", "--older-than", "1d", "--all").leaves_with(2)
    project.complains("--all is of any age: give it or --older-than.")


def test_what_cannot_be_removed_is_told(tmp_path: Path) -> None:
    key = aged(tmp_path, "old", 31)
    (file,) = cache_of(tmp_path).folder.rglob(key)
    file.unlink()
    (file / "in the way").mkdir(parents=True)
    cleaned = clean(tmp_path, NOW * 2, 30 * DAY)
    assert (cleaned.entries, cleaned.left) == (0, 1)
    assert [found.message[:24] for found in cleaned.diagnostics] == ["it cannot be removed: Is"]
