"""Files as other tools write them: an update changes no byte that it has no reason to, and gettext takes them all."""

import io
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from babel.messages.pofile import read_po, write_po

from kitabcha.languages.merging import Update, update
from kitabcha.languages.messages import Message
from kitabcha.languages.table import LANGUAGES
from tests.test_catalogues import ASK, BOWLS, GNU, NAME, SIT, TITLE, message

TODAY = (TITLE, ASK, SIT, BOWLS)
NEW = message("Entirely new words", "trust-circle/heading", note="A heading.")


def gettext(*command: str) -> Callable[[], bytes]:
    """What one of GNU gettext's own tools makes of the catalogue."""

    def written() -> bytes:
        if not shutil.which(command[0]):
            pytest.skip("gettext is not installed")
        return subprocess.run([*command, "-"], input=GNU.encode(), capture_output=True, check=True).stdout

    return written


def toolkit(width: int) -> bytes:
    """As the translate-toolkit writes it, and Weblate with it: every text wrapped anew."""
    from translate.storage.pypo import pofile

    store = pofile(width=width)
    store.parse(GNU.encode())
    for unit in store.units:
        source, target = unit.source, unit.target
        if not (unit.isheader() or unit.isobsolete()):
            unit.source, unit.target = "", ""
            unit.source, unit.target = source, target
    store.updateheader(add=True, X_Generator="Weblate 5.14", PO_Revision_Date="2026-11-02 08:00+0000")
    return bytes(store)


def babel() -> bytes:
    out = io.BytesIO()
    write_po(out, read_po(io.BytesIO(GNU.encode()), locale="ur"), width=76)
    return out.getvalue()


def poedit() -> bytes:
    """With Poedit's header, and a comment at the end."""
    lines = ("X-Generator: Poedit 3.6", "X-Poedit-Basepath: ../../..", "X-Poedit-SearchPath-0: modules")
    header = "".join(f'"{line}\\n"\n' for line in lines)
    text = GNU.replace('"Plural-Forms', f'{header}"Plural-Forms')
    return f"{text}\n# a comment that stands alone\n".encode()


WRITERS: dict[str, Callable[[], bytes]] = {
    "gettext": gettext("msgcat"),
    "gettext, unwrapped": gettext("msgcat", "--no-wrap"),
    "gettext, narrow": gettext("msgcat", "--width=40"),
    "gettext, indented": gettext("msgcat", "--indent"),
    "gettext, sorted": gettext("msgcat", "--sort-output"),
    "gettext, by file": gettext("msgcat", "--sort-by-file"),
    "gettext, without places": gettext("msgcat", "--no-location"),
    "gettext, without obsolete ones": gettext("msgattrib", "--no-obsolete"),
    "poedit": poedit,
    "weblate": lambda: toolkit(77),
    "weblate, unwrapped": lambda: toolkit(-1),
    "weblate, at new lines only": lambda: toolkit(65535),
    "babel": babel,
    "babel, windows": lambda: babel().replace(b"\n", b"\r\n"),
    "gettext, windows": lambda: gettext("msgcat")().replace(b"\n", b"\r\n"),
    "weblate, byte order mark": lambda: b"\xef\xbb\xbf" + toolkit(77),
}


@cache
def written(writer: str) -> bytes:
    return WRITERS[writer]()


def updated(content: bytes, messages: tuple[Message, ...]) -> Update:
    done = update(content, NAME, messages, LANGUAGES["ur"], "Peace begins at home")
    assert not done.diagnostics
    return done


def entries(content: bytes) -> Counter[str]:
    """The entries with their lines."""
    return Counter(part.strip("\n") for part in content.decode().replace("\r\n", "\n").split("\n\n"))


def said(entry: str) -> list[str]:
    """What the translator wrote: remarks and translation, however they are indented."""
    lines = [" ".join(line.split()) for line in entry.split("\n")]
    first = next(at for at, line in enumerate(lines) if line.startswith("msgstr"))
    return [line for line in lines if line.startswith("# ")] + lines[first:]


def accepted(content: bytes) -> bool:
    """Whether msgfmt finds nothing to say. It knows no byte order mark."""
    if not shutil.which("msgfmt"):
        pytest.skip("gettext is not installed")
    text = content.removeprefix(b"\xef\xbb\xbf")
    done = subprocess.run(["msgfmt", "-c", "-o", "/dev/null", "-"], input=text, capture_output=True)
    return done.returncode == 0 and not done.stderr


@pytest.mark.parametrize("writer", WRITERS)
def test_nothing_new_changes_no_byte(writer: str) -> None:
    assert updated(written(writer), TODAY).content == written(writer)


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("changed", [TITLE, ASK, SIT], ids=["one line", "wrapped", "fuzzy"])
def test_one_changed_message_changes_one_entry(writer: str, changed: Message) -> None:
    now = replace(changed, msgid=changed.msgid.replace(".", "").replace(" of", " of the") + " now.")
    done = updated(written(writer), tuple(now if one is changed else one for one in TODAY))
    assert (done.changed, done.new, done.gone) == (1, 0, 0)
    (lost,) = entries(written(writer)) - entries(done.content)
    (added,) = entries(done.content) - entries(written(writer))
    assert said(added) == said(lost)
    assert accepted(done.content)
    assert updated(done.content, tuple(now if one is changed else one for one in TODAY)).content == done.content


@pytest.mark.parametrize("writer", WRITERS)
def test_a_new_message_adds_one_entry(writer: str) -> None:
    done = updated(written(writer), (TITLE, NEW, ASK, SIT, BOWLS))
    assert done.new == 1
    assert not entries(written(writer)) - entries(done.content)
    (added,) = entries(done.content) - entries(written(writer))
    assert ("#: modules" in added) is ("#: modules" in written(writer).decode())
    assert accepted(done.content)


@pytest.mark.parametrize("writer", WRITERS)
def test_what_goes_and_comes_back_is_as_it_was(writer: str) -> None:
    gone = updated(written(writer), (TITLE, SIT, BOWLS))
    assert gone.gone == 1 and accepted(gone.content)
    assert len(entries(written(writer)) - entries(gone.content)) == 1
    back = updated(gone.content, TODAY)
    assert back.back == 1 and accepted(back.content)
    changed = entries(written(writer)) - entries(back.content)
    assert all(ASK.msgid[:20] in entry for entry in changed)
    assert [said(entry) for entry in changed] == [
        said(entry) for entry in entries(back.content) - entries(written(writer))
    ]
