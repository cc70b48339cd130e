"""Messages for translators, the catalogues they keep, and books in their words."""
