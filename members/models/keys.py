"""Keys of rows as addresses and forms write them: digits, no more of them than a key of the database has."""

MOST_DIGITS = 18


def key_in(text) -> int | None:
    text = str(text or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def keys_in(texts) -> list[int]:
    """Those of the texts that are keys; what somebody typed instead is left out."""
    return [key for text in texts if (key := key_in(text)) is not None]
