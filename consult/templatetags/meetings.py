"""How a meeting's codes are read: by the names of the pack under which the case began."""

from django import template

from consult.steps import invitation

register = template.Library()


@register.filter
def meeting_name(meeting, pack) -> str:
    return invitation.full_name(meeting, pack)


@register.filter
def place_name(matter, pack) -> str:
    """Where a matter goes, by the pack's name for it."""
    chosen = pack.disposition_of(matter.place)
    return chosen.name if chosen else matter.get_level_display()


@register.filter
def opinions_told(matter, pack) -> str:
    """Write the counts: 意见统计：赞成 11 人，不同意 1 人（不作为表决结果）."""
    counts = [
        f"{label.name} {matter.opinions[label.code]} 人"
        for label in pack.opinions.labels
        if matter.opinions.get(label.code)
    ]
    return f"{pack.opinions.name}：{'，'.join(counts)}（{pack.opinions.note}）" if counts else ""
