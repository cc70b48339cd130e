"""The command line: words to calls of the pipeline, and its findings to lines that say where and how to mend."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click
from click.core import ParameterSource

from kitabcha import __version__, progress
from kitabcha.diagnostics import Diagnostic, Misused, did_you_mean, error, has_errors, in_order
from kitabcha.model import EDITION_KINDS, REPORTS, Place

FAILED, MISUSED = 1, 2
FORMATS = ("pdf", "html")
KINDS = ("xliff", "tmx", "csv", "glossary", "proof", "weblate")
"""What `messages export` writes."""

SCOPES = ("lesson", "manual", "edition")
"""What `messages status` has a row for."""


class _Nearest(click.Group):
    """A group that names the nearest command, manual or language for one that there is not, and leaves with 2."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Misused as misused:
            _print(misused.diagnostics)
            sys.exit(MISUSED)
        except OSError as fault:
            if fault.errno != errno.ENOSPC or fault.filename:
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # where what is left may go
            full = "it cannot be written whole: the disk is full"
            _print([error(Place("output"), full, "make room, or send it elsewhere")])
            sys.exit(FAILED)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = self.list_commands(ctx)
        if args and args[0] not in known and not args[0].startswith("-"):
            raise click.UsageError(f"There is no command `{args[0]}`: {did_you_mean(args[0], known, 'commands')}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=_Nearest, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kitabcha")
@click.option(
    "--project",
    "root",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    metavar="DIR",
    help="Work on the curriculum in DIR instead of the one in this folder.",
)
@click.pass_context
def main(ctx: click.Context, root: Path) -> None:
    """Kitabcha builds training manuals: lessons, folklore and scripture become PDF and HTML.

    Start with `build`, which makes every manual into dist/; `check` only tells what is wrong.
    """
    ctx.obj = root


@main.command()
@click.argument("manuals", nargs=-1, metavar="[MANUAL]...")
@click.option(
    "-l",
    "--language",
    "languages",
    multiple=True,
    metavar="LANG",
    help="Only this language; may be repeated. Two side by side: en+ur.",
)
@click.option(
    "-e",
    "--edition",
    "kinds",
    multiple=True,
    type=click.Choice(EDITION_KINDS),
    help="Only this edition; may be repeated.",
)
@click.option("--format", "formats", multiple=True, type=click.Choice(FORMATS), help="Only this kind of file.")
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.option("--release", is_flag=True, help="Refuse editions that lack what curriculum.yaml says they need.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Write there, not into dist/."
)
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Work in N processes, not one for each processor."
)
@click.option("--cluster", metavar="ADDRESS", help="Work on the Dask cluster whose scheduler is at tcp://HOST:PORT.")
@click.pass_obj
def build(
    root: Path,
    manuals: tuple[str, ...],
    languages: tuple[str, ...],
    kinds: tuple[str, ...],
    formats: tuple[str, ...],
    strict: bool,
    release: bool,
    out: Path | None,
    jobs: int | None,
    cluster: str | None,
) -> None:
    """Build all manuals into dist/, or those named.

    What has not changed is not made again. A manual with errors in its sources is not printed, and its last good files
    stay as they are.
    """
    from kitabcha import ledger

    if jobs and cluster:
        raise click.UsageError("--jobs is for work on this computer, --cluster for work on others: give one of them.")
    wanted, out = ledger.Wanted(manuals, languages, kinds, formats or FORMATS, release), out or root / "dist"
    report = ledger.nothing_to_do(root, out, wanted, strict)
    if report is None:
        from kitabcha import pipeline  # takes as long as all that is above
        from kitabcha.staff import hired

        with hired(jobs, cluster) as staff, progress.shown(sys.stderr, time.monotonic) as tell:
            report = pipeline.build(root, out, wanted, strict=strict, tell=tell, staff=staff)
    made, same = len(report.changed), len(report.unchanged)
    if made:
        click.echo(f"{made} file{'' if made == 1 else 's'} made, {same} unchanged, in {_shown(report.out)}")
    _finish(report.diagnostics, strict)
    if not made:
        click.echo(f"Nothing to do: all {same} files are up to date.")


