"""Jobs → futures of what they made, by a Dask cluster: the only module that knows `distributed`.

Pictures and finished parts travel under their content hash, once to each worker that needs them. Fonts don't travel:
they come with the package, and a worker is given work only when all that can change a byte is there as it is here.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import pickle
import sys
import zlib
from collections.abc import Iterator, Mapping
from concurrent.futures import CancelledError, Future
from functools import cache
from importlib.metadata import version
from pathlib import Path
from pkgutil import resolve_name
from types import TracebackType
from typing import Any, Self
from weakref import WeakValueDictionary

from kitabcha import __version__
from kitabcha.diagnostics import Diagnostic, Misused, error
from kitabcha.model import Place
from kitabcha.press.jobs import Job, Made, tools

SECONDS_TO_ANSWER = 10
GOODS_FROM = 4096
"""From how many bytes on something travels under its hash, and not with the job."""

_PACKAGES = ("pikepdf", "pillow", "pyphen")
_NO_WARNING = {"distributed.admin.large-graph-warning-threshold": "1TB"}  # pictures are large, and travel once


class Cluster:
    """A Dask cluster at an address. Use it in a `with`.

    Raises `Misused` on entering when `distributed` is not installed, nothing answers, or a worker is not as we are.
    """

    advice = "most likely memory ran out there: see the worker's log, and give it more memory; other files go on"

    def __init__(self, address: str) -> None:
        self.address = address
        self._ours = surroundings()
        self._pictures: dict[str, Any] = {}
        self._parts: WeakValueDictionary[str, Any] = WeakValueDictionary()

    def __enter__(self) -> Self:
        self._client = _client(self.address)
        if faults := list(_faults(self.address, self._client, self._ours)):
            self._client.close()
            raise Misused(faults)
        self._executor = self._client.get_executor(pure=False)
        return self

    def __exit__(self, kind: type[BaseException] | None, raised: object, traceback: TracebackType | None) -> None:
        self._executor.shutdown(wait=False)
        self._client.close()

    @property
    def workers(self) -> int:
        return max(1, sum(map(int, self._client.nthreads().values())))

    def begin(self, typesetting: bool) -> None:
        """Nothing: its workers are there already."""

    def submit(self, job: Job, taken: tuple[Made, ...]) -> Future[Made]:
        """Have a job done by whichever worker is free; Dask keeps what it needs near it."""
        import dask

        (order, pictures), (inputs, parts) = _packed(job), _packed(taken)
        with dask.config.set(_NO_WARNING):
            goods = {
                **{name: self._sent(name, content, self._pictures) for name, content in pictures.items()},
                **{name: self._sent(name, content, self._parts) for name, content in parts.items()},
            }
            future: Future[Made] = self._executor.submit(work, order, inputs, goods, self._ours)
        return future

    def was_lost(self, broken: BaseException) -> bool:
        """Whether Dask gave up on a job because its workers died, or forgot it because all of the cluster did."""
        from distributed.scheduler import KilledWorker

        return isinstance(broken, KilledWorker | CancelledError)

    def _sent(self, name: str, content: bytes, sent: Any) -> Any:
        """The future of bytes on the cluster. They are a task, so that Dask has them again when a worker dies."""
        future = sent.get(name)
        if future is None or future.cancelled():
            future = sent[name] = self._client.submit(bytes, content, key=f"kitabcha-{name}")
        return future


# --- there ----------------------------------------------------------------------------------------------------


def work(order: bytes, inputs: bytes, goods: Mapping[str, bytes], asked: Mapping[str, str]) -> Made:
    """Do a job on a worker, unless the worker has joined since the build began and is not as whoever asks."""
    job: Job = _Unpickler(io.BytesIO(order), goods).load()
    if unlike := differences(asked, surroundings()):
        from distributed import get_worker

        return Made(b"", (_refusal(get_worker().address, unlike, job.place),))
    taken: tuple[Made, ...] = _Unpickler(io.BytesIO(inputs), goods).load()
    return job.run(taken)


@cache
def surroundings() -> Mapping[str, str]:
    """Name → version of all that can change a byte of what a worker makes."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for file in sorted(package.rglob("*.py")):
        digest.update(file.relative_to(package).as_posix().encode() + hashlib.sha256(file.read_bytes()).digest())
    return {
        "Python": "{}.{}".format(*sys.version_info),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **{name: version(name) for name in _PACKAGES},
        **dict(line.split(" ", 1) for line in tools().splitlines()),
        "kitabcha": f"{__version__} {digest.hexdigest()}",
    }


