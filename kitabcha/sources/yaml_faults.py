"""What ruamel.yaml says of text that is not YAML → where that is and how to mend it, in an author's words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ruamel.yaml.error import MarkedYAMLError

from kitabcha.diagnostics import Diagnostic, error
from kitabcha.model import Place

_IN_QUOTES = "put the whole text in quotation marks"


@dataclass(frozen=True, slots=True)
class _Saying:
    """A kind of fault: how ruamel's problem and context begin, and what to tell.

    `opening`: its place is where the text that is wrong begins, not where the parser noticed.
    """

    problem: str
    context: str
    message: str
    hint: str
    opening: bool = False


_SAYINGS = (
    _Saying("found unexpected end of stream", "while scanning a quoted", "a quotation mark opens here and never closes",
            "write the same mark where the text ends", opening=True),
    _Saying("expected ',' or ']'", "", "the list that opens here with `[` does not close",
            "write `]` where it ends; text that begins with `[` stands in quotation marks", opening=True),
    _Saying("expected ',' or '}'", "", "the keys that open here with `{` do not close",
            "write `}` where they end; text that begins with `{` stands in quotation marks", opening=True),
    _Saying("mapping values are not allowed", "", "there is a `: ` inside the text, or the line is indented wrongly",
            f"{_IN_QUOTES}: `title: \"Peace: a beginning\"`"),
    _Saying(r"found character '\t'", "", "a tab stands where only spaces may", "indent with spaces"),
    _Saying("found character", "", "text may not begin with `{letter}`", _IN_QUOTES),
    _Saying("could not find expected ':'", "", "this line is no `key: value`",
            "write `: ` after the key, or indent a text that goes on", opening=True),
    _Saying("found unknown escape character", "", "`\\{letter}` in double quotation marks means nothing",
            "use single quotation marks"),
    _Saying("expected <block end>", "", "this line does not fit the lines above it",
            "let keys that belong together begin in the same column, and quotation marks hold the whole text"),
)  # fmt: skip

_UNKNOWN = _Saying("", "", "this is not YAML", "look for a missing quotation mark, bracket or space just before")


def explain(fault: MarkedYAMLError, path: str, first_line: int) -> Diagnostic:
    """The diagnostic for a syntax error in text that begins at line `first_line` of its file."""
    problem, context = str(fault.problem or ""), str(fault.context or "")
    saying = next((known for known in _SAYINGS if _fits(known, problem, context)), _UNKNOWN)
    mark = (fault.context_mark if saying.opening else None) or fault.problem_mark or fault.context_mark
    line = first_line + (mark.line if mark else 0)
    return error(Place(path, line), saying.message.replace("{letter}", _letter(problem)), saying.hint)


def _fits(saying: _Saying, problem: str, context: str) -> bool:
    return problem.startswith(saying.problem) and context.startswith(saying.context)


def _letter(problem: str) -> str:
    match = re.search(r"character ['\"](.+?)['\"]", problem)
    return match[1] if match else "?"
