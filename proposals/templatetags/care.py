"""The row of lists around filed proposals: 督办, 重点提案, 督办月, 评议月."""

from django import template
from django.urls import reverse

register = template.Library()

CARE = "proposals.list_care"
LISTS = (
    ("督办清单", "proposals:supervisions", CARE),
    ("督办月", "proposals:supervision_month", CARE),
    ("评议月", "proposals:evaluation_month", CARE),
    ("重点提案", "proposals:key_proposals", CARE),
    ("回头看", "proposals:look_backs", CARE),
    ("B 类跟踪", "proposals:follow_up", "proposals.list_follow_up"),
    ("评优", "proposals:awards", "proposals.view_awards"),
    ("整改", "proposals:rectifications", "proposals.view_rectification"),
    ("专项资金", "proposals:fund", CARE),
)


@register.inclusion_tag("proposals/care/tabs.html", takes_context=True)
def care_tabs(context):
    """The lists that the person may open, with the one that is open now."""
    here, user = context["request"].path, context["request"].user
    shown = [(name, reverse(view)) for name, view, permission in LISTS if user.has_perm(permission)]
    return {"tabs": [(name, url, url == here) for name, url in shown]}
