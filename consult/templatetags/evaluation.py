"""The rounds of one record, for its own page: {% rounds_of matter %}."""

from django import template

from consult.enums.evaluation import RatedSide
from consult.queries import evaluation as queries

register = template.Library()


@register.inclusion_tag("consult/evaluation/of_target.html", takes_context=True)
def rounds_of(context, target):
    """List them, and what may be opened now: nothing where the record cannot be rated yet or a round is running."""
    user = context["request"].user
    rounds = queries.rounds_of(target, user)
    running = {each.side for each in rounds if each.state in ("planned", "open")}
    sides = []
    if user.has_perm("consult.open_round", target):
        free = [side for side in target.rated_sides if side not in running and not target.why_not_rated(side)]
        sides = [(side, RatedSide(side).label) for side in free]
    return {"rounds": rounds, "sides": sides, "target": target, "kind": target._meta.model_name}
