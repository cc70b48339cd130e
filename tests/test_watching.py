"""`watch` as its users meet it: a process, a page on this machine, saves of all kinds, and a real browser."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from multiprocessing import active_children
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import sync_playwright

from kitabcha.model import Edition
from kitabcha.proofing import ProofPress
from kitabcha.saves import is_source
from tests.harness import ProjectTest

PATIENCE = 120.0
"""Seconds after which a test that waits has failed; nothing here is timed."""

LESSON = "modules/meeting/module.md"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
News = dict[str, Any]


@dataclass
class Watch:
    """A `watch` that runs, on the project beside it."""

    project: ProjectTest
    process: subprocess.Popen[str]
    address: str

    def get(self, path: str, host: str = "") -> tuple[int, bytes]:
        """The status and what is answered; the path goes as it is written."""
        place = urlsplit(self.address)
        with closing(http.client.HTTPConnection(place.netloc, timeout=PATIENCE)) as connection:
            connection.request("GET", path, headers={"Host": host or place.netloc})
            answer = connection.getresponse()
            return answer.status, answer.read()

    def page(self, edition: str) -> str:
        status, content = self.get(f"/pages/{edition}")
        assert status == 200
        return content.decode()

    @contextmanager
    def hearing(self, edition: str = "") -> Iterator[Callable[[Callable[[News], bool]], News]]:
        """What a page hears: a function that waits for news of a kind."""
        with closing(http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=PATIENCE)) as connection:
            connection.request("GET", f"/events?edition={quote(edition)}")
            answer = connection.getresponse()

            def until(wanted: Callable[[News], bool]) -> News:
                for line in iter(answer.readline, b""):
                    if line.startswith(b"data: ") and wanted(news := json.loads(line.removeprefix(b"data: "))):
                        return dict(news)
                raise AssertionError("the events ended")

            yield until

    def stop(self) -> tuple[int, str, str]:
        self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, err


@contextmanager
def watching(project: ProjectTest, *words: str) -> Iterator[Watch]:
    process = project.start("watch", "first", *words, "--port", "0")
    assert process.stdout
    line = process.stdout.readline()
    found = re.fullmatch(r"Open (http://127\.0\.0\.1:\d+/) in a browser\. Stop with Ctrl-C\.\n", line)
    try:
        assert found, f"{line}{process.stderr.read() if process.stderr and not line else ''}"
        yield Watch(project, process, found[1])
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=PATIENCE)[1] == ""
        assert process.returncode == 0
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def project(tmp_path: Path) -> ProjectTest:
    return ProjectTest.minimal(tmp_path / "project")


@pytest.fixture
def watch(project: ProjectTest) -> Iterator[Watch]:
    with watching(project, "-l", "ur") as running:
        yield running


def is_good(news: News) -> bool:
    return bool(news["page"]) and not news["isOld"]


# --- saves ----------------------------------------------------------------------------------------------------


def test_a_saved_lesson_is_shown(watch: Watch) -> None:
    with watch.hearing() as until:
        first = until(is_good)
        assert first["edition"] == "first/ur/trainer"
        assert "We meet and begin to hope." not in watch.page("first/ur/trainer")
        watch.project.change(LESSON, "We meet and begin to trust.", "We meet and begin to hope.")
        second = until(lambda news: news["page"] != first["page"])
    assert second["found"] == []
    assert "We meet and begin to hope." in watch.page(second["edition"])


def test_what_is_wrong_is_told_until_it_is_mended(watch: Watch) -> None:
    with watch.hearing() as until:
        good = until(is_good)
        watch.project.change(LESSON, "::: facilitator", "::: facilitater")
        broken = until(lambda news: news["isOld"])
        assert broken["found"] == [
            {
                "place": "modules/meeting/module.md:27",
                "severity": "error",
                "message": "there is no box `facilitater`",
                "hint": "did you mean `facilitator`?",
            }
        ]
        assert broken["page"] == good["page"]  # the old one, marked as such
        assert not broken["proofs"] and not broken["proofIsMade"]
        watch.project.change(LESSON, "::: facilitater", "::: facilitator")
        mended = until(lambda news: not news["isOld"])
    assert (mended["found"], mended["page"]) == ([], good["page"])


def test_what_only_a_manual_shows_is_told_too(watch: Watch) -> None:
    with watch.hearing() as until:
        until(is_good)
        watch.project.change("manuals/first.yaml", 'ends: "12:30"', 'ends: "10:00"')
        news = until(lambda news: news["isOld"])
    assert [one["message"] for one in news["found"]] == ["day 1 runs 50 minutes past 10:00, until 10:50"]


def test_a_file_saved_in_two_steps_ends_whole(watch: Watch) -> None:
    whole = watch.project.text(LESSON).replace("We meet and begin to trust.", "We meet twice.")
    with watch.hearing() as until:
        first = until(is_good)
        with (watch.project.root / LESSON).open("w", encoding="utf-8") as file:
            file.write(whole[:40])
            file.flush()
            file.write(whole[40:])
        until(lambda news: is_good(news) and news["page"] != first["page"])
    assert "We meet twice." in watch.page("first/ur/trainer")


def test_a_file_put_in_the_place_of_another_is_seen(watch: Watch) -> None:
    """As editors do it that write a new file beside and rename it: in a folder, and at the top."""
    with watch.hearing() as until:
        before = until(is_good)
        for path, old, new in ((LESSON, "begin to trust", "begin"), ("curriculum.yaml", "Example", "Other")):
            watch.project.write(f"{path}~", watch.project.text(path).replace(old, new))
            (watch.project.root / f"{path}~").rename(watch.project.root / path)
            seen = before["page"]
            before = until(lambda news, seen=seen: is_good(news) and news["page"] != seen)  # type: ignore[misc]


def test_a_folder_that_comes_later_is_followed(watch: Watch) -> None:
    with watch.hearing() as until:
        until(is_good)
        watch.project.write("locales/ur/LC_MESSAGES/meeting.po", "nothing of a catalogue\n")
        news = until(lambda news: news["isOld"])
        assert [one["place"] for one in news["found"]] == ["locales/ur/LC_MESSAGES/meeting.po:1"]
        watch.project.write("locales/ur/LC_MESSAGES/meeting.po", "")
        until(is_good)


@pytest.mark.parametrize(
    "path", ["curriculum.yaml", LESSON, "modules", "library/stories/the-river.md", "locales/ur/LC_MESSAGES/library.po"]
)
def test_sources_are_followed(path: str) -> None:
    assert is_source(Path("/p", path), Path("/p"))


@pytest.mark.parametrize(
    "path",
    [
        "dist/first/ur/trainer.html",
        ".kitabcha/cache/ab/abcd",
        "README.md",
        "other/curriculum.yaml",
        "modules/meeting/.module.md.swp",
        "modules/meeting/module.md~",
        "modules/meeting/#module.md#",
        "modules/meeting/.#module.md",
        "modules/meeting/4913",
        "manuals/first.yaml___jb_tmp___",
        "library/.git/index",
    ],
)
def test_nothing_else_is_followed(path: str) -> None:
    assert not is_source(Path("/p", path), Path("/p"))


# --- editions and the PDF -------------------------------------------------------------------------------------


def test_the_pdf_is_offered_when_it_is_made(watch: Watch) -> None:
    with watch.hearing("first/en/handouts") as until:
        news = until(lambda news: bool(news["proofs"]))
    assert [urlsplit(address).path for address in news["proofs"]] == ["/proofs/first/en/handouts.pdf"]
    assert not news["proofIsMade"]
    status, content = watch.get(news["proofs"][0])
    assert (status, content) == (200, (watch.project.root / "dist/first/en/handouts.pdf").read_bytes())
    assert content.startswith(b"%PDF-")


def test_a_pdf_is_not_made_to_the_end_when_a_newer_save_comes(watch: Watch) -> None:
    with watch.hearing() as until:
        begun = until(lambda news: news["proofIsMade"])
        watch.project.change(LESSON, "begin to trust.", "begin to hope.")
        until(lambda news: news["page"] != begun["page"])
        news = until(lambda news: bool(news["proofs"]))
    assert news["page"] != begun["page"]
    made = (watch.project.root / "dist/first/ur/trainer.pdf").read_bytes()
    assert watch.project.run("build", "first", "-l", "ur", "-e", "trainer", "--format", "pdf").last.status == 0
    assert watch.project.last.out.startswith("Nothing to do")
    assert watch.get(news["proofs"][0]) == (200, made)


def test_a_pdf_whose_process_was_killed_is_told(project: ProjectTest) -> None:
    told, edition, others = Event(), Edition("first", "en", "handouts"), active_children()
    press = ProofPress(project.root, project.root / "dist", told.set)
    assert press.ask(edition, 1).is_made
    while not (begun := [child for child in active_children() if child not in others]):
        assert not told.wait(0.01)
    begun[0].kill()
    assert told.wait(PATIENCE)
    proof = press.ask(edition, 1)
    press.close()
    assert (proof.is_made, proof.files) == (False, ())
    assert [str(one) for one in proof.diagnostics] == [
        "first/en/handouts.pdf: error: the PDF was not made to its end: its process was stopped (-9)\n"
        "  hint: save again; if it is stopped again, the memory may be short"
    ]


def test_every_edition_of_the_manual_can_be_seen(watch: Watch) -> None:
    with watch.hearing("first/en/participant") as until:
        news = until(is_good)
    assert [one["edition"] for one in news["editions"]] == [
        f"first/{language}/{kind}" for language in ("en", "ur") for kind in ("trainer", "participant", "handouts")
    ]
    assert '<html lang="en" dir="ltr" class="edition-participant">' in watch.page("first/en/participant")


def test_an_edition_that_there_is_not_is_told(watch: Watch) -> None:
    with watch.hearing("first/fr/trainer") as until:
        news = until(lambda news: news["isOld"])
    assert [(one["message"], one["hint"]) for one in news["found"]] == [
        ("unknown language `fr`", "the languages known here: `en`, `ur`")
    ]


def test_it_begins_with_sources_that_are_wrong(project: ProjectTest) -> None:
    project.change("curriculum.yaml", "language: en", "langage: en")
    with watching(project) as running, running.hearing() as until:
        news = until(lambda news: news["isOld"])
        assert (news["page"], news["found"][0]["place"]) == ("", "curriculum.yaml:2")
        assert running.get("/pages/first/en/trainer")[0] == 404
        project.change("curriculum.yaml", "langage: en", "language: en")
        assert until(is_good)["edition"] == "first/en/trainer"


# --- who may look ---------------------------------------------------------------------------------------------


def test_another_sites_name_is_refused(watch: Watch) -> None:
    port = urlsplit(watch.address).port
    assert watch.get("/", "localhost:1")[0] == 421
    assert watch.get("/events", f"evil.example:{port}")[0] == 421
    assert watch.get("/pages/first/ur/trainer", f"127.0.0.1.evil.example:{port}")[0] == 421
    assert watch.get("/", f"localhost:{port}")[0] == 200


def test_nothing_is_served_but_what_is_shown(watch: Watch) -> None:
    addresses = ["/fonts/", "/fonts", "/pages/", "/pictures/", "/proofs/first/ur/trainer.html", "/dist", "/x"]
    addresses += ["/fonts/../LICENSE", "/fonts/%2e%2e/LICENSE", "/proofs/../curriculum.yaml", "//etc/passwd"]
    addresses += ["/live.html", "/js/live.js", "/pictures/module.md", "/proofs/built.json"]
    assert {address: watch.get(address)[0] for address in addresses} == dict.fromkeys(addresses, 404)


def test_fonts_and_pictures_of_the_page_are_served(watch: Watch) -> None:
    page = watch.page("first/ur/trainer")
    addresses = {*re.findall(r'url\("(/fonts/[^"]*)"\)', page), *re.findall(r'src="(/pictures/[^"]*)"', page)}
    assert {address.rpartition(".")[2] for address in addresses} == {"svg", "ttf"}
    assert {watch.get(address)[0] for address in addresses} == {200}
    assert "picture:" not in page


# --- coming and going -----------------------------------------------------------------------------------------


def test_ctrl_c_leaves_with_0_and_without_a_word(watch: Watch) -> None:
    with watch.hearing() as until:
        until(lambda news: news["proofIsMade"])
        assert watch.stop() == (0, "", "")


def test_a_manual_that_there_is_not_is_misuse(project: ProjectTest) -> None:
    project.run("watch", "frist").leaves_with(2)
    project.complains("manuals: error: unknown manual `frist`\n  hint: did you mean `first`?\n1 error\n")


def test_a_port_that_is_taken_is_told(project: ProjectTest) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        project.run("watch", "first", "--port", str(port)).leaves_with(2)
    project.complains(f"127.0.0.1:{port}: error: the page cannot be shown here: Address already in use")
    project.complains("hint: stop the other `watch`, or say `--port 0` for any port that is free")


# --- in a browser ---------------------------------------------------------------------------------------------


def test_the_browser_keeps_its_place_and_shows_what_is_wrong(watch: Watch) -> None:
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert executable, "no Chromium: `make system-tests` tells how to install it"
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        browser_page = browser.new_page(viewport={"width": 900, "height": 600})
        browser_page.set_default_timeout(PATIENCE * 1000)
        browser_page.on("console", lambda message: complaints.append(message.text))
        browser_page.on("pageerror", lambda fault: complaints.append(str(fault)))
        browser_page.goto(watch.address)
        frame = browser_page.frame_locator("#page")
        rules = frame.locator(".sheet .box-title", has_text="Our rules")
        rules.evaluate("async one => { await document.fonts.ready; one.scrollIntoView(); one.mine = true; }")
        before = rules.evaluate("one => one.getBoundingClientRect().top")

        watch.project.change(LESSON, "::: facilitator", "A paragraph.\n\nAnd <b>one more.\n\n::: facilitator")
        found = browser_page.locator("#found")
        found.wait_for()
        assert "the page below is an old one" in found.inner_text().lower()
        assert "modules/meeting/module.md:29: error: raw HTML `<b>` is refused" in found.inner_text()
        assert found.locator("b").count() == 0

        watch.project.change(LESSON, "<b>one", "one")
        frame.get_by_text("And one more.").wait_for()
        found.wait_for(state="hidden")
        after, is_mine = rules.evaluate("one => [one.getBoundingClientRect().top, one.mine]")
        assert is_mine  # it is the element that was there before, not one of a page loaded anew
        assert abs(after - before) < 2
        browser.close()
    assert complaints == []
