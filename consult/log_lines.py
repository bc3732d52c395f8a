"""What the log of the server holds."""


def refusal_in_a_line(record) -> bool:
    """What is refused is no fault of the program: it takes one line, without a traceback."""
    if getattr(record, "status_code", 500) < 500:
        record.exc_info = None
    return True
