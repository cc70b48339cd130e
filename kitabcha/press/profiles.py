"""The table of press profiles: each way of printing, by name → what it is typeset on, in which style, how it is imposed
and over which edge its sheets are turned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from kitabcha.diagnostics import Diagnostic, warning
from kitabcha.model import EDITION_KINDS, Manual, OwnProfile, PrintRoom
from kitabcha.press.inline_html import Phrases
from kitabcha.press.paper import PAPERS, Paper

SHEET_SIZES: Mapping[str, str] = MappingProxyType({"a3": "A3", "a4": "A4", "a5": "A5", "a6": "A6", "letter": "letter"})
"""The name of a sheet → its size in CSS."""

BOOK, CARDS, POSTERS = "book", "cards", "posters"


@dataclass(frozen=True, slots=True)
class Profile:
    """A way of printing.

    `sheet` is what is typeset, a key of `SHEET_SIZES`; `styles` are style sheets in templates/css/profiles/, besides
    the sheet's own; `size` is the size of the text in points where a project chose one (0: the style sheets' own).
    `imposition` is a key of `imposition.IMPOSITIONS` (empty: printed as it is typeset), `duplex` the edge over which
    sheets are turned ("long", "short"; empty: one side only). `content` is what of an edition is printed (`BOOK`:
    everything), and `kinds` the kinds of edition that it makes sense for. With `is_facing` two languages stand on pages
    that face each other, and it makes sense for two only.
    """

    name: str
    sheet: str
    styles: tuple[str, ...] = ()
    imposition: str = ""
    duplex: str = "long"
    kinds: tuple[str, ...] = EDITION_KINDS
    content: str = BOOK
    size: float = 0.0
    is_facing: bool = False

    @property
    def style_sheets(self) -> tuple[str, ...]:
        """The sheet's style and those that change it, in order."""
        return (self.sheet, *self.styles)

    @property
    def is_narrow(self) -> bool:
        """Whether its lines are too short to be halved, so that two languages stand one below the other."""
        return self.sheet in ("a5", "a6") or "large" in self.styles

    def for_kind(self, kind: str) -> Profile:
        """As an edition of that kind is printed."""
        return replace(self, duplex="") if is_one_sided(kind) and not self.imposition else self

    def has_room_for(self, languages: int) -> bool:
        """Whether it makes sense for an edition in so many languages."""
        return languages > 1 if self.is_facing else languages == 1 or self.content == BOOK

    @property
    def keeps_its_size(self) -> bool:
        """Whether sheets of paper have the size of the pages."""
        return self.imposition in ("", "manual-duplex")


_ROWS = (
    Profile("a4", "a4"),
    Profile("a5", "a5"),
    Profile("letter", "letter"),
    Profile("large", "a4", ("large",)),
    Profile("easy", "a4", ("easy",)),
    Profile("grey", "a4", ("grey",)),
    Profile("facing", "a4", ("facing",), kinds=("trainer", "participant"), is_facing=True),
    Profile("booklet", "a5", imposition="booklet", duplex="short"),
    Profile("manual-duplex", "a4", imposition="manual-duplex", duplex=""),
    Profile("handouts-2up", "a5", imposition="handouts-2up", duplex="", kinds=("handouts",)),
    Profile("cards", "a6", imposition="cards", kinds=("trainer",), content=CARDS),
    Profile("poster", "a3", imposition="poster", duplex="", kinds=("trainer",), content=POSTERS),
)

PROFILES: Mapping[str, Profile] = MappingProxyType({row.name: row for row in _ROWS})


def is_one_sided(kind: str) -> bool:
    """Whether every page of a kind of edition is a leaf of its own, with nothing behind it."""
    return kind == "handouts"


def profile(name: str, own: Mapping[str, OwnProfile]) -> Profile:
    """A profile by its name: a built-in one, or one of the project's own (`Curriculum.profiles`)."""
    if name not in own:
        return PROFILES[name]
    changed = own[name]
    origin = PROFILES[changed.origin]
    return replace(origin, name=name, sheet=changed.sheet or origin.sheet, size=changed.size or origin.size)


def profile_names(phrases: Phrases) -> Mapping[str, str]:
    """What each built-in profile is called."""
    phrase = phrases.gettext
    names = (
        *("A4", "A5", "Letter"),
        *(phrase("Large print"), phrase("Easy reading"), phrase("For photocopying"), phrase("Facing pages")),
        *(phrase("Booklet"), phrase("Both sides by hand"), phrase("Two handouts on a sheet")),
        *(phrase("Cards"), phrase("Posters")),
    )
    return dict(zip(PROFILES, names, strict=True))


def paper_of(how: Profile, room: PrintRoom) -> Paper:
    """What a profile is printed on: paper of its pages' size, or what the project's printer holds."""
    return PAPERS[SHEET_SIZES[how.sheet] if how.keeps_its_size else room.paper]


def idle_profiles(manual: Manual, own: Mapping[str, OwnProfile]) -> list[Diagnostic]:
    """A warning for each profile of a manual that makes sense for none of its editions, and so would print nothing."""
    return [
        warning(manual.place, f"the profile `{name}` prints nothing of this manual", f"{lack}, or delete it")
        for name in manual.profiles
        if (lack := _lack(manual, profile(name, own)))
    ]


def _lack(manual: Manual, how: Profile) -> str:
    """What a manual would need for a profile; an empty string when it has it."""
    if not set(how.kinds) & set(manual.editions):
        return f"it is for the edition {' or '.join(f'`{kind}`' for kind in how.kinds)}: add it to `editions`"
    return "it is for two languages: add one to `languages`" if how.is_facing and len(manual.languages) < 2 else ""