@main.command()
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.pass_obj
def check(root: Path, strict: bool) -> None:
    """Tell all that is wrong, and print nothing.

    Every manual is checked in every language and edition.
    """
    from kitabcha import pipeline

    diagnostics, editions = pipeline.check(root)
    _finish(diagnostics, strict)
    click.echo(f"{editions} editions checked: no errors.")


@main.command()
@click.option(
    "--older-than", "age", metavar="AGE", default="30d", show_default=True, help="Hours, days or weeks: 12h, 30d, 8w."
)
@click.option("--all", "everything", is_flag=True, help="Remove all of it, however new.")
@click.pass_context
def clean(ctx: click.Context, age: str, everything: bool) -> None:
    """Make room: remove cached work that no build has used for long.

    Half-written files of builds that were killed go as well. Finished manuals stay; what is removed is made again when
    it is needed. Builds may run meanwhile.
    """
    from kitabcha import cleaning

    if everything and ctx.get_parameter_source("age") == ParameterSource.COMMANDLINE:
        raise click.UsageError("--all is of any age: give it or --older-than.")
    unused = 0 if everything else cleaning.seconds(age)
    if unused is None:
        told = f"`{age}` is no age: write hours, days or weeks, as 12h, 30d or 8w."
        raise click.BadParameter(told, param_hint="--older-than")
    cleaned = cleaning.clean(ctx.obj, time.time(), unused)  # noqa: TID251 - this is where the clock enters
    click.echo(cleaning.summary(cleaned))
    _finish(cleaned.diagnostics, strict=False)


@main.command()
@click.argument("manual")
@click.option("-l", "--language", metavar="LANG", help="Begin with this language; else the manual's first.")
@click.option("-e", "--edition", "kind", type=click.Choice(EDITION_KINDS), help="Begin with this edition.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8377,
    show_default=True,
    help="Show the page at this port of the machine; 0 for any that is free.",
)
@click.pass_obj
def watch(root: Path, manual: str, language: str | None, kind: str | None, port: int) -> None:
    """Show MANUAL in the browser while you write: every save at once, and what is wrong.

    The PDF is made meanwhile, and offered by a link. Stop with Ctrl-C.
    """
    from kitabcha import live_page
    from kitabcha.ledger import Wanted

    first = Wanted((manual,), (language,) if language else (), (kind,) if kind else ())
    live_page.serve(root, root / "dist", first, port, _tell_address)


@main.command("print")
@click.argument("manual")
@click.option("-l", "--language", required=True, metavar="LANG", help="In this language, or in two: en+ur.")
@click.option("-p", "--profile", required=True, metavar="PROFILE", help="In this way: booklet, large, facing …")
@click.option("-e", "--edition", "kind", type=click.Choice(EDITION_KINDS), help="This edition; else the trainer's.")
@click.option(
    "--crop-marks",
    "bleed",
    type=click.FloatRange(0, 20),
    is_flag=False,
    flag_value=3.0,
    metavar="[MM]",
    help="For a print shop: pages with crop marks, and MM of bleed (3), not laid on sheets.",
)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Write there, not into dist/."
)
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Work in N processes, not one for each processor."
)
@click.pass_obj
def print_(
    root: Path,
    manual: str,
    language: str,
    profile: str,
    kind: str | None,
    bleed: float | None,
    out: Path | None,
    jobs: int | None,
) -> None:
    """Make MANUAL in one way of printing, and say what to do at the printer.

    Any profile will do, whether or not the manual lists it: a4, booklet, handouts-2up … The print card beside the files
    says the same in the manual's language.
    """
    from kitabcha import printing
    from kitabcha.staff import hired

    wish = printing.Wish(manual, language, profile, kind, bleed)
    with hired(jobs, None) as staff, progress.shown(sys.stderr, time.monotonic) as tell:
        said, report = printing.print_edition(root, out or root / "dist", wish, tell, staff)
    for path in sorted((*report.changed, *report.unchanged)):
        click.echo(f"{_shown(report.out)}{path}")
    if said:
        click.echo(f"\n{said}")
    _finish(report.diagnostics, strict=False)


