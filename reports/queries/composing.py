"""The first words of a contribution or of a piece of a bulletin, out of what is on record; people edit them.

No private person is in them: of a consultation it tells what was agreed and what came of it, of an activity what was
done, with the names that its record keeps to the room taken out.
"""

from types import SimpleNamespace

from consult.models import Consultation, Participant
from consult.steps import naming, privacy
from consult.workflow import pack_of
from members.enums import AttachmentKind
from members.models import Attachment
from rooms.models import Activity, Convener

MOST_MATTERS = 8


def text_of(thing) -> str:
    return of_case(thing) if isinstance(thing, Consultation) else of_activity(thing)


def of_case(case: Consultation) -> str:
    """What was consulted on, what was agreed, and what came of it."""
    private = private_of(cases=[case.pk])
    held = case.meeting_set.filter(state="ended").order_by("started_at").last()
    when = f"{held.started_at:%-m月%-d日}，" if held and held.started_at else ""
    lines = [f"{when}{case.room.name}围绕“{case.topic.title}”开展协商。"]
    if case.topic.why:
        lines.append(naming.veil(case.topic.why, private))
    matters = list(case.matter_set.filter(removed_at__isnull=True, consensus=True).order_by("number")[:MOST_MATTERS])
    if matters:
        agreed = "；".join(naming.veil(matter.text, private).rstrip("。；") for matter in matters)
        lines.append(f"经协商议定：{agreed}。")
    done = [matter for matter in matters if matter.outcome]
    if done:
        told = "；".join(naming.veil(matter.outcome, private).rstrip("。；") for matter in done)
        lines.append(f"目前进展：{told}。")
    return "\n".join(lines)


def of_activity(activity: Activity) -> str:
    private = private_of(activities=[activity.pk])
    place = f"在{activity.place}" if activity.place else ""
    first = f"{activity.on:%-m月%-d日}，{activity.room.name}{place}开展{activity.get_kind_display()}。"
    told = (naming.veil(text, private) for text in (activity.what, activity.result) if text)
    return "\n".join([first, *told])


def private_of(*, cases=(), activities=()) -> list:
    """Names that stay in the rooms' records: participants whom the pack does not name, visitors, who spoke up."""
    found = []
    for case in Consultation.objects.filter(pk__in=cases).select_related("practice", "room"):
        people = list(Participant.objects.filter(consultation=case).select_related("unit"))
        officials = Convener.objects.filter(room=case.room).values_list("user__name", flat=True)
        found += naming.private_people(people, pack_of(case), officials=officials)
    rows = Activity.objects.filter(pk__in=activities).select_related("contact").prefetch_related("voices")
    for row in rows:
        names = {row.visitor, row.contact.name if row.contact_id else "", *(v.said_by for v in row.voices.all())}
        found += [SimpleNamespace(name=name, told_as="有群众提出") for name in sorted(filter(None, names))]
    return found


def hits_in(parts, private) -> list[privacy.Hit]:
    """Where private persons, numbers or doors stand in (key, heading, text); the title of each is its heading."""
    sections = [
        {"key": key, "heading": heading, "text": f"{heading}\n{text}", "rows": []} for key, heading, text in parts
    ]
    return privacy.hits({"title": "", "sections": sections, "presence": [], "recipients": []}, private)


def photos_of(item):
    """The photos that may be printed with a piece: those of the contribution that it was made of."""
    if item.contribution is None:
        return Attachment.objects.none()
    return item.contribution.attachments.standing().filter(kind=AttachmentKind.PHOTO).order_by("pk")
