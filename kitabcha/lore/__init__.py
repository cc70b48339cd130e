"""What a book refers to, found and verified: verses of scripture, cited works, glossary terms in their order."""
