"""Step 4: arranging meetings, the page of one meeting, the live record, its end."""

from pathlib import Path

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consult import queries
from consult.forms.meeting import BackfillMeetingForm, EndForm, MeetingForm, initial_of
from consult.forms.topic import ReasonForm
from consult.models import Consultation, Meeting, Statement
from consult.steps import discussion, invitation
from consult.views.sheet import config_of, sheet_of
from consult.workflow import guards, pack_of, recording
from members.access import may, public
from members.enums import RoleCode
from members.models import User
from members.operations import forget_draft
from members.queries import people_of


@may("consult.edit_meeting", Consultation)
@require_http_methods(["GET", "POST"])
def plan_meeting(request, consultation):
    _in_time(request, recording.holding(consultation))
    needs = _needs(request, consultation)
    form = MeetingForm(request.POST or None, initial=_usual(consultation, request.user), **needs)
    if form.is_valid() and form.carry_out(
        discussion.plan, consultation, by=request.user, planned_at=form.planned_at(), **form.arrangements()
    ):
        forget_draft(request.user, _key("plan", consultation))
        messages.success(request, f"已安排{form.result}，可以复制通知发给参加的人。")
        return redirect("consult:meeting", form.result.pk)
    return _form_page(
        request, consultation, form, title=f"安排{needs['pack'].words['meeting']}", verb="保存安排", act="plan"
    )


@may("consult.edit_meeting", Consultation)
@require_http_methods(["GET", "POST"])
def backfill_meeting(request, consultation):
    _in_time(request, recording.holding(consultation))
    needs = _needs(request, consultation)
    form = BackfillMeetingForm(request.POST or None, initial=_usual(consultation, request.user), **needs)
    if form.is_valid() and form.carry_out(
        discussion.backfill,
        consultation,
        by=request.user,
        attachments=form.cleaned_data["attachments"],
        **form.times(),
        **form.arrangements(),
    ):
        forget_draft(request.user, _key("backfill", consultation))
        messages.success(request, consultation.say("已{backfill}会议，接着登记到会的人、{statement}或者要点。"))
        return redirect("consult:record_meeting", form.result.pk)
    words = needs["pack"].words
    title = f"{words['backfill']}{words['meeting']}"
    return _form_page(request, consultation, form, title=title, verb=words["backfill"], act="backfill")


@may("consult.edit_meeting", Meeting)
@require_http_methods(["GET", "POST"])
def edit_meeting(request, meeting):
    _in_time(request, recording.arranging(meeting))
    consultation = meeting.consultation
    form = MeetingForm(request.POST or None, initial=initial_of(meeting), **_needs(request, consultation))
    if form.is_valid() and form.carry_out(
        discussion.edit,
        meeting,
        by=request.user,
        version=form.cleaned_data["version"],
        planned_at=form.planned_at(),
        **form.arrangements(),
    ):
        forget_draft(request.user, _key("edit", meeting))
        messages.success(request, f"已修改{meeting}。")
        return redirect("consult:meeting", meeting.pk)
    return _form_page(request, consultation, form, title=f"修改{meeting}", verb="保存", act="edit", meeting=meeting)


@may("consult.view_consultation", Meeting)
@require_GET
def meeting(request, meeting):
    """One meeting: before it, what to send; afterwards, what came of it. Who said what is for the room."""
    pack = pack_of(meeting.consultation)
    # The right to see every word of the record is narrower than the right to see the case.
    may_read = request.user.has_perm("consult.view_record", meeting)
    said = Statement.objects.standing().filter(meeting=meeting).select_related("participant")
    seats = list(meeting.seats.select_related("participant").order_by("participant__seat"))
    context = {
        "meeting": meeting,
        "consultation": meeting.consultation,
        "pack": pack,
        "orders": request.user.has_perm("reports.order_document", meeting),
        "invitation": invitation.text(meeting) if meeting.is_planned else "",
        "seats": seats,
        "present": sum(seat.attendance == "present" for seat in seats),
        "statements": said if may_read else None,
        "count": said.count(),
        "matters": meeting.matters.standing().prefetch_related("suggested_units"),
    }
    return render(request, "consult/meeting_page.html", context)


@may("consult.record_meeting", Meeting)
@require_POST
def start_meeting(request, meeting):
    discussion.start(meeting, by=request.user)
    return redirect("consult:record_meeting", meeting.pk)


