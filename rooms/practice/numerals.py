"""Numbers as official Chinese counts its parts."""

NUMERALS = "一二三四五六七八九十"


def numeral(number: int) -> str:
    """一 to 九十九; beyond that a number is easier to read in figures."""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else f"{NUMERALS[tens - 1]}十"
    return lead + (NUMERALS[ones - 1] if ones else "")
