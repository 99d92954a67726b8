"""Makes text from outside safe to log: one short, printable line without the API key."""

MIN_KEY_LENGTH = 6  # characters; a shorter key is not real, and masking it would make texts unreadable


class Redactor:
    """Makes text safe to log."""

    def __init__(self, api_key: str) -> None:
        self._api_key = api_key

    def __call__(self, text: object, max_length: int = 1000) -> str:
        """Return `text` in one printable line of at most `max_length` characters. The key is masked before cutting."""
        line = "".join(char for char in " ".join(str(text).split()) if char.isprintable())
        if len(self._api_key) >= MIN_KEY_LENGTH:
            line = line.replace(self._api_key, "***")
        return line[:max_length]
