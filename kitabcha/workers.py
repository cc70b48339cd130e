"""Tasks → what they made, each as soon as it is known: from the cache, or by the staff when what it needs is made."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field, replace

from kitabcha.cache import Cache
from kitabcha.diagnostics import Diagnostic, error, has_errors, own_bug
from kitabcha.press.jobs import Job, Made
from kitabcha.progress import Progress, Tell
from kitabcha.staff import Staff

AHEAD = 2
"""How many tasks more than there are workers are handed out, so that none waits for us."""

TRIES = 2
"""How often a job is begun whose process ends under it: the second time elsewhere, and alone."""


@dataclass(frozen=True)
class Task:
    """A job in its place among others.

    `key` is the content hash of all that can change what it makes: tasks with the same key are the same task. `needs`
    are the tasks whose results the job takes.
    """

    key: str
    job: Job
    needs: tuple[Task, ...] = ()


def keys_of(tasks: Iterable[Task]) -> tuple[str, ...]:
    """The keys of tasks and of all that they need, each once."""
    found: dict[str, None] = {}
    for task in tasks:
        if task.key not in found:
            found[task.key] = None
            found |= dict.fromkeys(keys_of(task.needs))
    return tuple(found)


def run_all(tasks: Sequence[Task], cache: Cache, staff: Staff, tell: Tell) -> Iterator[tuple[Task, Made]]:
    """Each of the tasks with what it made, as soon as it is known.

    A task that is in the cache is not run. What it needs is not looked at, but counts as used. One that needs what
    could not be made is not run either: it has made nothing, and its diagnostics are those of what it needs.
    """
    missing: dict[str, list[Task]] = {}
    found: set[str] = set()
    for task in tasks:
        if kept := cache.find(task.key):
            found.add(task.key)
            cache.note_use(keys_of(task.needs))
            yield task, Made(kept.content, (), kept.about)
        else:
            missing.setdefault(task.key, []).append(task)
    work = _Work(cache, staff, tell, kept=found)
    for same in tuple(missing.values()):
        work.plan(same[0])
    try:
        for key, made in work.results():
            for task in missing.pop(key, ()):
                yield task, made
    finally:
        work.give_up()


@dataclass(slots=True)
class _Work:
    """The tasks that are not yet done, while they are being done; all are known by their keys."""

    cache: Cache
    staff: Staff
    tell: Tell
    kept: set[str]
    """What was in the cache."""
    open: dict[str, Task] = field(default_factory=dict)
    """What is still to be made."""
    lacking: dict[str, set[str]] = field(default_factory=dict)
    """Of each open task: what it needs that is not yet there."""
    takers: dict[str, list[str]] = field(default_factory=dict)
    """Of what is needed: the open tasks that will take it."""
    there: dict[str, Made | None] = field(default_factory=dict)
    """What open tasks will take; None where it lies in the cache."""
    ready: list[tuple[int, int, str]] = field(default_factory=list)
    """A heap of what lacks nothing, the largest first, and of those the first planned."""
    running: dict[Future[Made], str] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    """How often a task's process ended under it."""
    again: list[str] = field(default_factory=list)
    """Tasks that were lost and are to run once more, each alone, so that it is sure which of them ends its process."""
    planned: int = 0
    done: int = 0
    size: int = 0
    size_done: int = 0

    # --- planning ---------------------------------------------------------------------------------------------

    def plan(self, task: Task) -> None:
        """Open a task, and before it all that it needs and is nowhere."""
        if task.key in self.open:
            return
        self.open[task.key] = task
        self.planned += 1
        self.size += _size(task)
        needed = {need.key: need for need in task.needs}
        for key in needed:
            self.takers.setdefault(key, []).append(task.key)
        self.lacking[task.key] = {key for key, need in needed.items() if not self._is_there(need)}
        if not self.lacking[task.key]:
            self._make_ready(task)

    def _is_there(self, need: Task) -> bool:
        """Whether what is needed is made or in the cache; else it is planned."""
        if need.key in self.there:
            return True
        if need.key not in self.open and need.key in self.cache:
            self.kept.add(need.key)
            self.there[need.key] = None
            return True
        self.plan(need)
        return False

    def _make_ready(self, task: Task) -> None:
        if task.key in self.lost:
            self.again.append(task.key)
        else:
            heapq.heappush(self.ready, (-_size(task), self.planned, task.key))

    # --- doing ------------------------------------------------------------------------------------------------

    def results(self) -> Iterator[tuple[str, Made]]:
        """Every open task's key with what it made, until none is open."""
        while self.open:
            self._hand_out()
            done, _ = wait(self.running, return_when=FIRST_COMPLETED)
            for future in [future for future in self.running if future in done]:  # as they were handed out
                task = self.open[self.running.pop(future)]
                if made := self._outcome(task, future):
                    yield from self._settle(task, made)

    def give_up(self) -> None:
        """Take back what is handed out and not begun."""
        for future in self.running:
            future.cancel()

    def _hand_out(self) -> None:
        """Give the staff as much as it has hands for, and a little more; what was lost before, one by one and alone."""
        while self.again and not self.running:
            self._begin(self.open[self.again.pop(0)])
        alone = self.again or any(key in self.lost for key in self.running.values())
        while self.ready and not alone and len(self.running) < self.staff.workers + AHEAD:
            key = heapq.heappop(self.ready)[-1]
            if key in self.open and key not in self.running.values() and not self.lacking[key]:
                self._begin(self.open[key])

    def _begin(self, task: Task) -> None:
        """Hand a task out with what it takes, unless some of that has gone from the cache: then it is made again."""
        taken = [self._taken(need) for need in task.needs]
        gone = {need.key: need for need, made in zip(task.needs, taken, strict=True) if made is None}
        for need in gone.values():
            self._miss(need)
        if not gone:
            self.running[self._submitted(task, tuple(made for made in taken if made))] = task.key
            self._tell()

    def _taken(self, need: Task) -> Made | None:
        made = self.there.get(need.key)
        if made is None and (kept := self.cache.find(need.key)):
            return Made(kept.content, (), kept.about)
        return made

    def _miss(self, need: Task) -> None:
        """Make what is no longer in the cache, and let all that will take it wait for it."""
        self.there.pop(need.key, None)
        for key in self.takers[need.key]:
            if key not in self.running.values():
                self.lacking[key].add(need.key)
        self.plan(need)

    def _submitted(self, task: Task, taken: tuple[Made, ...]) -> Future[Made]:
        try:
            return self.staff.submit(task.job, taken)
        except Exception as broken:
            refused: Future[Made] = Future()
            refused.set_exception(broken)
            return refused

    def _outcome(self, task: Task, future: Future[Made]) -> Made | None:
        """What a task made; None when it was lost and will run again. What it raises is our own bug, told by name."""
        try:
            return future.result()
        except Exception as broken:
            if not self.staff.was_lost(broken):
                return _nothing((own_bug(task.job.place, broken),))
        self.lost[task.key] = self.lost.get(task.key, 0) + 1
        if self.lost[task.key] < TRIES:
            self.again.append(task.key)
            return None
        return _nothing((error(task.job.place, "the process that made this was killed, twice", self.staff.advice),))

    # --- settling ---------------------------------------------------------------------------------------------

    def _settle(self, task: Task, made: Made) -> Iterator[tuple[str, Made]]:
        """Close a task; then those that needed it can begin, or can never, and are closed as well."""
        made = replace(made, diagnostics=self._with_needs(task, made))
        is_kept = bool(made.content and not made.diagnostics) and self.cache.keep(task.key, made.content, made.about)
        self._close(task, made)
        yield task.key, made
        takers = self.takers.get(task.key, ())
        if takers:
            self.there[task.key] = None if is_kept else made
        for taker in [self.open[key] for key in takers if task.key in self.lacking[key]]:
            self.lacking[taker.key].remove(task.key)
            if not self.lacking[taker.key]:
                yield from self._go_on(taker)

    def _go_on(self, task: Task) -> Iterator[tuple[str, Made]]:
        """Let a task run whose needs are all done, unless one of them could not be made."""
        if any(_failed(self.there.get(need.key)) for need in task.needs):
            yield from self._settle(task, _nothing(()))
        else:
            self._make_ready(task)

    def _with_needs(self, task: Task, made: Made) -> tuple[Diagnostic, ...]:
        """All that was found, in what a task needs as well: a warning about a part is one about the whole."""
        needed = (self.there.get(need.key) for need in task.needs)
        found = (*(fault for one in needed if one for fault in one.diagnostics), *made.diagnostics)
        return tuple(dict.fromkeys(found))

    def _close(self, task: Task, made: Made) -> None:
        """Count a task as done, and let go of what only it needed."""
        del self.open[task.key], self.lacking[task.key]
        self.lost.pop(task.key, None)
        for key in {need.key for need in task.needs}:
            self.takers[key].remove(task.key)
            if not self.takers[key]:
                del self.takers[key]
                self.there.pop(key, None)
        self.done += 1
        self.size_done += _size(task)
        pages = f", {made.pages} page{'' if made.pages == 1 else 's'}" if made.pages else ""
        self._tell(task.job.name + pages)

    def _tell(self, last: str = "") -> None:
        share = self.size_done / self.size
        self.tell(Progress(self.done, self.planned, len(self.kept), len(self.running), share, last))


def _size(task: Task) -> int:
    return max(1, int(getattr(task.job, "size", 1)))


def _failed(made: Made | None) -> bool:
    return made is not None and (not made.content or has_errors(made.diagnostics))


def _nothing(diagnostics: tuple[Diagnostic, ...]) -> Made:
    return Made(b"", diagnostics)
