"""QR codes as pictures inside the page: SVG in a data address, nothing to fetch."""

import segno
from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def qr(text: str, label: str):
    """Draw a code with its quiet zone; `label` says for those who cannot see it what it is."""
    picture = segno.make(text, error="m", micro=False).svg_data_uri(border=3, dark="#000", light="#fff")
    return format_html('<img class="qr" src="{}" alt="{}">', picture, label)
