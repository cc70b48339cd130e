"""A page of HTML → the tree of its elements, however deep they lie and however long their attributes are."""

from __future__ import annotations

from typing import Any


def page_tree(html: str) -> Any:
    """The page's root, an element of lxml; for an empty page one with nothing in it."""
    from lxml import html as markup

    return markup.document_fromstring(html or "<html></html>", parser=markup.HTMLParser(huge_tree=True))
