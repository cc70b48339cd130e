"""A project's folder → a call after every burst of saves in its sources, and for nothing else that lies there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from kitabcha.ledger import CURRICULUM, FOLDERS

_BESIDE = re.compile(r"^\.|~$|^#.*#$|^4913$|\.(?:swp|swx|tmp|bak)$|___jb_(?:tmp|old)___$")
"""Names of what editors write beside the file that they save; Vim tries the folder with the name 4913."""

_STEP, _LONGEST = 20, 500
"""Milliseconds without a further change that end a burst of them, and after which it is told anyway."""

_ATTACHED = 500
"""Milliseconds after which a folder that has just come is surely watched."""


@contextmanager
def following(root: Path, saved: Callable[[], None]) -> Iterator[None]:
    """Call `saved`, from other threads, after every burst of saves in the sources of the project in `root`.

    It may be called once too often, but never too seldom.
    """
    stopped, renewed = Event(), Event()
    root = root.resolve()
    threads = [
        Thread(target=_follow_top, args=(root, saved, stopped, renewed), daemon=True),
        Thread(target=_follow_folders, args=(root, saved, stopped, renewed), daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stopped.set()
        renewed.set()
        for thread in threads:
            thread.join()


def is_source(path: Path, root: Path) -> bool:
    """Whether a build may read the file or folder, so that it is not something that an editor keeps beside it."""
    parts = path.relative_to(root).parts
    return parts[:1] in ((CURRICULUM,), *((name,) for name in FOLDERS)) and not any(map(_BESIDE.search, parts))


def _follow_top(root: Path, saved: Callable[[], None], stopped: Event, renewed: Event) -> None:
    """curriculum.yaml, by its folder since editors put a new file in its place; and folders that come and go."""
    for changed in _bursts((root,), root, stopped, recursive=False):
        if any(Path(path).name in FOLDERS for path in changed):
            renewed.set()
        if changed:
            saved()


def _follow_folders(root: Path, saved: Callable[[], None], stopped: Event, renewed: Event) -> None:
    """The folders that are there, until one comes or goes. The rest of the project's folder may be huge."""
    while not stopped.is_set():
        renewed.clear()
        folders = tuple(root / name for name in FOLDERS if (root / name).is_dir())
        just_begun = True
        with suppress(FileNotFoundError):  # gone since: the folder above tells
            for changed in _bursts(folders, root, renewed, recursive=True) if folders else ():
                if changed or just_begun:
                    saved()
                just_begun = False
        if not stopped.is_set():
            renewed.wait()


def _bursts(paths: tuple[Path, ...], root: Path, stop: Event, recursive: bool) -> Iterator[tuple[str, ...]]:
    """The paths of each burst; none when for some time there has been no burst."""
    from watchfiles import watch

    changes = watch(
        *paths,
        watch_filter=lambda change, path: is_source(Path(path), root),
        debounce=_LONGEST,
        step=_STEP,
        stop_event=stop,
        rust_timeout=_ATTACHED,
        yield_on_timeout=True,
        raise_interrupt=False,
        recursive=recursive,
    )
    for burst in changes:
        yield tuple(path for _, path in burst)
