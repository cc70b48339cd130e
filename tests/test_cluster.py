"""Work on a Dask cluster: a scheduler and two workers on this computer, in processes of their own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from kitabcha import cluster
from kitabcha.cache import Cache
from kitabcha.cluster import Cluster, differences, surroundings
from kitabcha.diagnostics import Misused
from kitabcha.press.jobs import Made
from kitabcha.workers import Task, run_all
from tests.harness import ROOT, ProjectTest
from tests.toys import Die, Join, Raise, task

NOBODY = "tcp://127.0.0.1:9"


@contextmanager
def started(folder: Path, *words: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program of Dask's, which finds our package and the tests' jobs; it is stopped afterwards."""
    paths = os.pathsep.join((str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])))
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0", **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(300)


@contextmanager
def scheduled(folder: Path) -> Iterator[str]:
    """The address of a scheduler without workers."""
    words = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", "scheduler.json")
    with started(folder, "scheduler", *words) as process:
        file = folder / "scheduler.json"
        while process.poll() is None and not (file.exists() and file.read_text()):
            time.sleep(0.05)
        assert process.poll() is None, "the scheduler did not start"
        yield json.loads(file.read_text())["address"]


def joined(address: str, count: int) -> None:
    """Wait until so many workers have joined."""
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=300)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster with two workers."""
    folder = tmp_path_factory.mktemp("cluster")
    with scheduled(folder) as address:
        words = ("worker", address, "--host", "127.0.0.1", "--nworkers", "2", "--nthreads", "1", "--no-dashboard")
        with started(folder, *words):
            joined(address, 2)
            yield address


def run(address: str, folder: Path, *tasks: Task) -> dict[str, Made]:
    with Cluster(address) as staff:
        done = run_all(tasks, Cache(folder / "cache"), staff, lambda progress: None)
        return {one.job.name: made for one, made in done}


def test_an_edition_has_the_same_bytes_as_from_here(address: str, tmp_path: Path) -> None:
    here = ProjectTest.minimal(tmp_path / "here")
    there = ProjectTest.minimal(tmp_path / "there")
    words = ("build", "-l", "ur", "-e", "handouts")
    here.run(*words, "--jobs", "1").leaves_with(0)
    there.run(*words, "--cluster", address).leaves_with(0).says("2 files made, 0 unchanged, in …/dist/\n")
    assert len(there.progress) == len(here.progress) > 2
    assert there.files() == here.files()


def test_parts_go_there_and_come_back(address: str, tmp_path: Path) -> None:
    large = bytes(range(256)) * 100
    parts = [task(Join(f"part{number}", large, tmp_path / "ran")) for number in range(3)]
    made = run(address, tmp_path, task(Join("book", b"!", tmp_path / "ran"), *parts))
    assert made == {"book": Made(large * 3 + b"!", (), {"pages": 4})}


def test_what_breaks_there_is_told_by_name(address: str, tmp_path: Path) -> None:
    made = run(address, tmp_path, task(Raise("broken", b"", tmp_path / "ran")))
    assert [str(found).splitlines()[0] for found in made["broken"].diagnostics] == [
        "broken: error: Kitabcha itself failed: RuntimeError: a screw is loose"
    ]
    assert (tmp_path / "ran").read_text().split() == ["broken"]


def test_a_job_whose_worker_is_killed_is_done_by_another(address: str, tmp_path: Path) -> None:
    others = [task(Join(f"other{number}", b"x", tmp_path / "ran")) for number in range(4)]
    made = run(address, tmp_path, task(Die("killed", b"done", tmp_path / "ran")), *others)
    assert made["killed"].content == b"done"
    assert all(made[one.job.name].content == b"x" for one in others)


def test_a_job_that_kills_two_workers_is_named_and_no_other(address: str, tmp_path: Path) -> None:
    others = [task(Join(f"other{number}", b"x", tmp_path / "ran")) for number in range(4)]
    made = run(address, tmp_path, task(Die("killer", b"", tmp_path / "ran", times=9)), *others)
    assert [str(found) for found in made["killer"].diagnostics] == [
        "killer: error: the process that made this was killed, twice\n"
        "  hint: most likely memory ran out there: see the worker's log, and give it more memory; other files go on"
    ]
    assert all(made[one.job.name].content == b"x" for one in others)
    assert (tmp_path / "ran").read_text().split().count("killer") == 2


def test_large_bytes_are_sent_once(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    with Cluster(address) as staff:
        submit = staff._client.submit

        def noted(*words: object, **options: Any) -> Any:
            sent.append(options.get("key", ""))
            return submit(*words, **options)

        monkeypatch.setattr(staff._client, "submit", noted)
        pictures = [task(Join(f"page{number}", b"picture" * 1000, tmp_path / "ran")) for number in range(5)]
        assert len(list(run_all(pictures, Cache(tmp_path / "cache"), staff, lambda progress: None))) == 5
    assert len([key for key in sent if key.startswith("kitabcha-")]) == 1


# --- clusters that cannot do our work -------------------------------------------------------------------------


def test_an_address_where_nothing_answers_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "SECONDS_TO_ANSWER", 0.5)
    project = ProjectTest.minimal(tmp_path / "project")
    hint = "start one with `dask scheduler`, and give its address as tcp://HOST:8786"
    for wrong in (NOBODY, "nonsense://x", "no scheduler"):
        project.run("build", "--cluster", wrong).leaves_with(2)
        assert project.last.err == f"{wrong}: error: no Dask scheduler answers here\n  hint: {hint}\n1 error\n"
    assert not (project.root / "dist").exists()


def test_without_distributed_it_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    project = ProjectTest.minimal(tmp_path / "project")
    project.run("build", "--cluster", NOBODY).leaves_with(2)
    assert project.last.err == (
        "--cluster: error: building on a cluster needs `distributed`, which is not installed\n"
        "  hint: install it: pip install 'kitabcha[cluster]'\n1 error\n"
    )


def test_jobs_and_cluster_are_not_for_the_same_build(tmp_path: Path) -> None:
    ProjectTest.minimal(tmp_path / "project").run("build", "-j", "2", "--cluster", NOBODY).leaves_with(2).complains(
        "--jobs is for work on this computer, --cluster for work on others: give one of them."
    )


def test_a_cluster_without_workers_and_one_with_a_stranger_are_refused(tmp_path: Path) -> None:
    """The stranger has a Kitabcha with nothing in it."""
    other = tmp_path / "other"
    (other / "kitabcha").mkdir(parents=True)
    with ExitStack() as stack:
        address = stack.enter_context(scheduled(tmp_path))
        with pytest.raises(Misused) as alone, Cluster(address):
            pass
        stack.enter_context(started(other, *_worker(address), PYTHONPATH=_without_root(other)))
        joined(address, 1)
        with pytest.raises(Misused) as strange, Cluster(address):
            pass
    assert [str(found) for found in alone.value.diagnostics] == [
        f"{address}: error: no worker has joined this cluster\n"
        f"  hint: start one with `dask worker {address} --nworkers 2 --nthreads 1`"
    ]
    (found,) = strange.value.diagnostics
    assert re.match(
        r"the worker tcp://127\.0\.0\.1:\d+ is not as this computer, and could make other bytes: .*kitabcha",
        found.message,
    )
    assert found.hint == "install the same Kitabcha and the same packages there, or stop that worker"


def _worker(address: str) -> tuple[str, ...]:
    return ("worker", address, "--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard", "--no-nanny")


def _without_root(other: Path) -> str:
    return os.pathsep.join((str(other), *filter(None, [os.environ.get("PYTHONPATH")])))


def test_differences_are_named_with_both_versions() -> None:
    ours = {"weasyprint": "70.0", "press": "a" * 64, "zlib": "1.3"}
    assert differences(ours, {**ours, "weasyprint": "69.0", "press": "b" * 64}) == [
        "press bbbbbbbb (here press aaaaaaaa)",
        "weasyprint 69.0 (here weasyprint 70.0)",
    ]
    assert differences(ours, ours) == []
    assert {"Python", "weasyprint", "harfbuzz", "pango-1.0", "press", "kitabcha"} <= surroundings().keys()


def test_a_worker_that_joined_later_and_differs_does_nothing(address: str, tmp_path: Path) -> None:
    with Cluster(address) as staff:
        staff._ours = {**surroundings(), "weasyprint": "1"}
        (done,) = run_all(
            [task(Join("late", b"x", tmp_path / "ran"))], Cache(tmp_path / "cache"), staff, lambda progress: None
        )
    assert done[1].content == b""
    assert "late: error: the worker tcp://127.0.0.1:" in str(done[1].diagnostics[0])
    assert not (tmp_path / "ran").exists()
