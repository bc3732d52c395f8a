"""Who convenes a room of which kind: said where a convener is chosen, and asked by the page of rules."""

from django.conf import settings

# In words, and what the person's title holds: all of `with`, none of `without`; `member` asks for a member posted to
# the room. Source 000: township and village rooms; nothing is asked of other kinds. An installation sets its own by
# ROOM_CONVENERS.
RULES_OF_SOURCE = {
    "township": {"first": {"words": "乡镇（街道）分管政协工作的党（工）委副书记", "with": ("副书记",)}},
    "village": {
        "first": {"words": "村（社区）党组织书记", "with": ("书记",), "without": ("副书记",)},
        "second": {"words": "联系本村（社区）的政协委员", "member": True},
    },
}


def asked_of(kind: str) -> dict:
    """Rank → rule, for a kind of room."""
    return getattr(settings, "ROOM_CONVENERS", RULES_OF_SOURCE).get(kind, {})


def hint(kind: str) -> str:
    """第一召集人一般由…担任, as the form says it; nothing for kinds of which nothing is asked."""
    names = {"first": "第一召集人", "second": "第二召集人"}
    told = [f"{names[rank]}一般由{rule['words']}担任" for rank, rule in asked_of(kind).items()]
    return "，".join(told) + "。" if told else ""


def misfit(convener, rule: dict, users) -> str:
    """What does not fit about a convener of a kind of room; nothing when it does, or nothing is asked."""
    who = f"{convener.get_rank_display()}{convener.user.name}"
    if rule.get("member"):
        return "" if convener.user_id in users else f"{who}不是本室驻室委员，一般由{rule['words']}担任。"
    title = convener.title
    if not title:
        return f"{who}的职务没有填写，一般由{rule['words']}担任。"
    fits = all(word in title for word in rule.get("with", ()))
    fits = fits and not any(word in title for word in rule.get("without", ()))
    return "" if fits else f"{who}的职务是{title}，一般由{rule['words']}担任。"
