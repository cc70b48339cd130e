"""What typesetting one manual takes in each language, as a share of WeasyPrint as it comes, all in one run: with our
tags and text, with the memo of lines empty, and with a memo that has set the same manual before.

Of processor time, the median of some rounds: other work on the machine disturbs the wall clock more. Holds the bytes
with and without the memo against each other. Run it from the repository:
`PYTHONPATH=. .venv/bin/python benchmarks/typesetting.py [MANUAL [ROUNDS]]`.
"""

import statistics
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.rivals import page_of
from kitabcha import pipeline
from kitabcha.languages.table import LANGUAGES
from kitabcha.ledger import Wanted
from kitabcha.model import Edition, Place
from kitabcha.press import engine, engine_lines, typesetting
from kitabcha.press.engine_text import readable_text
from kitabcha.resources import fonts_folder

ROOT = Path(__file__).resolve().parent.parent
WAYS = ("as it comes", "ours", "memo cold", "memo warm")


def ways(html: str, pictures: Mapping[str, bytes], code: str) -> Mapping[str, Callable[[], bytes]]:
    """The ways to set a page, by name; a cold memo is one whose fonts have just been loaded anew."""
    language, folder = LANGUAGES[code], fonts_folder()
    fetcher = typesetting._fetcher(pictures, folder)

    def page() -> Any:
        import weasyprint

        return weasyprint.HTML(string=html, base_url="about:blank", url_fetcher=fetcher)

    def plain() -> bytes:
        content: bytes = page().write_pdf(pdf_variant=typesetting.VARIANT)
        return content

    def ours() -> bytes:
        document = page().render(pdf_variant=typesetting.VARIANT)
        with readable_text(language.is_right_to_left):
            finisher = typesetting._finisher(language)
            return engine.write(document, finisher=finisher, pdf_variant=typesetting.VARIANT)

    def warm() -> bytes:
        return typesetting.typeset(html, pictures, language, LANGUAGES, folder, Place(code)).pdf

    def cold() -> bytes:
        engine_lines.memo.cache_clear()
        return warm()

    return dict(zip(WAYS, (plain, ours, cold, warm), strict=True))


def seconds(way: Callable[[], bytes]) -> tuple[float, bytes]:
    """Processor time of one setting, and the PDF."""
    start = time.process_time()
    pdf = way()
    return time.process_time() - start, pdf


def measure(workshop: pipeline.Workshop, edition: Edition, rounds: int) -> str:
    """One language's line: pages a second of WeasyPrint as it comes, and what each way takes of its time."""
    html, pictures = page_of(workshop, edition)
    times: dict[str, list[float]] = {name: [] for name in WAYS}
    written: dict[str, set[bytes]] = {name: set() for name in WAYS}
    for _ in range(rounds):
        for name, way in ways(html, pictures, edition.language).items():
            taken, pdf = seconds(way)
            times[name].append(taken)
            written[name].add(pdf)
    assert len(written["ours"] | written["memo cold"] | written["memo warm"]) == 1, "the memo changes the bytes"
    pages = typesetting.typeset(html, pictures, LANGUAGES[edition.language], LANGUAGES, fonts_folder(), Place("")).pages
    shares = (f"{name} {_median_ratio(times[name], times[WAYS[0]]):.2f}" for name in WAYS[1:])
    speed = pages / statistics.median(times[WAYS[0]])
    return f"{edition.language}: {pages} pages, as it comes {speed:.1f} pages/s; of its time {', '.join(shares)}"


def _median_ratio(some: list[float], base: list[float]) -> float:
    return statistics.median(one / other for one, other in zip(some, base, strict=True))


def main(manual: str = "women-tolana", rounds: str = "3") -> None:
    """Print a line for each language of the manual's edition for trainers."""
    workshop, found = pipeline.open_workshop(ROOT)
    assert workshop, found
    for edition in pipeline.editions_of(workshop.project, Wanted((manual,), (), ("trainer",))):
        print(measure(workshop, edition, int(rounds)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:3])