@may("consult.record_meeting", Meeting)
@require_GET
def record_meeting(request, meeting):
    """The live record: a shell that the browser keeps, filled by the stream."""
    if not meeting.is_running:
        return redirect("consult:meeting", meeting.pk)
    pack = pack_of(meeting.consultation)
    context = {
        "meeting": meeting,
        "consultation": meeting.consultation,
        "pack": pack,
        "config": config_of(meeting, request.user),
        "levels": [(each.code, each.name) for each in pack.destinations],
    }
    return render(request, "consult/meeting_record.html", context)


@may("consult.record_meeting", Meeting)
@require_http_methods(["GET", "POST"])
def end_meeting(request, meeting):
    _in_time(request, recording.keeping(meeting))
    pack = pack_of(meeting.consultation)
    form = EndForm(request.POST or None, pack=pack, user=request.user)
    if form.is_valid() and form.carry_out(discussion.end, meeting, by=request.user, **form.cleaned_data):
        messages.success(request, f"{meeting}记录已结束：{meeting.consultation.title}。")
        return redirect("consult:consultation", meeting.consultation_id)
    context = {
        "meeting": meeting,
        "consultation": meeting.consultation,
        "pack": pack,
        "form": form,
        "missing": discussion.end_missing(meeting, pack),
        "warnings": discussion.end_warnings(meeting, pack),
        "sheet": sheet_of(meeting),
    }
    return render(request, "consult/meeting_end.html", context, status=422 if form.is_bound else 200)


@may("consult.record_meeting", Meeting)
@require_http_methods(["GET", "POST"])
def reopen_meeting(request, meeting):
    _in_time(request, recording.reopening(meeting))
    form = ReasonForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(
        discussion.reopen, meeting, by=request.user, reason=form.cleaned_data["reason"]
    ):
        return redirect("consult:record_meeting", meeting.pk)
    text = "打开以后可以接着记、接着改，改好再结束；原来的内容都保留。"
    return _ask(request, meeting, form, title=f"重新打开{meeting}的记录", verb="重新打开", text=text)


@may("consult.edit_meeting", Meeting)
@require_http_methods(["GET", "POST"])
def cancel_meeting(request, meeting):
    _in_time(request, recording.canceling(meeting))
    form = ReasonForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(
        discussion.cancel, meeting, by=request.user, reason=form.cleaned_data["reason"]
    ):
        messages.success(request, "会议已取消，请告知参加的人。")
        return redirect("consult:consultation", meeting.consultation_id)
    return _ask(request, meeting, form, title=f"取消{meeting}", verb="取消会议", text="取消以后可以另行安排。")


@public
@require_GET
def meeting_worker(request):
    """The service worker of the live record. It stands at the root, because a worker rules only what lies below it."""
    path = finders.find("js/meeting-worker.js")
    if path is None:
        raise Http404
    response = HttpResponse(Path(path).read_bytes(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _in_time(request, why: str) -> None:
    """Show no form that would be refused. One that was filled in meanwhile is refused by the verb, with its text."""
    if request.method == "GET":
        guards.require(why)


def _needs(request, consultation) -> dict:
    recorders = queries.room_staff(consultation) | User.objects.filter(pk=request.user.pk)
    people = consultation.participant_set.standing()
    return {"pack": pack_of(consultation), "people": people, "recorders": recorders, "user": request.user}


def _usual(consultation, user) -> dict:
    """What most meetings are: chaired by a convener on the list, of the leading room first; who arranges it records."""
    leading = set(people_of(consultation.room.unit, RoleCode.CONVENER).values_list("name", flat=True))
    conveners = set(queries.room_staff(consultation, RoleCode.CONVENER).values_list("name", flat=True))
    people = [person for person in consultation.participant_set.standing() if person.name in conveners]
    chair = min(people, key=lambda person: person.name not in leading, default=None)
    return {
        "recorder": str(user.pk),
        "chair": str(chair.pk) if chair else "",
        "place": consultation.topic.place,
        "day": timezone.localdate(),
    }


def _key(act: str, record) -> str:
    return f"consult:{act}_meeting:{record.pk}"


def _form_page(request, consultation, form, *, title, verb, act, meeting=None):
    context = {"consultation": consultation, "form": form, "title": title, "verb": verb, "meeting": meeting}
    context["draft_key"] = _key(act, meeting or consultation)
    return render(request, "consult/meeting_form.html", context, status=422 if form.is_bound else 200)


def _ask(request, meeting, form, **words):
    context = {"consultation": meeting.consultation, "form": form, **words}
    return render(request, "consult/consultation_ask.html", context, status=422 if form.is_bound else 200)
