"""The press: a numbered book becomes HTML documents, and these become PDF files and self-contained web pages."""
