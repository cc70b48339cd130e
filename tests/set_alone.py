"""A few paragraphs → a PDF as the press sets them, with our fonts and no style sheet but the one given."""

from __future__ import annotations

from kitabcha.languages.table import LANGUAGES
from kitabcha.model import Place
from kitabcha.press import fonts
from kitabcha.press.typesetting import typeset
from kitabcha.resources import fonts_folder


def set_alone(language: str, body: str, style: str = "") -> bytes:
    """A page in a language. There must be nothing to tell of it."""
    style = fonts.faces_css(lambda face: f"font:{face.file}") + fonts.language_css(LANGUAGES) + style
    html = f'<html lang="{language}" dir="{LANGUAGES[language].direction}"><title>t</title><style>{style}</style>{body}'
    done = typeset(html, {}, LANGUAGES[language], LANGUAGES, fonts_folder(), Place("x.pdf"))
    assert not done.diagnostics
    return done.pdf
