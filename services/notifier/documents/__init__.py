"""Mails as people read them: words, lines and letters, in the reader's language."""
