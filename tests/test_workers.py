"""Tasks that need each other: what runs, in which order, what is kept, and what happens when a process is killed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kitabcha.cache import Cache
from kitabcha.diagnostics import own_bug
from kitabcha.model import Place
from kitabcha.press.jobs import Job, Made
from kitabcha.progress import Progress
from kitabcha.staff import Pool
from kitabcha.workers import AHEAD, Task, run_all
from tests.toys import Die, Join, Raise, task


@dataclass
class Inline:
    """A staff that does each job at once, here: the order of what it is given is the order of work."""

    workers: int = 1
    advice: str = ""
    given: list[str] = field(default_factory=list)

    def begin(self, typesetting: bool) -> None:
        pass

    def submit(self, job: Job, taken: tuple[Made, ...]) -> Future[Made]:
        self.given.append(job.name)
        future: Future[Made] = Future()
        future.set_result(job.run(taken))
        return future

    def was_lost(self, broken: BaseException) -> bool:
        return False


@dataclass
class Shop:
    """A cache, a list of what ran, and what was told."""

    folder: Path
    told: list[Progress] = field(default_factory=list)

    @property
    def cache(self) -> Cache:
        return Cache(self.folder / "cache")

    @property
    def ran(self) -> list[str]:
        return self.log.read_text("utf-8").split() if self.log.exists() else []

    @property
    def log(self) -> Path:
        return self.folder / "ran"

    def join(self, name: str, *needs: Task, size: int = 1, finding: str = "") -> Task:
        return task(Join(name, name.encode(), self.log, size, finding), *needs)

    def die(self, name: str, *needs: Task, times: int) -> Task:
        return task(Die(name, name.encode(), self.log, times=times), *needs)

    def diamond(self) -> Task:
        """d of b and c, which are both of a."""
        a = self.join("a")
        return self.join("d", self.join("b", a), self.join("c", a))

    def run(self, *tasks: Task, staff: Inline | Pool | None = None) -> dict[str, Made]:
        return {one.job.name: made for one, made in run_all(tasks, self.cache, staff or Inline(), self.told.append)}


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


@pytest.fixture
def pool() -> Iterator[Pool]:
    with Pool(2) as pool:
        yield pool


# --- needs ----------------------------------------------------------------------------------------------------


def test_what_two_need_is_made_once(shop: Shop, pool: Pool) -> None:
    made = shop.run(shop.diamond(), staff=pool)
    assert made == {"d": Made(b"abacd", (), {"pages": 5})}
    assert sorted(shop.ran) == ["a", "b", "c", "d"]
    assert (shop.ran[0], shop.ran[-1]) == ("a", "d")


def test_what_is_wanted_and_needed_is_made_once_and_told(shop: Shop) -> None:
    a = shop.join("a")
    made = shop.run(shop.join("b", a), a)
    assert {name: one.content for name, one in made.items()} == {"a": b"a", "b": b"ab"}
    assert shop.ran == ["a", "b"]


def test_equal_keys_are_one_task(shop: Shop) -> None:
    here = Task("ab" * 32, Join("here", b"x", shop.log))
    there = Task("ab" * 32, Join("there", b"x", shop.log))
    made = shop.run(here, there)
    assert made["here"] == made["there"] == Made(b"x", (), {"pages": 1})
    assert shop.ran == ["here"]


def test_a_need_named_twice_is_taken_twice(shop: Shop) -> None:
    a = shop.join("a")
    assert shop.run(shop.join("b", a, a))["b"].content == b"aab"


def test_nothing_asked_nothing_done(shop: Shop) -> None:
    assert shop.run() == {}
    assert shop.told == []


def test_the_largest_is_begun_first(shop: Shop) -> None:
    staff = Inline()
    shop.run(shop.join("small"), shop.join("large", size=30), shop.join("middle", size=9), staff=staff)
    assert staff.given == ["large", "middle", "small"]


def test_no_more_is_handed_out_than_can_be_done_soon(shop: Shop) -> None:
    class Slow(Inline):
        """Does nothing until it has as much as it can bear, and then all of it."""

        def submit(self, job: Job, taken: tuple[Made, ...]) -> Future[Made]:
            future: Future[Made] = Future()
            waiting.append((future, job))
            self.given.append(str(len(waiting)))
            if len(waiting) == self.workers + AHEAD:
                for held, one in waiting:
                    held.set_result(one.run(()))
                waiting.clear()
            return future

    waiting: list[tuple[Future[Made], Job]] = []
    staff = Slow(workers=3)
    shop.run(*(shop.join(f"t{number}") for number in range(10)), staff=staff)
    assert staff.given == ["1", "2", "3", "4", "5"] * 2


# --- the cache ------------------------------------------------------------------------------------------------


def test_what_is_in_the_cache_is_not_made_and_its_needs_are_not_looked_at(shop: Shop) -> None:
    shop.run(shop.diamond())
    shop.log.unlink()
    unseen = Task("no key at all", Raise("unseen", b"", shop.log))
    whole = shop.diamond()
    made = shop.run(Task(whole.key, whole.job, (unseen,)))
    assert made == {"d": Made(b"abacd", (), {"pages": 5})}
    assert shop.ran == []


def test_what_a_kept_manual_is_made_of_counts_as_used(shop: Shop) -> None:
    shop.run(shop.diamond())
    for file in shop.cache.folder.glob("??/*"):
        os.utime(file, (1, 1))
    shop.run(shop.diamond())
    assert {entry.used > 1 for entry in shop.cache.entries()} == {True}


def test_only_what_is_not_in_the_cache_is_made(shop: Shop) -> None:
    whole = shop.diamond()
    shop.run(whole)
    shop.log.unlink()
    shop.cache.drop(whole.key)
    shop.cache.drop(whole.needs[1].key)
    assert shop.run(whole)["d"].content == b"abacd"
    assert shop.ran == ["c", "d"]
    assert shop.told[-1].kept == 2


def test_a_need_that_is_damaged_in_the_cache_is_made_again(shop: Shop) -> None:
    whole = shop.diamond()
    shop.run(whole)
    a = whole.needs[0].needs[0]
    for one in (whole, *whole.needs):
        shop.cache.drop(one.key)
    (file,) = (shop.folder / "cache").rglob(a.key)
    file.write_bytes(b"damaged")
    shop.log.unlink()
    assert shop.run(whole)["d"].content == b"abacd"
    assert sorted(shop.ran) == ["a", "b", "c", "d"]


def test_a_cache_that_keeps_nothing_costs_nothing_but_time(shop: Shop) -> None:
    (shop.folder / "cache").write_text("in the way")
    assert shop.run(shop.diamond())["d"].content == b"abacd"
    assert shop.ran == ["a", "b", "c", "d"]


def test_a_cache_that_is_emptied_meanwhile_does_no_harm(shop: Shop) -> None:
    whole = shop.diamond()
    shop.run(*whole.needs)
    dropped = iter([whole.needs[0].key, whole.needs[0].needs[0].key])

    class Emptied(Cache):
        def __contains__(self, key: str) -> bool:
            """Say what is there, and then let another process drop it."""
            was = super().__contains__(key)
            if gone := next(dropped, None):
                self.drop(gone)
            return was

    made = dict(run_all([whole], Emptied(shop.cache.folder), Inline(), shop.told.append))
    assert [one.content for one in made.values()] == [b"abacd"]


# --- what fails -----------------------------------------------------------------------------------------------


def test_what_needs_what_failed_is_not_made_and_says_why(shop: Shop, pool: Pool) -> None:
    bad, worse = shop.join("bad", finding="error"), task(Raise("worse", b"", shop.log))
    good = shop.join("good")
    made = shop.run(shop.join("book", bad, good, worse), shop.join("other", good), staff=pool)
    told = [str(found) for found in made["book"].diagnostics]
    assert made["book"].content == b""
    assert told[0] == "bad: error: it cannot be set"
    assert told[1].startswith("worse: error: Kitabcha itself failed: RuntimeError: a screw is loose\n")
    assert made["other"] == Made(b"goodother", (), {"pages": 2})
    assert sorted(shop.ran) == ["bad", "good", "other", "worse"]


def test_a_failure_reaches_all_that_build_on_it(shop: Shop) -> None:
    bad = shop.join("bad", finding="error")
    made = shop.run(shop.join("shelf", shop.join("book", bad)))
    assert [str(found) for found in made["shelf"].diagnostics] == ["bad: error: it cannot be set"]
    assert shop.told[-1].done == shop.told[-1].total == 3


def test_a_warning_about_a_part_is_one_about_the_whole_every_time(shop: Shop) -> None:
    for _ in range(2):
        made = shop.run(shop.join("book", shop.join("odd", finding="warning")))
        assert [str(found) for found in made["book"].diagnostics] == ["odd: warning: it looks odd"]
        assert made["book"].content == b"oddbook"
    assert shop.ran == ["odd", "book"] * 2


def test_what_breaks_is_not_tried_again(shop: Shop, pool: Pool) -> None:
    made = shop.run(task(Raise("broken", b"", shop.log)), staff=pool)
    assert made["broken"] == Made(b"", (own_bug(Place("broken"), RuntimeError("a screw is loose")),))
    assert shop.ran == ["broken"]


# --- killed processes -----------------------------------------------------------------------------------------


def test_a_job_whose_process_is_killed_is_done_elsewhere(shop: Shop, pool: Pool) -> None:
    others = [shop.join(f"other{number}") for number in range(5)]
    made = shop.run(shop.die("killed", times=1), *others, staff=pool)
    assert {name: one.content.decode() for name, one in made.items()} == {name: name for name in made}
    assert len(made) == 6
    assert shop.ran.count("killed") == 2


def test_a_job_that_kills_twice_is_named_and_no_other(shop: Shop, pool: Pool) -> None:
    killer = shop.die("killer", times=9)
    others = [shop.join(f"other{number}") for number in range(5)]
    made = shop.run(killer, *others, shop.join("book", killer), staff=pool)
    told = (
        "killer: error: the process that made this was killed, twice\n"
        "  hint: most likely memory ran out: close other programs, or build with `--jobs 1`; other files go on"
    )
    assert {name: [str(found) for found in one.diagnostics] for name, one in made.items() if one.diagnostics} == {
        "killer": [told],
        "book": [told],
    }
    assert shop.ran.count("killer") == 2


def test_two_killers_are_both_named(shop: Shop, pool: Pool) -> None:
    killers = [shop.die(name, times=9) for name in ("first", "second")]
    made = shop.run(*killers, *(shop.join(f"other{number}") for number in range(3)), staff=pool)
    assert {name for name, one in made.items() if one.diagnostics} == {"first", "second"}
    assert all(made[f"other{number}"].content for number in range(3))


# --- progress -------------------------------------------------------------------------------------------------


def test_progress_counts_what_is_made_and_what_was_kept_apart(shop: Shop) -> None:
    shop.run(shop.join("old"))
    shop.told.clear()
    shop.run(shop.join("old"), shop.join("large", size=3), shop.join("small"))
    assert [one for one in shop.told if one.last] == [
        Progress(1, 2, 1, 1, 0.75, "large, 1 page"),
        Progress(2, 2, 1, 0, 1.0, "small, 1 page"),
    ]
    assert shop.told[0] == Progress(0, 2, 1, 1, 0.0)


def test_a_pool_has_no_processes_after_it(shop: Shop) -> None:
    with Pool(2) as pool:
        shop.run(task(Pid("pid", b"", shop.log)), staff=pool)
    number = int(shop.cache.find(task(Pid("pid", b"", shop.log)).key).content)  # type: ignore[union-attr]
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


class Pid(Join):
    """Gives the number of the process that it runs in."""

    def run(self, taken: tuple[Made, ...]) -> Made:
        return Made(str(os.getpid()).encode())
