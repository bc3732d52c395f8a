"""Points as they are written: 15 and 2.5, without zeros that say nothing."""

from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def pts(number) -> str:
    return f"{Decimal(number).normalize():f}"
