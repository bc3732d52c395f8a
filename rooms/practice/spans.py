"""Spans of time in words."""

from rooms.practice.shape import Span


def span_words(span: Span) -> str:
    if span.workdays is not None:
        return f"{span.workdays} 个工作日"
    if span.months is not None:
        return f"{span.months} 个月"
    return f"{span.days} 日"