@main.command()
@click.pass_obj
def doctor(root: Path) -> None:
    """Say whether this machine can build, and how to mend what is missing.

    Python, Pango, fonts, the letters of every catalogue, room on the disk, the texts of scripture.
    """
    from kitabcha import doctor

    lines, diagnostics = doctor.examine(root)
    for line in lines:
        click.echo(line)
    _finish(diagnostics, strict=False)
    click.echo("This machine can build.")


@main.command("list")
@click.pass_obj
def list_(root: Path) -> None:
    """List manuals and lessons."""
    from kitabcha import errands

    listing, diagnostics = errands.listing(root)
    if listing is None:
        _finish(diagnostics, strict=False)
    click.echo(listing)


@main.command()
@click.argument("manual")
@click.option("-l", "--language", metavar="LANG", help="As this language's manual has it; else the source language.")
@click.option("-e", "--edition", "kind", type=click.Choice(EDITION_KINDS), default="trainer", show_default=True)
@click.pass_obj
def explain(root: Path, manual: str, language: str | None, kind: str) -> None:
    """Say which story stands where in MANUAL, and why.

    Proverbs, poems, scripture and concepts too.
    """
    from kitabcha import errands

    explanation, diagnostics = errands.explain(root, manual, language, kind)
    if explanation:
        click.echo(explanation)
    _finish(diagnostics, strict=False)


@main.command()
@click.argument("about", type=click.Choice(REPORTS), metavar="|".join(REPORTS))
@click.argument("manuals", nargs=-1, metavar="[MANUAL]...")
@click.option("--json", "for_programs", is_flag=True, help="For programs: rows and gaps as JSON.")
@click.pass_obj
def report(root: Path, about: str, manuals: tuple[str, ...], for_programs: bool) -> None:
    """Say what the curriculum holds, or MANUAL, and what is missing.

    \b
    strands     theory, folklore and scripture in each lesson, and in each manual
    objectives  each objective, and the questions that ask for it
    materials   what to bring on each day of each manual
    sources     what is cited where, and what nobody has reviewed
    scripture   every verse: page, edition, translator, permission, reviewer, what it is used for
    """
    from kitabcha import errands

    told, diagnostics = errands.report(root, about, manuals, for_programs)
    if told:
        click.echo(told)
    _finish(diagnostics, strict=False)


@main.command()
@click.argument("manual")
@click.pass_obj
def redact(root: Path, manual: str) -> None:
    """Show what MANUAL tells about people, and where that is written.

    Tellers, sources, reviewers, translators, places, published numbers; and what must not be printed. Look at it before
    you print for a place where a name can do harm.
    """
    from kitabcha import redaction

    lines, diagnostics = redaction.redact(root, manual)
    for line in lines:
        click.echo(line)
    _finish(diagnostics, strict=False)


@main.command()
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="FILE")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False), metavar="LIST")
@click.pass_obj
def names(root: Path, source: Path, out: Path) -> None:
    """Make LIST of the names in FILE, one on each line, that are never printed.

    The list holds salted hashes, not names. Keep both files outside the project. Builds and checks use the list that
    KITABCHA_NAMES names.
    """
    from kitabcha.privacy.names import make_list

    lines, diagnostics = make_list(root, source, out)
    for line in lines:
        click.echo(line)
    _finish(diagnostics, strict=False)


@main.group(cls=_Nearest)
def messages() -> None:
    """Keep the translators' catalogues in locales/."""


@messages.command()
@click.option(
    "-l", "--language", "languages", multiple=True, metavar="LANG", help="Only this language; may be repeated."
)
@click.option(
    "--unchanged-meaning",
    multiple=True,
    metavar="MESSAGE",
    help="Only the spelling of MESSAGE changed: its translations stay valid. Its place as `update` shows it, its file, "
    "or words of it; may be repeated.",
)
@click.pass_obj
def update(root: Path, languages: tuple[str, ...], unchanged_meaning: tuple[str, ...]) -> None:
    """Bring today's messages into every catalogue.

    Translations are kept; those of a changed message are marked fuzzy, with the message as it was, and are not printed
    until someone has looked. A message that went to another lesson takes its translation along.
    """
    from kitabcha import keeping

    lines, diagnostics = keeping.update_messages(root, languages, unchanged_meaning)
    for line in lines:
        click.echo(line)
    _finish(diagnostics, strict=False)


