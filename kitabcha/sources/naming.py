"""Names used in one file and defined in another → those that nobody defined, each with the nearest right one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kitabcha.diagnostics import Diagnostic, did_you_mean, error, warning
from kitabcha.dialect import inline, plain
from kitabcha.model import ANNEXES, EDITION_KINDS, LITERACIES, PAPERS, PROFILES, SHEETS, Place, Term
from kitabcha.sources.pieces import Piece, of_kind
from kitabcha.sources.yaml_files import Document

STORY_KINDS = ("story", "proverb", "poem")
TEST_TIMES = ("pre", "post")
ANSWERS = ("yes", "no")

PLURALS: Mapping[str, str] = MappingProxyType(
    {
        "annex": "annexes",
        "answer": "answers",
        "audience": "audiences",
        "built-in profile": "built-in profiles",
        "concept": "concepts",
        "edition": "editions",
        "kind": "kinds",
        "language": "languages",
        "lesson": "lessons",
        "literacy": "words for literacy",
        "paper": "papers",
        "passage": "passages",
        "profile": "profiles",
        "region": "regions",
        "scripture": "scriptures",
        "sheet": "sheets",
        "story": "stories",
        "term": "terms",
        "test time": "times of a test",
        "theme": "themes",
        "tradition": "traditions",
        "value": "values",
        "work": "works",
    }
)

_FIXED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "annex": ANNEXES,
        "answer": ANSWERS,
        "built-in profile": PROFILES,
        "edition": EDITION_KINDS,
        "kind": STORY_KINDS,
        "literacy": LITERACIES,
        "paper": PAPERS,
        "profile": PROFILES,
        "sheet": SHEETS,
        "test time": TEST_TIMES,
    }
)

Pattern = tuple[str, ...]

USES: Mapping[str, tuple[tuple[Pattern, str], ...]] = MappingProxyType(
    {
        "curriculum": (
            (("audiences", "*", "broader"), "audience"),
            (("regions", "*", "broader"), "region"),
            (("traditions", "*", "scriptures"), "scripture"),
            (("profiles", "*", "from"), "built-in profile"),
            (("profiles", "*", "sheet"), "sheet"),
            (("print", "paper"), "paper"),
        ),
        "lesson": ((("themes",), "theme"), (("audiences",), "audience"), (("requires",), "lesson")),
        "story": (
            (("kind",), "kind"),
            (("regions",), "region"),
            (("themes",), "theme"),
            (("audiences",), "audience"),
            (("not_for", "regions"), "region"),
            (("not_for", "audiences"), "audience"),
            (("consent", "regions"), "region"),
            (("consent", "audiences"), "audience"),
        ),
        "concept": (
            (("themes",), "theme"),
            (("parallels", "stories"), "story"),
            (("parallels", "passages"), "passage"),
        ),
        "passages": ((("*", "themes"), "theme"),),
        "manual": (
            (("audience",), "audience"),
            (("region",), "region"),
            (("tradition",), "tradition"),
            (("literacy",), "literacy"),
            (("languages",), "language"),
            (("editions",), "edition"),
            (("profiles",), "profile"),
            (("annexes",), "annex"),
            (("days", "*", "sessions", "*", "lesson"), "lesson"),
        ),
    }
)
"""Where the facts of each kind of file name something, and what."""


@dataclass(frozen=True, slots=True)
class Names:
    """What is defined, by kind. A kind that is missing here could not be read, and nothing is said of its names."""

    known: Mapping[str, Collection[str]]

    def faults(self, kind: str, word: str, place: Place) -> Iterator[Diagnostic]:
        """The error of using `word`, if nothing of this kind is called so."""
        if kind in self.known and word not in self.known[kind]:
            yield error(place, f"unknown {kind} `{word}`", did_you_mean(word, self.known[kind], PLURALS[kind]))


def names_in(pieces: tuple[Piece, ...], works: Collection[str] | None) -> Names:
    """All that the pieces define; `works` None when the references could not be read."""
    known: dict[str, Collection[str]] = dict(_FIXED)
    for piece in of_kind(pieces, "curriculum"):
        known.update(_of_curriculum(piece.document))
    for kind in ("lesson", "story", "concept"):
        known[kind] = tuple(piece.id for piece in of_kind(pieces, kind))
    for kind, file in (("passage", "passages"), ("term", "glossary")):
        files = of_kind(pieces, file)
        if all(piece.readable for piece in files):
            known[kind] = tuple(name for piece in files for name, _ in piece.document.names())
    if works is not None:
        known["work"] = works
    return Names(MappingProxyType(known))


def _of_curriculum(document: Document) -> Iterator[tuple[str, Collection[str]]]:
    data = document.data if isinstance(document.data, dict) else {}
    for kind, key in (
        ("audience", "audiences"),
        ("region", "regions"),
        ("tradition", "traditions"),
        ("theme", "themes"),
    ):
        if isinstance(data.get(key), dict):
            yield kind, tuple(name for name, _ in document.names(key))
    if isinstance(data.get("languages"), list):
        yield "language", {word for key in ("language", "languages") for word, _ in document.words(key)}
    yield "profile", (*PROFILES, *(name for name, _ in document.names("profiles")))
    if document.data:
        yield "scripture", tuple(name for name, _ in document.names("scripture"))


def names_in_facts(pieces: Iterable[Piece], names: Names) -> Iterator[Diagnostic]:
    """Unknown names in YAML and front matter, and names that stand twice in one list."""
    for piece in pieces:
        for pattern, kind in USES.get(piece.kind, ()):
            for word, place in piece.document.words(*pattern):
                yield from names.faults(kind, word, place)
        if piece.kind == "renderings":
            yield from _names_in_renderings(piece, names)
        if piece.kind == "curriculum":
            for word, place in piece.document.names("release"):
                yield from names.faults("edition", word, place)


def _names_in_renderings(piece: Piece, names: Names) -> Iterator[Diagnostic]:
    yield from names.faults("language", piece.id, Place(piece.document.path))
    editions = Names({"edition": [name for name, _ in piece.document.names("editions")]})
    for word, place in piece.document.words("verses", "*", "edition"):
        yield from editions.faults("edition", word, place)


def named_twice(pieces: Iterable[Piece]) -> Iterator[Diagnostic]:
    """Names that stand twice in one list of a lesson, story or concept."""
    for piece in pieces:
        if piece.kind in ("lesson", "story", "concept"):
            for pattern, kind in USES[piece.kind]:
                yield from _repeated(piece.document, pattern, kind)


def _repeated(document: Document, pattern: Pattern, kind: str) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for word, place in document.words(*pattern):
        if word in seen:
            yield warning(place, f"the {kind} `{word}` is named twice", "once is enough")
        seen.add(word)


def forms_of(terms: Iterable[Term]) -> Mapping[str, str]:
    """Everything that a term may be called, case folded → its id."""
    return {form: term.id for term in terms for form in _forms(term)}


def forms_taken(terms: Iterable[Term]) -> Iterator[Diagnostic]:
    """Words that two terms claim."""
    owners: dict[str, str] = {}
    for term in terms:
        for form in _forms(term):
            if owners.setdefault(form, term.id) != term.id:
                message = f"the terms `{owners[form]}` and `{term.id}` are both called `{form}`"
                yield error(term.place, message, "take the word away from one of them")


def everyday_forms(terms: Iterable[Term]) -> Iterator[Diagnostic]:
    """Everyday words that are no words for their term."""
    for term in terms:
        for word in term.everyday:
            if word.casefold() not in (forms := _forms(term)):
                told = f"`{word}` is everyday, but the term `{term.id}` is not called so"
                yield error(term.place, told, did_you_mean(word, forms, "words for it"))


def _forms(term: Term) -> tuple[str, ...]:
    words = (term.id, plain(inline(term.term.raw)), *term.aliases)
    return tuple(dict.fromkeys(word.casefold() for word in words))
