"""Step 2 确定协商主体: people by the categories of the pack (000: 利益相关方代表、驻室委员、党员代表、群众代表…)."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from consult import queries
from consult.enums import MeetingState, PersonKind, Step
from consult.models import Meeting, Participant
from consult.steps.telling import tell
from consult.workflow import Refused, check_version, go_on, guards, lock, pack_of, recording
from consult.workflow.gates import gates_on
from consult.workflow.stages import require_running, send_back

RELATED = ("topic", "room__unit__region", "practice", "approval")
# What checkpoints count on the list; once it is fixed nothing of it changes.
COUNTS_OF_LIST = ("participants", "unmet_categories")


@transaction.atomic
def add(consultation, *, by, category: str, name: str, came_unlisted=False, **fields) -> Participant:
    """Put one person on the list, with the next seat number. After the list is fixed only as 临时到会 at a meeting."""
    consultation = lock(consultation, related=RELATED)
    guards.require(recording.listing(consultation))
    if consultation.participants_fixed_at and not came_unlisted:
        raise Refused("名单已经确定；会上临时到会的人在会议记录里登记，要改名单请先退回到这一步。")
    pack_of(consultation).category(category)
    _require_new(consultation, name=name, **fields)
    last = consultation.participant_set.aggregate(last=Max("seat"))["last"] or 0
    person = Participant.objects.create(
        consultation=consultation,
        category=category,
        name=name,
        seat=last + 1,
        came_unlisted=came_unlisted,
        added_by=by,
        **fields,
    )
    tell(
        consultation,
        "consult.add_participant",
        by=by,
        sentence=consultation.say("登记{participant}第 {n} 号", n=person.seat),
    )
    return person


@transaction.atomic
def add_team(consultation, *, by, conveners=(), members=(), representatives=()) -> int:
    """Put people of the room's team on the list, each in the category that takes them; return how many."""
    pack = pack_of(consultation)
    kinds = {each.representatives: each.code for each in pack.categories if each.source == "representative"}
    for each in conveners:
        add(
            consultation,
            by=by,
            category=category_from("convener", pack).code,
            name=each.user.name,
            convener=each,
            kind=PersonKind.CONVENER,
            title=each.title or pack.words[f"{each.rank}_convener"],
            phone=each.user.phone,
        )
    for member in members:
        add(
            consultation,
            by=by,
            category=category_from("member", pack).code,
            name=member.name,
            member=member,
            kind=PersonKind.MEMBER,
            title=member.employer[:80],
            phone=member.phone,
        )
    for each in representatives:
        add(
            consultation,
            by=by,
            category=kinds.get(each.kind) or kinds[""],
            name=each.name,
            representative=each,
            kind=PersonKind.REPRESENTATIVE,
            title=each.title,
            phone=each.phone,
        )
    return len(conveners) + len(members) + len(representatives)


@transaction.atomic
def add_fitting(consultation, *, by, category: str, fits) -> int:
    """Put people of the pools on the list; a member stays linked to the roll, so that it counts as the member's."""
    for fit in fits:
        person = fit.person
        source = {"member": person, "kind": PersonKind.MEMBER} if fit.is_member else {}
        # Another room's list shows no number that the pool itself would mask.
        add(consultation, by=by, category=category, name=person.name, title=fit.title[:80], **source)
    return len(fits)


def category_from(source: str, pack):
    """The category that takes people of this source; none where the place does not have one."""
    return next((each for each in pack.categories if each.source == source), None)


@transaction.atomic
def edit(person, *, by, version: int, **fields) -> Participant:
    """Correct a person's name, title, phone or category. Raises Stale when somebody saved in between."""
    consultation = lock(person.consultation, related=RELATED)
    require_running(consultation)
    person = lock(person)
    if person.removed_at:
        raise Refused("这个人已经移出名单，请刷新页面查看。")
    if consultation.participants_fixed_at and fields.get("category", person.category) != person.category:
        raise Refused("名单已经确定，不能再改类别；确需修改的，请先重新打开名单。")
    check_version(person, version)
    changes = {
        name: (
            str(person._meta.get_field(name).verbose_name),
            str(getattr(person, name)),
            str(value),
        )
        for name, value in fields.items()
    }
    for name, value in fields.items():
        setattr(person, name, value)
    person.version += 1
    person.save(update_fields=[*fields, "version"])
    tell(
        consultation,
        "consult.edit_participant",
        by=by,
        sentence=consultation.say("修改{participant}第 {n} 号", n=person.seat),
        changes=changes,
    )
    return person


