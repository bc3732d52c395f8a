"""What the page of the minutes shows: what is missing, what may be done, what the record says anew; versions."""

from difflib import SequenceMatcher

from consult.enums import MinutesState
from consult.models import Statement
from consult.steps import correction, draft, naming, privacy, signing
from consult.steps import minutes as step
from consult.steps.minutes_checks import checks
from consult.steps.paper import paper_of
from consult.steps.privacy import texts_of
from consult.workflow import guards, pack_of, recording

IN_HAND = "draft"
MOST_STATEMENTS = 300


def page_of(minutes, user) -> dict:
    """Return the template's context; only the room sees a text that is not signed."""
    consultation = minutes.consultation
    pack = pack_of(consultation)
    may_read = user.has_perm("consult.view_record", minutes)
    context = {
        "minutes": minutes,
        "consultation": consultation,
        "pack": pack,
        "may_read": may_read,
        "editions": list(minutes.editions.select_related("signed_by")),
        "editable": _is_editable(minutes, user),
        "may_send": _may_send(minutes, user),
    }
    return context | _inside(minutes, user, pack, editable=context["editable"]) if may_read else context


def _is_editable(minutes, user) -> bool:
    in_time = minutes.state in step.EDITABLE and not recording.writing(minutes.consultation)
    return in_time and user.has_perm("consult.edit_minutes", minutes)


def _may_send(minutes, user) -> bool:
    """What was signed off, and is not with the body yet, is sent from here too."""
    sends = minutes.state == MinutesState.SIGNED and user.has_perm("consult.submit_minutes", minutes)
    return sends and not guards.sending(minutes.consultation)


def _inside(minutes, user, pack, *, editable) -> dict:
    """What only the room sees: what is missing, the record behind the text, whose signature is next."""
    record = draft.gather(minutes.consultation)
    hits = privacy.hits(paper_of(minutes, record=record), record.private)
    found = checks(minutes, record=record, hits=hits)
    missing = [check for check in found if not check.met]
    return {
        "checks": found,
        "missing": missing,
        "warnings": [check for check in found if check.met and check.warns],
        "hits": hits,
        "matters": record.agreed,
        "renewals": step.renewals(minutes, record) if editable else {},
        "statements": _statements(record) if editable else [],
        "why_not_offer": missing[0].sentence if missing else "",
        "why_not_sign": (missing[0].sentence if missing else "") or signing.why_not(minutes, user),
        "why_not_give_up": correction.why_not_give_up(minutes),
        "signer": _signer(record),
        "may_countersign": _may_countersign(minutes, user, pack),
    }


def _signer(record) -> str:
    """Who is to sign off, by office and name."""
    words = record.pack.words
    names = [
        f"{words[f'{convener.rank}_convener']}{convener.user.name}"
        for convener in record.conveners
        if record.pack.signs_off(convener.rank)
    ]
    return "、".join(names) or words["convener"]


def _may_countersign(minutes, user, pack) -> bool:
    return (
        pack.two_conveners
        and minutes.state == MinutesState.SIGNED
        and minutes.countersigned_at is None
        and bool(signing.SIGNERS["second_convener"](user, minutes.consultation))
    )


def _statements(record) -> list[dict]:
    """Statements to be taken over, already told without private names."""
    rows = Statement.objects.standing().filter(meeting__in=record.meetings).select_related("participant__unit")
    return [
        {
            "key": "dissent" if each.is_dissent else "discussion",
            "voice": naming.voice(each.participant, record.pack),
            "text": naming.sentence(naming.veil(each.text, record.private)),
        }
        for each in rows.order_by("meeting__number", "position", "uuid")[:MOST_STATEMENTS]
    ]


def versions_of(minutes, user, *, old: str, new: str) -> dict:
    """Two versions by paragraphs, with what was taken out and what came in."""
    choices = {str(edition.edition): edition for edition in minutes.editions.select_related("signed_by")}
    papers = {key: edition.paper for key, edition in choices.items()}
    names = {key: _name(edition, minutes.consultation) for key, edition in choices.items()}
    if minutes.state != MinutesState.SIGNED and user.has_perm("consult.view_record", minutes):
        papers[IN_HAND], names[IN_HAND] = paper_of(minutes), "现在的稿子"
    keys = list(papers)
    new = new if new in papers else keys[-1] if keys else ""
    old = old if old in papers else keys[max(0, keys.index(new) - 1)] if keys else ""
    context = {"names": names, "old": old, "new": new, "parts": []}
    if not keys:
        return context
    parts = _differences(papers[old], papers[new])
    return context | {
        "parts": parts,
        "unchanged": [part for part in parts if part["same"]],
        "old_edition": choices.get(old),
        "new_edition": choices.get(new),
    }


def _name(edition, consultation) -> str:
    return f"更正{edition.edition}" if edition.edition else consultation.say("首次{sign_off}稿")


def _differences(old: dict, new: dict) -> list[dict]:
    before = {key: (heading, text) for key, heading, text in texts_of(old)}
    after = {key: (heading, text) for key, heading, text in texts_of(new)}
    parts = []
    for key in dict.fromkeys([*before, *after]):
        heading = (after.get(key) or before[key])[0]
        was, now = (side.get(key, ("", ""))[1].strip() for side in (before, after))
        if was or now:
            parts.append({"heading": heading, "same": was == now, "rows": _rows(was.splitlines(), now.splitlines())})
    return parts


def _rows(was: list[str], now: list[str]) -> list[dict]:
    """Paragraph beside paragraph; inside a changed one, the words that went and came."""
    rows = []
    for kind, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        left, right = was[a:b], now[c:d]
        for index in range(max(len(left), len(right))):
            one = left[index] if index < len(left) else None
            two = right[index] if index < len(right) else None
            if kind == "equal" or one is None or two is None:
                rows.append(
                    {
                        "old": _whole(one, "gone" if kind != "equal" else ""),
                        "new": _whole(two, "come" if kind != "equal" else ""),
                    }
                )
            else:
                rows.append(_words(one, two))
    return rows


def _whole(text, kind) -> list[dict] | None:
    return None if text is None else [{"kind": kind, "text": text}]


def _words(one: str, two: str) -> dict:
    left, right = [], []
    for kind, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if a < b:
            left.append({"kind": "" if kind == "equal" else "gone", "text": one[a:b]})
        if c < d:
            right.append({"kind": "" if kind == "equal" else "come", "text": two[c:d]})
    return {"old": left, "new": right}
