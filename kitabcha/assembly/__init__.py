"""A project and an edition become a book, and a book becomes a numbered book: pure functions that touch nothing."""
