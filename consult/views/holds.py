"""What holds a case up, as its page shows it: each sentence with the place where this person can remove it."""

from django.urls import reverse

# Whose right it is to waive, as the permission table says.
WAIVES = "leading_office"

# Where a hold is removed: on a page of its own, or further down on this one.
ELSEWHERE = {
    "topic": ("consult:edit_topic", "去修改{topic}", "consult.edit_topic"),
    "participants": ("consult:participants", "去登记{participant}", "consult.edit_participants"),
    "research": ("consult:new_research", "去登记调研", "consult.edit_research"),
    "minutes": ("consult:minutes", "打开纪要", "consult.view_consultation"),
}
BELOW = {"meeting": "去办理", "matters": "查看{matter}", "dissents": "查看{dissent}"}


def hold_links(consultation, user, pack, holds, rows) -> list[dict]:
    """Each hold with the page on which this person can remove it, and who may waive it, where somebody may.

    `rows` are the checkpoints that people record, with what this person can do there.
    """
    doable = {row["checkpoint"].code for row in rows if row["next"] or row["lays"] or row["to_answer"]}
    found = []
    for hold in holds:
        words, url = _place(hold, consultation, user, doable)
        found.append(
            {
                "sentence": hold.sentence,
                "url": url if words else "",
                "link": pack.say(words),
                "blocks": hold.blocks,
                "code": hold.checkpoint.code,
                "name": hold.checkpoint.name,
                "waived_by": pack.role_name(WAIVES) if hold.checkpoint.waivable else "",
            }
        )
    return found


def _place(hold, consultation, user, doable) -> tuple[str, str]:
    """The words and the address of the link that removes what is missing."""
    if hold.where == "checkpoint":
        words = "去办理" if hold.checkpoint.code in doable else "查看"
        return words, f"#checkpoint-{hold.checkpoint.code}"
    if hold.where in ELSEWHERE:
        name, words, permission = ELSEWHERE[hold.where]
        return words, reverse(name, args=[consultation.pk]) if user.has_perm(permission, consultation) else ""
    return BELOW.get(hold.where, ""), f"#{hold.where}"
