"""What a translation must keep of a text's markup: each kind of mark, as it is written, on both sides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from kitabcha.dialect import inline, inline_faults, walk
from kitabcha.languages.checks.pairs import Fault, Pair
from kitabcha.model import (
    Citation,
    CodeSpan,
    Emphasis,
    ForeignSpan,
    Inline,
    LineBreak,
    Link,
    NoteMark,
    TermUse,
    Value,
)

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


def unreadable(pair: Pair) -> Iterator[Fault]:
    if faults := inline_faults(pair.translation):
        yield f"the translation cannot be read: {'; '.join(faults)}", "write its marks as the original has them"


def differing(old: Iterable[str], new: Iterable[str], hint: str) -> Iterator[Fault]:
    """The fault of a translation that has not the same marks, as they are written."""
    before, after = list(dict.fromkeys(old)), list(dict.fromkeys(new))
    yield from _changed(
        [name for name in before if name not in after], [name for name in after if name not in before], hint
    )


def _changed(lost: list[str], added: list[str], hint: str) -> Iterator[Fault]:
    changes = [f"{verb} {_listed(names)}" for verb, names in (("loses", lost), ("adds", added)) if names]
    if changes:
        yield f"the translation {' and '.join(changes)}", hint


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _kept(write: Callable[[Inline], Iterable[str]], hint: str, pair: Pair) -> Iterator[Fault]:
    before, after = (
        [name for node in walk(inline(raw)) for name in write(node)] for raw in (pair.source, pair.translation)
    )
    yield from differing(before, after, hint)


def _citation(node: Inline) -> Iterator[str]:
    if isinstance(node, Citation):
        yield from (f"@{key}" for key, _ in node.works)


def _value(node: Inline) -> Iterator[str]:
    if isinstance(node, Value):
        yield f"{{{{ {node.name} }}}}"


def _note(node: Inline) -> Iterator[str]:
    if isinstance(node, NoteMark):
        yield f"[^{node.label}]"


def _link(node: Inline) -> Iterator[str]:
    if isinstance(node, Link):
        yield node.target


def _code(node: Inline) -> Iterator[str]:
    if isinstance(node, CodeSpan):
        yield node.content


citations = partial(_kept, _citation, "keep the key of each cited work; you may translate what follows the comma")
values = partial(_kept, _value, "keep each value in Latin letters, as the original has it")
footnotes = partial(_kept, _note, "keep the mark of each footnote")
links = partial(_kept, _link, "translate what stands in [ ], keep what stands in ( )")
code = partial(_kept, _code, "keep what stands between ` ` as it is")


def foreign(pair: Pair) -> Iterator[Fault]:
    """Words of a third language stay marked; those of the page's own language need no mark there."""
    before, after = (
        {node.language for node in walk(inline(raw)) if isinstance(node, ForeignSpan)}
        for raw in (pair.source, pair.translation)
    )
    if lost := sorted(before - after - {pair.language.code}):
        hint = "keep `[…]{lang=…}` around words of another language: they need its letters and its direction"
        yield f"the translation loses {_listed(f'lang={language}' for language in lost)}", hint


def emphasis(pair: Pair) -> Iterator[Fault]:
    before, after = (
        Counter("**" if node.strong else "*" for node in walk(inline(raw)) if isinstance(node, Emphasis))
        for raw in (pair.source, pair.translation)
    )
    for mark in ("**", "*"):
        if before[mark] != after[mark]:
            told = f"the original has {before[mark]} with `{mark}…{mark}`, the translation {after[mark]}"
            yield f"the emphasis differs: {told}", "emphasise the same words"
            return


def line_breaks(pair: Pair) -> Iterator[Fault]:
    before, after = (
        sum(isinstance(node, LineBreak) for node in walk(inline(raw))) for raw in (pair.source, pair.translation)
    )
    if before and before != after:
        yield (
            f"the original has {before + 1} lines, the translation {after + 1}",
            "end each line but the last with \\\\\\n, as the original has it",
        )


def terms(pair: Pair) -> Iterator[Fault]:
    """A use whose own words name its term (no `of=`) may stand for any `of=`."""
    before, after = (
        list(pair.marked),
        [node.term for node in walk(inline(pair.translation)) if isinstance(node, TermUse)],
    )
    hint = "keep `{.term of=…}` after each word of the glossary"
    yield from _changed(_lost_terms(before, after), _lost_terms(after, before), hint)


def _lost_terms(old: list[str], new: list[str]) -> list[str]:
    if len(old) > len(new):
        return ["{.term}"]
    named = [f"of={name}" for name in dict.fromkeys(old) if name and name not in new]
    return named[new.count("") :]


def placeholders(pair: Pair) -> Iterator[Fault]:
    """Of Kitabcha's own words: what a program fills in, and no character that it would stumble at."""
    yield from placeholder_faults(pair.source, pair.translation, bool(pair.forms))


def placeholder_faults(source: str, translation: str, is_form: bool) -> Iterator[Fault]:
    """A plural form may be that for one thing, and may leave the number out."""
    old, new = _placeholders(source), _placeholders(translation)
    hint = "keep each %(name)s and {name} as it is, and write %% for a percent sign"
    yield from differing([name for name in old if name in new] if is_form else old, new, hint)
    if new.keys() <= old.keys() and _strays(translation) > _strays(source):
        yield "a % or a brace in the translation is no placeholder", hint


def _placeholders(text: str) -> dict[str, None]:
    return dict.fromkeys(match[0] for match in _PLACEHOLDER.finditer(text.replace("%%", "")))


def _strays(text: str) -> int:
    rest = _PLACEHOLDER.sub("", text.replace("%%", ""))
    return sum(rest.count(character) for character in "%{}")


def plurals(pair: Pair) -> Iterator[Fault]:
    if pair.forms and pair.forms != (wanted := pair.language.plural_forms):
        hint = f"write msgstr[0]{f' to msgstr[{wanted - 1}]' if wanted > 1 else ' alone'}"
        yield f"the translation has {pair.forms} forms, and `{pair.language.code}` has {wanted}", hint
