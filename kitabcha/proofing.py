"""An edition and the number of a save → its PDF, made in the background; a newer save stops what an older one began."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Condition, Thread

from kitabcha import pipeline
from kitabcha.diagnostics import Diagnostic, error, own_bug
from kitabcha.ledger import Wanted
from kitabcha.model import Edition, Place
from kitabcha.progress import Progress
from kitabcha.staff import Pool

NICENESS = 10
"""How far the PDF stands back, in steps of `nice`, so that the page on the screen never waits for it."""


QUIET = 0.5
"""Seconds without a save before a PDF is begun: the screen comes first, and few PDFs are begun in vain."""


@dataclass(frozen=True, slots=True)
class Proof:
    """How far an edition's PDF is, of the sources' state `number`.

    `files` are its paths under the output folder; there are none while it `is_made`, or when something was wrong.
    """

    number: int
    is_made: bool = True
    files: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


class ProofPress:
    """Makes PDFs one after another in a process of its own, and calls `tell` when one is finished.

    `made` are the paths of all that were.
    """

    def __init__(self, root: Path, out: Path, tell: Callable[[], None]) -> None:
        self._root, self._out, self._tell = root, out, tell
        self._proofs: dict[Edition, Proof] = {}
        self.made: frozenset[str] = frozenset()
        self._waiting: list[Edition] = []
        self._newest = 0
        self._at_work: tuple[int, BaseProcess] | None = None
        self._closed = False
        self._turn = Condition()
        self._thread = Thread(target=self._work, daemon=True)
        self._thread.start()

    def ask(self, edition: Edition, number: int) -> Proof:
        """How far the PDF of an edition is, begun if it is not; work on an older state of the sources is dropped."""
        with self._turn:
            proof = self._proofs.get(edition)
            if proof and proof.number >= number:
                return proof
            self._proofs[edition] = Proof(number)
            self._waiting = [*(one for one in self._waiting if one != edition), edition]
            self._newest = max(self._newest, number)
            self._stop_what_is_old()
            self._turn.notify_all()
            return self._proofs[edition]

    def close(self) -> None:
        """Stop what is at work, and wait until it has ended."""
        with self._turn:
            self._closed = True
            self._stop_what_is_old()
            self._turn.notify_all()
        self._thread.join()

    def _stop_what_is_old(self) -> None:
        if self._at_work and (self._closed or self._at_work[0] < self._newest):
            self._at_work[1].terminate()

    def _work(self) -> None:
        # Ctrl-C goes to every process of the terminal: those begun by this thread leave it to the first one.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        while begun := self._begin():
            edition, number, process, reader = begun
            proof = _received(reader, number)
            process.join()
            proof = proof or Proof(number, False, (), (_broken_off(edition, process.exitcode),))
            with self._turn:
                self._at_work = None
                if self._proofs[edition].number == number:
                    self._proofs[edition] = proof
                    self.made |= frozenset(proof.files)
            self._tell()

    def _begin(self) -> tuple[Edition, int, BaseProcess, Connection] | None:
        """Start on the next edition that waits; None when there will be no more."""
        with self._turn:
            self._turn.wait_for(lambda: self._waiting or self._closed)
            while not self._closed and self._turn.wait(QUIET):
                """Something was asked for meanwhile."""
            if self._closed:
                return None
            edition = self._waiting.pop(0)
            number = self._proofs[edition].number
        context = get_context("spawn")
        reader, writer = context.Pipe(duplex=False)
        process = context.Process(target=_make, args=(self._root, self._out, edition, writer))
        process.start()
        writer.close()
        with self._turn:
            self._at_work = number, process
            self._stop_what_is_old()
        return edition, number, process, reader


def _received(reader: Connection, number: int) -> Proof | None:
    """What a process made; None when it was stopped before it was done."""
    with reader, suppress(EOFError):
        files, diagnostics = reader.recv()
        return Proof(number, False, files, diagnostics)
    return None


def _broken_off(edition: Edition, status: int | None) -> Diagnostic:
    told = f"the PDF was not made to its end: its process was stopped ({status})"
    return error(Place(f"{edition}.pdf"), told, "save again; if it is stopped again, the memory may be short")


def _make(root: Path, out: Path, edition: Edition, writer: Connection) -> None:
    """In a process of its own: build an edition's PDF as `build` does, and send its paths and what was found."""
    _end_with_parent()
    signal.signal(signal.SIGTERM, _leave)
    os.nice(NICENESS)
    wanted = Wanted((edition.manual,), (edition.language,), (edition.kind,), ("pdf",))
    try:
        with Pool() as staff:
            report = pipeline.build(root, out, wanted, strict=False, tell=_listen, staff=staff)
        files = tuple(path for path in sorted((*report.changed, *report.unchanged)) if path.endswith(".pdf"))
        writer.send((files, report.diagnostics))
    except Exception as broken:
        writer.send(((), (own_bug(Place(str(edition)), broken),)))


def _end_with_parent() -> None:
    """Let this process end when the one that watches is gone."""

    def wait() -> None:
        if parent := parent_process():
            parent.join()
            os._exit(1)

    Thread(target=wait, daemon=True).start()


def _leave(*_: object) -> None:
    """Stop at once, and let nothing go on that this process began."""
    for begun in active_children():
        begun.terminate()
    sys.exit()


def _listen(progress: Progress) -> None:
    """Who waits for one PDF is told when it is there."""
