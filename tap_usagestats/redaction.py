"""Makes text from outside safe to log: one short, printable line without an API key."""

MIN_KEY_LENGTH = 6  # characters; a shorter key is not real, and masking it would make texts unreadable


class Redactor:
    """Makes text safe to log."""

    def __init__(self, *api_keys: str) -> None:
        # The longest first: a key may be a part of another one.
        self._api_keys = sorted((key for key in api_keys if len(key) >= MIN_KEY_LENGTH), key=len, reverse=True)

    def __call__(self, text: object, max_length: int = 1000) -> str:
        """Return `text` in one printable line of at most `max_length` characters. Keys are masked before cutting."""
        line = "".join(char for char in " ".join(str(text).split()) if char.isprintable())
        for api_key in self._api_keys:
            line = line.replace(api_key, "***")
        return line[:max_length]
