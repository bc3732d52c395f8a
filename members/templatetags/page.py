"""What every page uses: icons and badges. Loaded as builtins."""

from django import template
from django.utils.html import format_html
from django.templatetags.static import static

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = ""):
    """Draw one icon of the sprite; with a label it is read aloud, without it is decoration."""
    sprite = static("img/icons.svg")
    if label:
        return format_html(
            '<svg class="i" role="img" aria-label="{}"><use href="{}#{}"/></svg>', label, sprite, name
        )
    return format_html('<svg class="i" aria-hidden="true"><use href="{}#{}"/></svg>', sprite, name)
