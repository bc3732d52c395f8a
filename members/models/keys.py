"""Keys of rows as addresses and forms write them: digits, no more of them than a key of the database has."""

MOST_DIGITS = 18


def key_in(text) -> int | None:
    text = str(text or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def keys_in(texts) -> list[int]:
    """Those of the texts that are keys; what somebody typed instead is left out."""
    return [key for text in texts if (key := key_in(text)) is not None]


def code_in(text) -> str:
    """A printed code of twelve letters and digits, however it was typed: with hyphens or spaces, in small letters."""
    signs = (sign for sign in str(text or "")[:40] if sign.isascii() and sign.isalnum())
    return "".join(signs).upper()[:12]


def grouped(code: str) -> str:
    """A code as it is printed: K7M3-92QX-4TNB."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
