"""A book → its sessions, all of them or day by day."""

from __future__ import annotations

from collections.abc import Iterator

from kitabcha.model import Book, Day, Session


def sessions_of(held: Book | Day) -> Iterator[Session]:
    """The sessions of a book or of a day, in order."""
    days = held.days if isinstance(held, Book) else (held,)
    return (item for day in days for item in day.items if isinstance(item, Session))
