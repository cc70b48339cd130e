"""WeasyPrint's breaking of lines, changed where a text fits its line but for the space at its end: WeasyPrint takes it
for one that does not fit, and leaves all but its first word to the next line. Leans on the internals of one version, as
`engine_text` does.

It is met where something else follows the text on its line, as a word in bold, and the text ends within the width of a
space before the line's end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from kitabcha.press.engine_text import VERSION

_ONE_AT_A_TIME = Lock()


@contextmanager
def spaces_at_ends_hang() -> Iterator[None]:
    """While it lasts, WeasyPrint lets the space at the end of a text reach beyond its line. Does nothing with another
    version than the one it knows."""
    import weasyprint
    from weasyprint.layout import inline, preferred
    from weasyprint.text import line_break

    with _ONE_AT_A_TIME:
        own = line_break.split_first_line
        ours = _hanging(own)
        modules = (line_break, inline, preferred) if weasyprint.__version__ == VERSION else ()
        for module in modules:
            module.split_first_line = ours
        try:
            yield
        finally:
            for module in modules:
                module.split_first_line = own


def _hanging(split: Callable[..., Any]) -> Callable[..., Any]:
    """Takes the place of `weasyprint.text.line_break.split_first_line`."""

    def split_first_line(text: str, style: Any, context: Any, max_width: float | None, *rest: Any, **named: Any) -> Any:
        line = split(text, style, context, max_width, *rest, **named)
        layout, _, resume_at, *_ = line
        if resume_at is None or not text.endswith(" ") or " " in layout.text.strip(" "):
            return line
        bare = text.rstrip(" ")
        if " " not in bare:
            return line
        _, _, bare_resumes_at, *_ = split(bare, style, context, max_width, *rest, **named)
        return line if bare_resumes_at is not None else split(text, style, context, None, *rest, **named)

    return split_first_line
