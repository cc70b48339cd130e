"""A session at work → a page in the browser of this machine, and of no other, that shows every save and what is wrong.

The page and its script are templates/live.html and templates/js/live.js; they hear of news by server-sent events.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast
from urllib.parse import parse_qs, unquote, urlsplit

from kitabcha.diagnostics import Diagnostic, Misused, error, in_order
from kitabcha.languages.table import LANGUAGES
from kitabcha.ledger import Wanted
from kitabcha.model import Edition, Place
from kitabcha.press.fonts import FACES
from kitabcha.press.pictures import media_type
from kitabcha.resources import fonts_folder, templates_folder
from kitabcha.saves import following
from kitabcha.watching import FONTS, PICTURES, Session, Sight

LOOPBACK = "127.0.0.1"
PAGES, PROOFS = "/pages/", "/proofs/"

_HEARTBEAT = 15.0
"""Seconds after which something is sent though there is no news, so that a page that is gone is noticed."""

_HTML, _EVENTS = "text/html; charset=utf-8", "text/event-stream"
_OWN: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "/": ("live.html", _HTML),
        "/live.css": ("css/live.css", "text/css; charset=utf-8"),
        "/live.js": ("js/live.js", "text/javascript; charset=utf-8"),
    }
)
_ALWAYS: Mapping[str, str] = MappingProxyType(
    {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": "default-src 'none'; connect-src 'self'; font-src 'self'; frame-src 'self'; "
        "img-src 'self' data:; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
)
"""No page that lies elsewhere may read or frame what is shown here, and nothing shown here may ask elsewhere."""


def serve(root: Path, out: Path, first: Wanted, port: int, tell: Callable[[str], None]) -> None:
    """Show a manual until Ctrl-C; `tell` is told the address when the page is there.

    Raises `Misused` when what is to be shown is nobody's, or the port is taken.
    """
    session = Session(root, out, first)
    session.open()
    try:
        live = LivePage(session, port)
    except OSError as taken:
        told = f"the page cannot be shown here: {taken.strerror or taken}"
        hint = "stop the other `watch`, or say `--port 0` for any port that is free"
        raise Misused([error(Place(f"{LOOPBACK}:{port}"), told, hint)]) from taken
    with suppress(KeyboardInterrupt), following(root, session.saved):
        session.look()
        gc.freeze()  # what is read by now stays: not to look for garbage in it at every save
        tell(live.address)
        live.serve_forever()
    live.stop()
    session.close()


class LivePage(ThreadingHTTPServer):
    """Serves one session on a port of this machine; 0 takes any that is free. Raises `OSError` when it is taken."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, session: Session, port: int) -> None:
        super().__init__((LOOPBACK, port), _Answer)
        self.session = session
        self.stopped = False

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.server_port}/"

    def stop(self) -> None:
        """Take leave of every page, and of the port."""
        self.stopped = True
        self.session.ring()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser may leave in the middle of an answer; anything else is our own bug."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


Answer = tuple[bytes, str]
"""What is answered, and its media type."""


class _Answer(BaseHTTPRequestHandler):
    """One request: what is shown by the session, the fonts, and nothing else."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Kitabcha", ""

    @property
    def live(self) -> LivePage:
        return cast(LivePage, self.server)

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if self.headers.get("Host") not in self._hosts():
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST, explain="This page is shown on this machine alone.")
        elif address.path == "/events":
            self._events("".join(parse_qs(address.query).get("edition", ())))
        elif answer := _answer(unquote(address.path), self.live.session):
            self._send(*answer)
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _hosts(self) -> tuple[str, str]:
        """What this machine calls us. A name that merely leads here is another site's, which wants to read along."""
        port = self.live.server_port
        return f"{LOOPBACK}:{port}", f"localhost:{port}"

    def _send(self, content: bytes, media: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _events(self, name: str) -> None:
        """What there is to see of an edition, now and whenever it is another than before."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", _EVENTS)
        self.send_header("Connection", "close")
        self.end_headers()
        session, heard, told = self.live.session, 0, b""
        while not self.live.stopped:
            heard, before = session.wait(heard, _HEARTBEAT), heard
            seen = told if heard == before else b"data: " + json.dumps(shown(session.look(name))).encode() + b"\n\n"
            self.wfile.write(seen if seen != told else b":\n\n")
            told = seen

    def end_headers(self) -> None:
        for name, value in _ALWAYS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:
        """The terminal tells of nothing that the page shows better."""


def shown(sight: Sight) -> Mapping[str, object]:
    """A sight as the script of the page takes it, in words of JSON."""
    proof = sight.proof
    found = in_order((*sight.diagnostics, *(proof.diagnostics if proof else ())))
    return {
        "edition": str(sight.edition or ""),
        "editions": [_link(edition) for edition in sight.editions],
        "page": sight.page.fingerprint if sight.page else "",
        "isOld": sight.is_old,
        "found": [_told(diagnostic) for diagnostic in found],
        "proofIsMade": bool(proof and proof.is_made),
        "proofs": [f"{PROOFS}{path}?{proof.number}" for path in proof.files] if proof else [],
    }


def _link(edition: Edition) -> Mapping[str, str]:
    names = (LANGUAGES[code].name if code in LANGUAGES else code for code in edition.languages)
    return {"edition": str(edition), "language": edition.languages[0], "name": " + ".join(names), "kind": edition.kind}


def _told(diagnostic: Diagnostic) -> Mapping[str, str]:
    place, severity = str(diagnostic.place), diagnostic.severity
    return {"place": place, "severity": severity, "message": diagnostic.message, "hint": diagnostic.hint}


# --- what is served -------------------------------------------------------------------------------------------


def _answer(path: str, session: Session) -> Answer | None:
    """What lies at an address; None where there is nothing, or nothing that is shown."""
    if path in _OWN:
        name, media = _OWN[path]
        return (templates_folder() / name).read_bytes(), media
    found = (give(path.removeprefix(start), session) for start, give in _SERVED.items() if path.startswith(start))
    return next(found, None)


def _font(name: str, session: Session) -> Answer | None:
    known = any(face.file == name for face in FACES)
    return ((fonts_folder() / name).read_bytes(), "font/ttf") if known else None


def _page(name: str, session: Session) -> Answer | None:
    sight = session.look(name)
    return (sight.page.html.encode(), _HTML) if sight.page and str(sight.edition) == name else None


def _picture(name: str, session: Session) -> Answer | None:
    content = session.picture(name)
    return None if content is None else (content, media_type(name))


def _proof(path: str, session: Session) -> Answer | None:
    content = session.proof(path)
    return None if content is None else (content, "application/pdf")


_SERVED: Mapping[str, Callable[[str, Session], Answer | None]] = MappingProxyType(
    {FONTS: _font, PAGES: _page, PICTURES: _picture, PROOFS: _proof}
)
