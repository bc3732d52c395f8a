"""The row of lists around filed proposals: 督办, 重点提案, 督办月."""

from django import template
from django.urls import reverse

register = template.Library()

LISTS = (
    ("督办清单", "proposals:supervisions"),
    ("督办月", "proposals:supervision_month"),
    ("重点提案", "proposals:key_proposals"),
)


@register.inclusion_tag("proposals/care/tabs.html", takes_context=True)
def care_tabs(context):
    here = context["request"].path
    return {"tabs": [(name, url, url == here) for name, url in ((name, reverse(view)) for name, view in LISTS)]}
