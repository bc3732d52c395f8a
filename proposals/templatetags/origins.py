"""What stands on the page of a proposal: who puts it forward together, and what it was made of."""

from django import template
from django.utils import timezone

from consult.models import Consultation
from proposals.models import Clue
from proposals.queries.signing import own_signature

register = template.Library()


@register.inclusion_tag("proposals/part_signers.html", takes_context=True)
def signers(context, proposal):
    """Who was asked to sign and what each said; the person's own part with what can be done now."""
    user = context["user"]
    asked = proposal.signers.asked().select_related("member", "entered_by").prefetch_related("attachments")
    rows = list(asked) if proposal.is_together else []
    is_open = bool(proposal.is_written and proposal.signing_until and proposal.signing_until > timezone.now())
    own = own_signature(proposal, user)
    return {
        "user": user,
        "proposal": proposal,
        "rows": rows,
        "own": own,
        "is_open": is_open,
        "count": sum(row.state == "signed" for row in rows),
        "request": context.get("request"),
    }


@register.inclusion_tag("proposals/part_origins.html", takes_context=True)
def origins(context, proposal):
    """What it was made of besides an activity: a consultation, a clue, a call; where it went when it was merged."""
    user = context["user"]
    # What was converted keeps its origin with the first one.
    first = proposal.converted_from or proposal
    case, clue = first.case, first.clue
    return {
        "proposal": proposal,
        "case": case,
        "is_of_matter": bool(first.matter_id),
        "sees_case": bool(case) and Consultation.objects.visible_to(user).filter(pk=case.pk).exists(),
        "clue": clue,
        "sees_clue": bool(clue) and Clue.objects.visible_to(user).filter(pk=clue.pk).exists(),
    }
