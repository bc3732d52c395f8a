"""Where the public goes without an account, from the page on which others sign in."""

from django import template
from django.urls import reverse

from proposals.queries.clues import one_office

register = template.Library()


@register.inclusion_tag("proposals/public_ways.html")
def public_ways():
    """What the one office of the installation offers; of several none can be named for everybody."""
    office = one_office()
    if office is None:
        return {}
    city = [office.region.code]
    return {
        "ways": [
            ("提供线索", reverse("proposals:public_clues", args=city)),
            ("查询办理情况", reverse("proposals:ask_clue")),
            ("重点提案办理情况", reverse("proposals:tracked_proposals", args=city)),
        ]
    }
