"""What Kitabcha is measured against, as commands: the same manuals by WeasyPrint in one piece, by Chromium, by Sphinx.

`PYTHONPATH=. .venv/bin/python benchmarks/rivals.py WHICH PROJECT FOLDER [MANUAL [LANG [KIND]]]`, where WHICH is

- `weasyprint`: each edition in one piece, as WeasyPrint comes, one after another, tagged as ours are (PDF/UA-1);
- `pages`: what `chromium` prints, a page of HTML for each edition with its fonts and pictures beside it;
- `chromium`: those pages, one after another, by one Chromium;
- `texts`: what `sphinx` builds, a document for each edition with the same paragraphs, and gettext catalogues for them;
- `sphinx`: those documents in every language.

`pages` and `texts` get ready, the others are timed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from kitabcha import pipeline
from kitabcha.dialect import inline, plain
from kitabcha.languages.table import LANGUAGES
from kitabcha.ledger import Wanted
from kitabcha.model import Edition, Text
from kitabcha.press import composition, typesetting
from kitabcha.press.galleys import galleys
from kitabcha.resources import fonts_folder
from kitabcha.walking import texts_in
from tests.browser import chromium as browser
from tests.one_piece import one_piece


def workshop_of(project: Path) -> pipeline.Workshop:
    workshop, found = pipeline.open_workshop(project)
    assert workshop, found
    return workshop


def editions_in(workshop: pipeline.Workshop, names: list[str]) -> tuple[Edition, ...]:
    """The editions of a manual, a language, a kind; of all where none is named."""
    some = [(name,) for name in names] + [()] * (3 - len(names))
    return pipeline.editions_of(workshop.project, Wanted(*some))


def page_of(workshop: pipeline.Workshop, edition: Edition) -> tuple[str, Mapping[str, bytes]]:
    """An edition as one page of HTML for print, and its pictures."""
    prepared = pipeline.prepare(workshop, edition)
    assert prepared.numbered, prepared.diagnostics
    language, phrases = LANGUAGES[edition.language], workshop.interfaces[edition.language]
    paths = composition.pictures_of(prepared.documents)
    setting = (prepared.numbered, language, LANGUAGES, phrases)
    html = one_piece(galleys(prepared.documents, *setting), *setting)
    return html, {source: (workshop.root / path).read_bytes() for source, path in paths.items()}


def weasyprint(project: Path, folder: Path, *names: str) -> None:
    """Print each edition in one piece."""
    import weasyprint

    workshop = workshop_of(project)
    for edition in editions_in(workshop, list(names)):
        html, pictures = page_of(workshop, edition)
        fetcher = typesetting._fetcher(pictures, fonts_folder())
        page = weasyprint.HTML(string=html, base_url="about:blank", url_fetcher=fetcher)
        page.write_pdf(folder / f"{_name(edition)}.pdf", pdf_variant=typesetting.VARIANT)


def pages(project: Path, folder: Path, *names: str) -> None:
    """Write what Chromium is to print."""
    workshop = workshop_of(project)
    for edition in editions_in(workshop, list(names)):
        html, pictures = page_of(workshop, edition)
        for number, (source, content) in enumerate(pictures.items()):
            name = f"{_name(edition)}-{number}{Path(source).suffix}"
            (folder / name).write_bytes(content)
            html = html.replace(f'"{source}"', f'"{name}"')
        html = html.replace("font:", f"{fonts_folder().as_uri()}/")
        (folder / f"{_name(edition)}.html").write_text(html, "utf-8")


def chromium(_: Path, folder: Path) -> None:
    """Print all pages that are there."""
    with browser() as running:
        tab = running.new_page()
        for page in sorted(folder.glob("*.html")):
            tab.goto(page.as_uri(), wait_until="load")
            tab.pdf(path=page.with_suffix(".pdf"), prefer_css_page_size=True, tagged=True)


def texts(project: Path, folder: Path) -> None:
    """Write documents in the source's language, and the catalogues that translate them."""
    workshop = workshop_of(project)
    source = workshop.project.curriculum.language
    (folder / "conf.py").write_text(
        f'project, language, locale_dirs, gettext_uuid = "manuals", {source!r}, ["locale"], False\n'
        'gettext_compact = False\nhtml_theme = "basic"\nextensions = []\n',
        "utf-8",
    )
    editions = editions_in(workshop, [])
    originals = {edition: _paragraphs(workshop, edition) for edition in editions if edition.language == source}
    entries = "\n".join(f"   {_name(edition)}" for edition in originals)
    (folder / "index.rst").write_text(f"Manuals\n=======\n\n.. toctree::\n\n{entries}\n", "utf-8")
    for edition, said in originals.items():
        (folder / f"{_name(edition)}.rst").write_text(_document(said), "utf-8")
        for language in workshop.project.curriculum.languages:
            if language != source:
                _catalogue(workshop, edition, said, folder / "locale" / language / "LC_MESSAGES", language)


def _paragraphs(workshop: pipeline.Workshop, edition: Edition) -> list[str]:
    """Each message of an edition as plain text, in order."""
    prepared = pipeline.prepare(workshop, edition)
    assert prepared.numbered, prepared.diagnostics
    return [_plain(text) for text in texts_in(prepared.numbered.book) if text.raw]


def _plain(text: Text) -> str:
    return " ".join(plain(inline(text.raw)).split()) or "–"


def _document(said: list[str]) -> str:
    title, *others = said
    paragraphs = (re.sub(r"([\\*`_|:.+#>\[\]()-])", r"\\\1", one) for one in others)
    return "\n\n".join((f"{title}\n{'=' * 2 * len(title)}", *paragraphs))


def _catalogue(workshop: pipeline.Workshop, edition: Edition, said: list[str], folder: Path, language: str) -> None:
    """The translations of a document as Sphinx reads them, compiled."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    translated = _paragraphs(workshop, Edition(edition.manual, language, edition.kind))
    catalogue = Catalog(locale=language)
    for original, translation in zip(said, translated, strict=False):
        catalogue.add(original, translation)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{_name(edition)}.mo").open("wb") as file:
        write_mo(file, catalogue)


def sphinx(project: Path, folder: Path) -> None:
    """Build the documents in every language, in processes of their own, as one does."""
    for language in workshop_of(project).project.curriculum.languages:
        command = [sys.executable, "-m", "sphinx", "-q", "-E", "-b", "html", "-D", f"language={language}"]
        subprocess.run([*command, folder, folder / "html" / language], check=True)
        shutil.rmtree(folder / "html" / language / ".doctrees", ignore_errors=True)


def _name(edition: Edition) -> str:
    return str(edition).replace("/", "-")


WAYS = {one.__name__: one for one in (weasyprint, pages, chromium, texts, sphinx)}


def main(which: str, project: str, folder: str, *names: str) -> None:
    """Do one of them."""
    WAYS[which](Path(project), Path(folder), *names)


if __name__ == "__main__":
    main(*sys.argv[1:])