@messages.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE..."
)
@click.option("-l", "--language", metavar="LANG", help="What the files are in; else what their headers tell.")
@click.option("--replace", is_flag=True, help="Put a translation where another one of the same text stands, too.")
@click.pass_obj
def import_messages(root: Path, files: tuple[Path, ...], language: str | None, replace: bool) -> None:
    """Take translations from other files, by the text of each message.

    PO files of any origin will do: of an older curriculum, of a Markdown book (mdbook-i18n-helpers), of a file that was
    edited elsewhere. So will XLIFF, TMX, CSV and TBX, as `messages export` writes them. A file called `interface` is
    for the words of Kitabcha itself, every other one for the curriculum. The catalogues are brought up to date first.
    What has a translation already keeps it, be it fuzzy; with --replace the file's takes its place.
    """
    from kitabcha import keeping

    lines, diagnostics = keeping.import_messages(root, files, language, replace)
    for line in lines:
        click.echo(line)
    _finish(diagnostics, strict=False)


@messages.command("export")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("catalogues", nargs=-1, metavar="[CATALOGUE]...")
@click.option(
    "-l", "--language", "languages", multiple=True, metavar="LANG", help="Only this language; may be repeated."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("exchange"),
    show_default=True,
    metavar="DIR",
    help="Write there.",
)
@click.pass_obj
def export_messages(root: Path, kind: str, catalogues: tuple[str, ...], languages: tuple[str, ...], out: Path) -> None:
    """Write catalogues for other tools and for paper.

    All catalogues, or those that are named.

    \b
    xliff     for translation programs
    tmx       all translations, for their memory
    csv       tables for people without such programs
    glossary  the terms, as TBX and CSV
    proof     text and translation side by side, to print and review (PDF, HTML)
    weblate   a description of the catalogues for Weblate

    What comes back in XLIFF, TMX, CSV or TBX is taken by `messages import`.
    """
    from kitabcha import exchanging

    lines, diagnostics = exchanging.export(root, root / out, kind, languages, catalogues)
    for line in lines:
        click.echo(line)
    _finish(diagnostics, strict=False)


