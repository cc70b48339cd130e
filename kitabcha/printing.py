"""One edition, asked for in one way of printing → its files with their print card, and the same words in English."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from gettext import NullTranslations
from pathlib import Path

from kitabcha.delivery import Shelf
from kitabcha.diagnostics import Diagnostic, Misused, error
from kitabcha.dialect import inline, plain
from kitabcha.inspection import unknown
from kitabcha.languages.table import LANGUAGES
from kitabcha.ledger import Report
from kitabcha.model import BESIDE, EDITION_KINDS, Edition, Manual, Project
from kitabcha.pipeline import open_workshop, prepare, print_all, ready_for_press, unknown_languages
from kitabcha.press.jobs import Made
from kitabcha.press.print_card import print_card, text
from kitabcha.press.print_jobs import fulfilled
from kitabcha.press.profiles import CARDS, PROFILES, Profile, profile
from kitabcha.progress import Tell
from kitabcha.staff import Staff
from kitabcha.worklist import Printing, printing


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be printed and how: names of a manual, a language and a profile, and a kind of edition (None: the
    first that the profile is for). `bleed`, in millimetres, asks for crop marks."""

    manual: str
    language: str
    profile: str
    kind: str | None = None
    bleed: float | None = None


def print_edition(root: Path, out: Path, wish: Wish, tell: Tell, staff: Staff) -> tuple[str, Report]:
    """Make what is wished for into the folder `out`, whether or not the manual lists the profile, and say what to do at
    the printer, in English; nothing is said when it could not be made.

    Raises `Misused` for a name that is nobody's, and for an edition that the profile is not for.
    """
    workshop, found = open_workshop(root)
    if workshop is None:
        return "", Report(out, diagnostics=tuple(found))
    project = workshop.project
    edition, how = _what_and_how(project, wish)
    one = prepare(workshop, edition)
    found += one.diagnostics
    wanted = printing(ready_for_press(workshop, one), how, wish.bleed) if one.documents else None
    if wanted is None:
        found += [] if one.diagnostics else [_nothing(project.manuals[edition.manual], how)]
        return "", Report(out, diagnostics=tuple(found))
    report, _ = print_all(workshop, [one], wanted.tasks, Shelf(out, strict=False), tell, staff)
    there = {*report.changed, *report.unchanged}
    said = _said(project, wanted, report) if there >= set(_paths(wanted)) else ""
    return said, replace(report, diagnostics=(*found, *report.diagnostics))


def _paths(wanted: Printing) -> Iterator[str]:
    return (task.job.place.path for task in wanted.tasks)


def _said(project: Project, wanted: Printing, report: Report) -> str:
    """The print card in English; the title and the currency are as the project's own files have them."""
    files = [Made(b"", (), report.about[task.job.place.path]) for task in wanted.files]
    title = plain(inline(project.manuals[wanted.edition.manual].title.raw))
    order = replace(fulfilled(wanted.order, files), title=title, room=project.curriculum.printing)
    return text(print_card(order, LANGUAGES["en"], NullTranslations()))


# --- what is wished for ---------------------------------------------------------------------------------------


def _what_and_how(project: Project, wish: Wish) -> tuple[Edition, Profile]:
    own = project.curriculum.profiles
    if faults := [
        *unknown((wish.manual,), project.manuals, "manual"),
        *unknown_languages((wish.language,), project.curriculum.languages),
        *unknown((wish.profile,), (*PROFILES, *own), "profile"),
    ]:
        raise Misused(faults)
    manual, how = project.manuals[wish.manual], profile(wish.profile, own)
    kinds = [kind for kind in EDITION_KINDS if kind in manual.editions]
    fitting = [kind for kind in kinds if kind in how.kinds]
    edition = Edition(wish.manual, wish.language, wish.kind or (fitting or kinds)[0])
    if faults := [
        *(fault for language in edition.languages for fault in _not_in_language(manual, language)),
        *_not_for(manual, how, wish.kind, kinds),
        *_not_beside(manual, how, edition),
    ]:
        raise Misused(faults)
    return edition, how


def _not_in_language(manual: Manual, language: str) -> Iterator[Diagnostic]:
    if language not in manual.languages:
        yield error(
            manual.place, f"`{manual.id}` is not made in `{language}`", f"it is made in {_all(manual.languages)}"
        )


def _not_for(manual: Manual, how: Profile, kind: str | None, kinds: list[str]) -> Iterator[Diagnostic]:
    """What speaks against printing this kind of edition in that way."""
    if kind and kind not in kinds:
        yield error(manual.place, f"`{manual.id}` has no edition `{kind}`", f"it has {_all(kinds)}")
    elif kind and kind not in how.kinds:
        hint = f"it is for the edition {_all(how.kinds)}: `-e {how.kinds[0]}`"
        yield error(manual.place, f"the profile `{how.name}` prints nothing of the edition `{kind}`", hint)
    elif not set(kinds) & set(how.kinds):
        hint = f"it is for the edition {_all(how.kinds)}: add it to `editions`"
        yield error(manual.place, f"the profile `{how.name}` prints nothing of this manual", hint)


def _not_beside(manual: Manual, how: Profile, edition: Edition) -> Iterator[Diagnostic]:
    if how.has_room_for(len(edition.languages)):
        return
    if how.is_facing:
        others = [one for one in manual.languages if one != edition.language]
        told = f"the profile `{how.name}` is for two languages"
        yield error(manual.place, told, _pair_of(edition.language, others))
    else:
        told = f"the profile `{how.name}` has no room for two languages"
        yield error(manual.place, told, f"print it in each: {_all([f'-l {one}' for one in edition.languages])}")


def _pair_of(language: str, others: list[str]) -> str:
    """What to ask for instead of one language alone."""
    if not others:
        return "its manual is made in one: add another to `languages`"
    return f"name both: {_all([f'-l {language}{BESIDE}{other}' for other in others])}"


def _nothing(manual: Manual, how: Profile) -> Diagnostic:
    """There is nothing in a manual for a profile that could print it: no stories for cards, no sheets for handouts."""
    hint = _MADE_OF.get(how.content, "its lessons have nothing for this edition")
    return error(manual.place, f"there is nothing in `{manual.id}` for the profile `{how.name}`", hint)


_MADE_OF = {CARDS: "cards are made of stories and of `roleplay` boxes: its lessons have none"}


def _all(names: list[str] | tuple[str, ...]) -> str:
    return " or ".join(f"`{name}`" for name in names)