@transaction.atomic
def remove(person, *, by) -> Participant:
    """Take a person off the list; the number stays unused, and what the person said stays on record."""
    consultation = lock(person.consultation, related=RELATED)
    guards.require(recording.listing(consultation))
    if consultation.participants_fixed_at:
        raise Refused("名单已经确定，要改名单请先退回到这一步。")
    person = lock(person)
    if person.removed_at:
        return person
    person.removed_by, person.removed_at = by, timezone.now()
    person.save(update_fields=["removed_by", "removed_at"])
    tell(
        consultation,
        "consult.remove_participant",
        by=by,
        sentence=consultation.say("移出{participant}第 {n} 号", n=person.seat),
    )
    return person


@transaction.atomic
def fix(consultation, *, by) -> None:
    """Fix the list (确定名单). What the pack says of its composition was shown; only what it insists on holds it."""
    consultation = lock(consultation, related=RELATED)
    require_running(consultation)
    if consultation.participants_fixed_at:
        raise Refused("名单已经确定。")
    if consultation.step != "participants":
        raise Refused("议题审定以后才能确定名单。")
    count = consultation.participant_set.standing().count()
    if not count:
        raise Refused("名单里还没有人。")
    pack = pack_of(consultation)
    missing = queries.composition_faults(consultation, pack, modes=("block",))
    stage = consultation.stage
    counted = [gate for measure in COUNTS_OF_LIST for gate in gates_on(measure, consultation, pack, stage=stage)]
    missing += [gate.sentence for gate in counted if gate.blocks]
    if missing:
        raise Refused("".join(missing))
    consultation.participants_fixed_by, consultation.participants_fixed_at = (
        by,
        timezone.now(),
    )
    consultation.save(update_fields=["participants_fixed_by", "participants_fixed_at"])
    tell(
        consultation,
        "consult.fix_participants",
        by=by,
        sentence=consultation.say("确定{participant} {n} 人", n=count),
    )
    go_on(consultation, by=by)


@transaction.atomic
def reopen(consultation, *, by, reason: str) -> None:
    """Open the fixed list again, while no meeting has been held: the case is at this step again."""
    consultation = lock(consultation, related=RELATED)
    require_running(consultation)
    if not consultation.participants_fixed_at:
        raise Refused("名单没有确定，可以直接修改。")
    if Meeting.objects.filter(consultation=consultation).exclude(state=MeetingState.PLANNED).exists():
        raise Refused(consultation.say("已经开过{meeting}，名单不能再改；会上临时到会的人在会议记录里登记。"))
    consultation.participants_fixed_by = consultation.participants_fixed_at = None
    consultation.save(update_fields=["participants_fixed_by", "participants_fixed_at"])
    if consultation.step != Step.PARTICIPANTS:
        send_back(consultation, Step.PARTICIPANTS, by=by, reason=reason)
    tell(
        consultation,
        "consult.reopen_participants",
        by=by,
        sentence=consultation.say("重新打开{participant}名单"),
        note=reason,
    )


def _require_new(consultation, *, name, **fields) -> None:
    standing = consultation.participant_set.standing()
    # Who convenes two rooms of a joint case is appointed twice, and is one person.
    convener = fields.pop("convener", None)
    same = {"convener__user": convener.user} if convener else {}
    same |= {source: fields[source] for source in ("member", "representative") if fields.get(source)}
    for column, value in same.items():
        if standing.filter(**{column: value}).exists():
            raise Refused(f"{name}已经在名单里。")
