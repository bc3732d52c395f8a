"""The consultation as a whole: its list, its page, its moves."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from consult import queries, workflow
from consult.filters import ConsultationFilter
from consult.forms.topic import JoinRoomForm, LeaveForm, ReasonForm
from consult.models import Consultation
from consult.steps import case, closing, joining, topic
from consult.views.page import page_of
from consult.workflow import guards
from members.access import may
from members.queries import page_after, timeline
from rooms import practice
from rooms.models import Room

# Acts whose texts name people or are not signed yet: before and after stay in the record of the room.
OF_THE_ROOM = (
    "consult.edit_participant",
    "consult.edit_statement",
    "consult.edit_minutes",
    "consult.renew_minutes",
    "consult.note_refusals",
)


@may("consult.view_consultation")
@require_GET
def consultations(request):
    """List what the person sees, newest first; saved views come from the practice pack."""
    pack = practice.of_person(request.user)
    found = ConsultationFilter(request.GET, Consultation.objects.visible_to(request.user), request=request, pack=pack)
    page = page_after(found.qs, request.GET, order=found.order, shown=queries.for_list)
    for row in page.rows:
        row.waiting = queries.waiting_of(row)
    template = "consult/consultation_list.html" + ("#rows" if request.htmx else "")
    return render(request, template, {"filter": found, "page": page, "pack": pack})


@may("consult.view_consultation", Consultation)
@require_GET
def consultation(request, consultation):
    return render(request, "consult/consultation_page.html", page_of(consultation, request.user))


@may("consult.view_consultation", Consultation)
@require_GET
def events(request, consultation):
    """The whole ledger of the case. Who may erase a text finds it here, whether or not he may read it."""
    page = page_after(timeline(consultation), request.GET, size=100)
    reads = request.user.has_perm("consult.view_record", consultation)
    phones = request.user.has_perm("consult.view_phones", consultation)
    erases = request.user.has_perm("members.erase_text", consultation)
    for event in page.rows:
        event.texts = list(event.revisions.all())
        for text in event.texts:
            text.is_shown = (reads or event.verb not in OF_THE_ROOM) and (phones or text.field != "phone")
    context = {"consultation": consultation, "page": page, "erases": erases}
    return render(request, "consult/consultation_events.html", context)


@may("consult.move_stage", Consultation)
@require_http_methods(["GET", "POST"])
def move_stage(request, consultation):
    """Go on; the question before it is for what the pack reminds of and nobody has to do."""
    if request.method == "POST":
        case.move_on(consultation, by=request.user, seen=request.POST.get("seen", ""))
        return redirect("consult:consultation", consultation.pk)
    pack = workflow.pack_of(consultation)
    stop = workflow.following(consultation, pack)
    if stop is None:
        raise workflow.Refused("已经是最后一步。")
    guards.require("".join(gate.sentence for gate in workflow.blocking(consultation, pack)))
    name = pack.name_of_stop(stop, seen_from=consultation.stage)
    return _ask_to_leave(request, consultation, title=f"进入“{name}”", undone="不办也可以进入下一步。")


@may("consult.close_consultation", Consultation)
@require_http_methods(["GET", "POST"])
def close_consultation(request, consultation):
    if request.method == "POST":
        closing.finish(consultation, by=request.user)
        messages.success(request, "协商已经办结。")
        return redirect("consult:consultation", consultation.pk)
    guards.require(guards.finishing(consultation))
    title = consultation.say("办结{consultation}")
    return _ask_to_leave(request, consultation, title=title, undone="办结以后只能补登成果。")


def _ask_to_leave(request, consultation, *, title: str, undone: str):
    """Ask before reminders of the present stage are passed by."""
    pack = workflow.pack_of(consultation)
    left = [gate.sentence for gate in workflow.holds(consultation, pack) if gate.is_reminder]
    text = "".join([*left, undone]) if left else ""
    form = LeaveForm(user=request.user, initial={"seen": consultation.stop})
    return _ask(request, consultation, form, title=title, verb=title, text=text)


@may("consult.return_stage", Consultation)
@require_http_methods(["GET", "POST"])
def return_stage(request, consultation, stage):
    pack = workflow.pack_of(consultation)
    earlier = {each.code: each for each in pack.stages_before(consultation.stage)}
    if stage not in earlier:
        raise workflow.Refused("只能退回到前面的步骤，请刷新页面查看最新情况。")
    form = ReasonForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(
        case.send_back, consultation, stage=stage, by=request.user, reason=form.cleaned_data["reason"]
    ):
        messages.success(request, f"已退回到“{earlier[stage].name}”，此前的记录都保留。")
        return redirect("consult:consultation", consultation.pk)
    title = f"退回到“{earlier[stage].name}”"
    return _ask(
        request, consultation, form, title=title, verb=title, text="此前登记的内容都保留，修改以后再进入下一步。"
    )


@may("consult.stop_consultation", Consultation)
@require_http_methods(["GET", "POST"])
def stop_consultation(request, consultation):
    form = ReasonForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(
        topic.stop, consultation, by=request.user, reason=form.cleaned_data["reason"]
    ):
        messages.success(request, "协商已终止，记录都保留，不能再改动。")
        return redirect("consult:consultation", consultation.pk)
    return _ask(request, consultation, form, title="终止协商", verb="终止", text="终止以后不能恢复，已有记录都保留。")


@may("consult.join_room", Consultation)
@require_http_methods(["GET", "POST"])
def join_room(request, consultation):
    joined = consultation.joined_rooms.values("room")
    rooms = Room.objects.open().exclude(pk__in=joined).select_related("unit")
    rooms = rooms.filter(unit__region__path__startswith=f"/{consultation.room.unit.region.city_code}/")
    form = JoinRoomForm(request.POST or None, pack=consultation.pack, rooms=rooms, user=request.user)
    if form.is_valid() and form.carry_out(
        joining.join_room, consultation, room=form.cleaned_data["room"], by=request.user
    ):
        messages.success(request, f"已邀请{form.cleaned_data['room']}联合协商。")
        return redirect("consult:consultation", consultation.pk)
    text = "对方{room_short}的工作人员和{convener}可以查看这件协商的全部内容，共同登记；统计只计入牵头{room_short}。"
    title = consultation.say("邀请{room_short}联合协商")
    return _ask(request, consultation, form, title=title, verb="邀请", text=consultation.say(text))


@may("consult.join_room", Consultation)
@require_http_methods(["GET", "POST"])
def part_room(request, consultation, room):
    name = joining.to_part(consultation, room).room.name
    form = ReasonForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(
        joining.part_room, consultation, room=room, by=request.user, reason=form.cleaned_data["reason"]
    ):
        messages.success(request, f"已取消与{name}联合协商。")
        return redirect("consult:consultation", consultation.pk)
    text = consultation.say("对方{room_short}不再看到这件协商；已经发生的办理情况留在台账里。")
    return _ask(request, consultation, form, title=f"取消与{name}联合协商", verb="取消联合", text=text)


@may("consult.view_consultation")
@require_GET
def find_consultations(request):
    """Running consultations by words of their title, for the type-to-find control."""
    words = request.GET.get("q", "")[:60].strip()
    rows = Consultation.objects.visible_to(request.user).running().select_related("topic", "room__unit")
    rows = rows.filter(topic__title__icontains=words)[:10] if words else []
    found = [{"id": row.pk, "name": row.title, "note": row.label} for row in rows]
    return JsonResponse({"results": found})


def _ask(request, consultation, form, **words):
    status = 422 if form.is_bound else 200
    return render(
        request, "consult/consultation_ask.html", {"consultation": consultation, "form": form, **words}, status=status
    )
