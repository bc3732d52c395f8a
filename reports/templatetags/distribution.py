"""{% receipts paper %}: who has received a published paper, and what of it is the reader's to do."""

from django import template

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
