"""Progress in words, on a terminal and elsewhere; the clock is the test's."""

from __future__ import annotations

import io
import os

import pytest

from kitabcha.progress import Progress, line, shown


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("progress", "elapsed", "expected"),
    [
        (Progress(0, 40, 0, 2, 0.0), 5, "[0/40] 2 running"),
        (Progress(0, 40, 8, 2, 0.0), 5, "[0/40] 8 from cache, 2 running"),
        (
            Progress(12, 40, 8, 2, 0.5, "a.pdf, 38 pages"),
            50,
            "[12/40] 8 from cache, 2 running, about 50 s left: a.pdf, 38 pages",
        ),
        (Progress(12, 40, 0, 2, 0.5, "a.pdf"), 58, "[12/40] 2 running, about 1 min left: a.pdf"),
        (Progress(12, 40, 0, 2, 0.25, "a.pdf"), 61, "[12/40] 2 running, about 4 min left: a.pdf"),
        (Progress(39, 40, 0, 1, 0.99, "a.pdf"), 10, "[39/40] 1 running, about 5 s left: a.pdf"),
        (Progress(40, 40, 0, 0, 1.0, "a.pdf"), 10, "[40/40] a.pdf"),
    ],
)
def test_a_line_says_what_is_known(progress: Progress, elapsed: float, expected: str) -> None:
    assert line(progress, elapsed) == expected


def test_a_terminal_has_one_line_that_is_written_over_and_gone_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((40, 24)))
    stream, clock = Terminal(), iter([100.0, 130.0])
    with shown(stream, lambda: next(clock)) as tell:
        tell(Progress(0, 2, 0, 2, 0.0))
        tell(Progress(1, 2, 0, 1, 0.5, "women-tolana/ur/trainer.pdf"))
    assert stream.getvalue().split("\r\033[2K") == [
        "",
        "[0/2] 2 running",
        "[1/2] 1 running, about 30 s left: women-tolana/ur/trainer.pdf"[:39],
        "",
    ]


def test_a_terminal_stays_empty_when_nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    with shown(stream, lambda: 0.0):
        pass
    assert stream.getvalue() == ""


@pytest.mark.parametrize(("stream", "term"), [(io.StringIO(), "xterm"), (Terminal(), "dumb")])
def test_elsewhere_each_file_has_its_line(stream: io.StringIO, term: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", term)
    with shown(stream, lambda: 0.0) as tell:
        tell(Progress(0, 2, 1, 2, 0.0))
        tell(Progress(1, 2, 1, 1, 0.5, "a.pdf, 3 pages"))
        tell(Progress(2, 2, 1, 0, 1.0, "b.html"))
    assert stream.getvalue() == "[1/2] a.pdf, 3 pages\n[2/2] b.html\n"
