"""Sentences of a page in the words of its place."""

from django import template

register = template.Library()


@register.filter
def say(sentence: str, place) -> str:
    """Put the place's own words into the braces of a sentence; the place is a pack or a consultation."""
    return place.say(sentence)


@register.filter
def topic_class(code, pack) -> str:
    """What a topic is about, as the place calls it."""
    about = pack.topic_class(code)
    return about.name if about else ""
