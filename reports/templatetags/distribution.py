"""{% receipts paper %}: who has received a published paper; {% sign paper %}: the reader's own signature for it."""

from django import template

from reports.models import Distribution
from reports.queries.distribution import receipts_of

register = template.Library()


@register.inclusion_tag("reports/distribution/receipts.html", takes_context=True)
def receipts(context, paper) -> dict:
    user = context["request"].user
    found = receipts_of(paper, user)
    can_send = user.has_perm("reports.distribute_paper", paper)
    return {
        "receipts": found,
        "paper": paper,
        "kind": paper._meta.model_name,
        "user": user,
        "can_send": can_send,
        "can_enter": user.has_perm("reports.enter_receipt", paper),
    }


@register.inclusion_tag("reports/distribution/sign.html", takes_context=True)
def sign(context, paper) -> dict:
    """What waits for a signature of the reader's units: at the head of a paper that is long on a phone."""
    user = context["request"].user
    return {"rows": Distribution.objects.open().sent_to(user).of(paper).select_related("unit", "person").order_by("pk")}