def differences(ours: Mapping[str, str], theirs: Mapping[str, str]) -> list[str]:
    """In words, what they have that we have not, or otherwise."""
    return [
        f"{_said(name, theirs.get(name, 'missing'))} (here {_said(name, ours.get(name, 'missing'))})"
        for name in sorted(ours.keys() | theirs.keys())
        if ours.get(name) != theirs.get(name)
    ]


def _said(name: str, value: str) -> str:
    """A version, with a hash cut to what people can compare."""
    return " ".join((name, *(word[:8] if len(word) == 64 else word for word in value.split())))


# --- between --------------------------------------------------------------------------------------------------


def _packed(value: object) -> tuple[bytes, Mapping[str, bytes]]:
    """A value in bytes, and apart from it, by their hash, the large bytes that it holds."""
    stream = io.BytesIO()
    pickler = _Pickler(stream)
    pickler.dump(value)
    return stream.getvalue(), pickler.goods


class _Pickler(pickle.Pickler):
    def __init__(self, stream: io.BytesIO) -> None:
        super().__init__(stream, protocol=pickle.HIGHEST_PROTOCOL)
        self.goods: dict[str, bytes] = {}

    def persistent_id(self, value: object) -> str | None:
        if type(value) is not bytes or len(value) < GOODS_FROM:
            return None
        name = hashlib.sha256(value).hexdigest()
        self.goods[name] = value
        return name


class _Unpickler(pickle.Unpickler):
    def __init__(self, stream: io.BytesIO, goods: Mapping[str, bytes]) -> None:
        super().__init__(stream)
        self._goods = goods

    def persistent_load(self, name: str) -> bytes:
        return self._goods[name]


# --- here -----------------------------------------------------------------------------------------------------


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as missing:
        told = "building on a cluster needs `distributed`, which is not installed"
        raise Misused([error(Place("--cluster"), told, "install it: pip install 'kitabcha[cluster]'")]) from missing
    try:
        asyncio.run(_knock(address))  # a client that found nobody may lock up the next one (distributed 2026.8)
        return Client(address, timeout=SECONDS_TO_ANSWER, set_as_default=False)
    except (OSError, ValueError) as refused:
        hint = "start one with `dask scheduler`, and give its address as tcp://HOST:8786"
        raise Misused([error(Place(address), "no Dask scheduler answers here", hint)]) from refused


async def _knock(address: str) -> None:
    """Raise `OSError` or `ValueError` when nothing of Dask's listens at an address."""
    from distributed.comm import connect
    from distributed.security import Security

    comm = await connect(address, timeout=SECONDS_TO_ANSWER, **Security().get_connection_args("client"))
    await comm.close()


def _faults(address: str, client: Any, ours: Mapping[str, str]) -> Iterator[Diagnostic]:
    """What keeps a cluster's workers from doing our work."""
    found = client.run(resolve_name, f"{__name__}:{surroundings.__name__}", on_error="return")
    if not found:
        hint = f"start one with `dask worker {address} --nworkers 2 --nthreads 1`"
        yield error(Place(address), "no worker has joined this cluster", hint)
    able = [worker for worker, answer in found.items() if not isinstance(answer, BaseException)]
    theirs = client.run(surroundings, workers=able, on_error="return") if able else {}
    for worker in sorted(found):
        answer = theirs.get(worker, found[worker])
        unlike = [str(answer)] if isinstance(answer, BaseException) else differences(ours, answer)
        if unlike:
            yield _refusal(worker, unlike, Place(address))


def _refusal(worker: str, unlike: list[str], place: Place) -> Diagnostic:
    told = f"the worker {worker} is not as this computer, and could make other bytes: {', '.join(unlike)}"
    return error(place, told, "install the same Kitabcha and the same packages there, or stop that worker")
