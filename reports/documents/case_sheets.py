"""The table papers of one consultation, made from its records."""

from dataclasses import replace

from django.utils import timezone

from consult.workflow import pack_of
from members.enums import AttachmentKind
from members.templatetags.dates import masked
from reports.documents.papers import chinese_date
from reports.documents.sheets import (
    ApprovalSheet,
    AttendanceSheet,
    Attendee,
    Category,
    Entry,
    Opinion,
    ParticipantSheet,
    Party,
    Photo,
    ResearchSheet,
    SignatureSheet,
)

OFFICERS = {"chair": "主持人", "recorder": "记录人", "first_convener": "{sign_off}人", "second_convener": "会签人"}


def approval_form(consultation, **_) -> ApprovalSheet:
    """议题审批表: every body of the present round with what it said; those still to come have room to write."""
    topic, pack = consultation.topic, pack_of(consultation)
    approval = consultation.approval
    steps = approval.steps.of_route().filter(round=approval.round).select_related("unit", "decided_by")
    note = (
        f"列为{pack.words['important']}的理由：{consultation.importance_reason}"
        if consultation.importance_reason
        else ""
    )
    return ApprovalSheet(
        title=pack.document("approval_form").name,
        unit=consultation.room.name,
        date=timezone.localdate(approval.submitted_at or consultation.created_at),
        topic=topic.title,
        entries=(
            Entry(pack.say("{topic}来源"), _joined(pack.topic_source(topic.source).name, topic.source_note)),
            Entry("重要程度", pack.words[consultation.importance]),
            Entry("所在区域", topic.region.name),
            Entry("具体地点", topic.place),
            # The case number is too long for the line above the table.
            Entry("编号", consultation.label, is_wide=True),
        ),
        reason=topic.why,
        opinions=tuple(opinion_of(step) for step in steps),
        note=note,
    )


def opinion_of(step) -> Opinion:
    if step.decided_at is None:
        return Opinion(body=step.unit.name, act=step.name)
    return Opinion(
        body=step.unit.name,
        act=step.name,
        text=_said(step),
        basis=_joined(step.get_basis_display(), step.basis_note),
        decided_on=step.basis_on,
        entered_by=step.decided_by.name if step.entered_for_body else "",
    )


def _said(step) -> str:
    """The verdict and the opinion; an opinion that begins with the verdict says both."""
    verdict = step.get_verdict_display()
    return step.opinion if step.opinion.startswith(verdict) else _joined(verdict, step.opinion, mark="。")


def participant_list(consultation, *, phones: bool) -> ParticipantSheet:
    pack = pack_of(consultation)
    people = list(consultation.participant_set.standing().select_related("unit"))
    groups = [(category, [each for each in people if each.category == category.code]) for category in pack.categories]
    return ParticipantSheet(
        title=pack.document("participant_list").name,
        unit=consultation.room.name,
        date=day_of_list(consultation),
        topic=consultation.topic.title,
        categories=tuple(
            Category(category.name, tuple(_attendee(each, phones=phones) for each in those))
            for category, those in groups
            if those
        ),
        note=f"共 {len(people)} 人。",
    )


def day_of_list(consultation):
    """The day on which the list was fixed; what was held on paper had it at the latest on the day of its meeting."""
    if consultation.is_backfilled:
        meeting = consultation.meeting_set.exclude(started_at=None).order_by("started_at").first()
        return timezone.localdate(meeting.started_at if meeting else consultation.created_at)
    return timezone.localdate(consultation.participants_fixed_at)


def attendance(meeting, *, phones: bool) -> AttendanceSheet:
    """签到表: the people who are expected, with room to sign."""
    consultation = meeting.consultation
    pack = pack_of(consultation)
    people = consultation.participant_set.standing().filter(came_unlisted=False).select_related("unit")
    at = timezone.localtime(meeting.started_at or meeting.planned_at)
    mode = next((mode.name for mode in pack.meeting_modes if mode.code == meeting.mode), "")
    return AttendanceSheet(
        title=pack.document("attendance").name,
        unit=consultation.room.name,
        date=at.date(),
        topic=consultation.topic.title,
        entries=(
            Entry("时间", f"{chinese_date(at.date())}{at:%H:%M}"),
            Entry("地点", meeting.place),
            Entry("形式", mode),
            Entry("主持人", meeting.chair.name if meeting.chair else ""),
        ),
        people=tuple(_attendee(each, phones=phones) for each in people),
    )


def signature_page(minutes, **_) -> SignatureSheet:
    """签字页: the parties sign that the minutes are what was agreed; units by their name, private people by hand."""
    consultation, pack = minutes.consultation, pack_of(minutes.consultation)
    settings = pack.document("signature_page")
    people = consultation.participant_set.standing().filter(attendances__attendance="present").distinct()
    return SignatureSheet(
        title=f"{pack.words['minutes']}{settings.name}",
        unit=consultation.room.name,
        date=minutes.dated_on or timezone.localdate(minutes.signed_at),
        topic=consultation.topic.title,
        statement="以下各方参加了协商，确认纪要所载协商情况和议定事项属实。不同意签字的，注明理由。",
        parties=tuple(
            Party(side=each.unit.short_name if each.unit else pack.category(each.category).name, name=each.name)
            for each in people.select_related("unit").order_by("seat")
        ),
        officers=tuple(pack.say(OFFICERS[code]) for code in settings.signatures if code in OFFICERS)
        or ("主持人", "记录人"),
    )


def research_record(research, **_) -> ResearchSheet:
    days = chinese_date(research.on)
    if research.until and research.until != research.on:
        days += f"至{chinese_date(research.until)}"
    visited = f"{research.visited_count} {research.visited_unit}" if research.visited_count else ""
    return ResearchSheet(
        title=pack_of(research.consultation).document("research_record").name,
        unit=research.consultation.room.name,
        date=research.on,
        topic=research.consultation.topic.title,
        entries=(
            Entry("调研日期", days),
            Entry("地点", research.place),
            Entry("参加人员", research.team, is_wide=True),
            Entry("走访对象", _joined(visited, research.visited), is_wide=True),
        ),
        findings=(Entry("了解到的情况", research.findings, is_wide=True),),
        figures=(Entry("数据", research.figures, is_wide=True),) if research.figures else (),
    )


def photos_of(research) -> list[dict]:
    """The pictures of a record, by the key of their files."""
    photos = research.attachments.filter(kind=AttachmentKind.PHOTO, removed_at__isnull=True)
    return [{"attachment": photo.pk, "caption": photo.name} for photo in photos]


def with_photos(sheet: ResearchSheet, photos, files) -> ResearchSheet:
    """Put the pictures in; `files` gives the bytes of each by its key."""
    found = [Photo(files[photo["attachment"]]) for photo in photos if photo["attachment"] in files]
    return replace(sheet, photos=tuple(found))


SHEETS = {
    "approval_form": approval_form,
    "participant_list": participant_list,
    "attendance": attendance,
    "signature_page": signature_page,
    "research_record": research_record,
}


def _attendee(person, *, phones: bool) -> Attendee:
    phone = person.phone if phones else masked(person.phone)
    return Attendee(name=person.name, duty=person.title or (person.unit.short_name if person.unit else ""), phone=phone)


def _joined(*texts, mark="，") -> str:
    return mark.join(text for text in texts if text)
