"""What can be wrong in a translation, one small function each: a pair of texts → what is wrong, and how to mend it."""