@messages.command("join")
@click.argument("base", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("ours", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("theirs", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("name", required=False, metavar="[PATH]")
def join_messages(base: Path, ours: Path, theirs: Path, name: str | None) -> None:
    """Join two versions of a PO file for Git, entry by entry.

    What both have changed since BASE is written into OURS, so that the dates in its header, and new entries at one
    place, are no conflict. To have Git do so: git config merge.po.driver "python3 build.py messages join %O %A %B %P"
    """
    from kitabcha import keeping

    _finish(keeping.join_messages(base, ours, theirs, name or ours.as_posix()), strict=False)


@messages.command("check")
@click.option(
    "-l", "--language", "languages", multiple=True, metavar="LANG", help="Only this language; may be repeated."
)
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.pass_obj
def check_messages(root: Path, languages: tuple[str, ...], strict: bool) -> None:
    """Tell all that is wrong in the translations.

    Markup, references and numbers that differ from the original's; letters of another language; signs and spaces; words
    left untranslated, or another word than the glossary's. What is right as it is: `# kitabcha: ignore CHECK` above the
    entry.
    """
    from kitabcha import errands

    checked, diagnostics = errands.check_messages(root, languages)
    _finish(diagnostics, strict)
    click.echo(f"{checked} translations checked: {'no errors' if diagnostics else 'all is well'}.")


@messages.command()
@click.option(
    "--by", "scope", type=click.Choice(SCOPES), default="lesson", show_default=True, help="A row for each of these."
)
@click.option(
    "-l", "--language", "languages", multiple=True, metavar="LANG", help="Only this language; may be repeated."
)
@click.option("--after-update", "updated", is_flag=True, help="As it would be after `messages update`.")
@click.option("--stale", is_flag=True, help="Show each stale translation, and the change that it has not followed.")
@click.option("--json", "for_programs", is_flag=True, help="Write all of it as JSON, for programs.")
@click.pass_obj
def status(root: Path, scope: str, languages: tuple[str, ...], updated: bool, stale: bool, for_programs: bool) -> None:
    """Say how far translations are, and how many have been reviewed.

    As the catalogues stand; --after-update says what will wait for translators when the changes of the sources have
    come to them.
    """
    from kitabcha import reviewing

    found, diagnostics = reviewing.status(root, languages)
    if found and for_programs:
        click.echo(reviewing.as_data(found))
    elif found:
        lines = reviewing.stale_lines(found, updated) if stale else [reviewing.as_table(found, scope, updated)]
        click.echo("\n".join(lines))
    _finish(diagnostics, strict=False)


@messages.command()
@click.argument("targets", nargs=-1, required=True, metavar="FILE[:LINE]...")
@click.option("--by", "initials", required=True, metavar="INITIALS", help="Who has reviewed: one to six letters.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="On this day, not today.")
@click.pass_obj
def review(root: Path, targets: tuple[str, ...], initials: str, day: datetime | None) -> None:
    """Note that somebody has reviewed translations.

    All that are printed in FILE, or the one at LINE. The mark of a draft goes. A review holds as long as the text and
    its translation stay as they are.
    """
    from kitabcha import reviewing

    on = day or datetime.now(UTC)  # noqa: TID251 - this is where the clock enters
    lines, diagnostics = reviewing.review(root, targets, initials, on.date().isoformat())
    for line in lines:
        click.echo(line)
    _finish(diagnostics, strict=False)


@main.group(cls=_Nearest)
def new() -> None:
    """Begin a lesson, a manual, a language or a whole project."""


def _new(kind: str, root: Path, name: str) -> None:
    from kitabcha import errands

    lines, diagnostics = errands.begin(kind, root, name)
    _finish(diagnostics, strict=False)
    for line in lines:
        click.echo(line)


@new.command("lesson")
@click.argument("name")
@click.pass_obj
def new_lesson(root: Path, name: str) -> None:
    """Begin modules/NAME/module.md."""
    _new("lesson", root, name)


@new.command("manual")
@click.argument("name")
@click.pass_obj
def new_manual(root: Path, name: str) -> None:
    """Begin manuals/NAME.yaml."""
    _new("manual", root, name)


@new.command("language")
@click.argument("code")
@click.pass_obj
def new_language(root: Path, code: str) -> None:
    """Begin languages/CODE.toml, and a catalogue of the words that Kitabcha prints.

    CODE is the language's code of two or three letters, such as sd or skr.
    """
    _new("language", root, code)


@new.command("project")
@click.argument("folder", metavar="DIR")
@click.pass_obj
def new_project(root: Path, folder: str) -> None:
    """Begin a curriculum in DIR, ready to build."""
    _new("project", root, folder)


def _tell_address(address: str) -> None:
    click.echo(f"Open {address} in a browser. Stop with Ctrl-C.")


def _shown(path: Path) -> str:
    return f"{path.as_posix()}/"


def _finish(diagnostics: Iterable[Diagnostic], strict: bool) -> None:
    """Print what was found, and leave with 1 when something is wrong."""
    found = _print(diagnostics)
    if has_errors(found) or (strict and found):
        sys.exit(FAILED)


def _print(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Print findings in order, and how many there are."""
    found = in_order(diagnostics)
    for diagnostic in found:
        click.echo(str(diagnostic), err=True)
    errors = sum(diagnostic.severity == "error" for diagnostic in found)
    warnings = len(found) - errors
    if found:
        counts = [
            f"{count} {word}{'' if count == 1 else 's'}"
            for count, word in ((errors, "error"), (warnings, "warning"))
            if count
        ]
        click.echo(", ".join(counts), err=True)
    return found
