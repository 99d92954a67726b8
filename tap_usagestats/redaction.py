"""Text from outside, made fit for the log: in one printable line, without the API key, and short."""

from __future__ import annotations

SHORTEST_KEY = 6  # characters; a shorter key is not a real one, and without it the text could not be read


class Redactor:
    """Makes text fit for the log."""

    def __init__(self, api_key: str) -> None:
        """Hide `api_key` in every text."""
        self._api_key = api_key

    def __call__(self, text: object, longest: int = 1000) -> str:
        """Return `text` in one printable line of at most `longest` characters. The key is hidden before it is cut."""
        line = "".join(char for char in " ".join(str(text).split()) if char.isprintable())
        if len(self._api_key) >= SHORTEST_KEY:
            line = line.replace(self._api_key, "***")
        return line[:longest]
