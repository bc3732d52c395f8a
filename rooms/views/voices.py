"""信息、建议: their list over rooms, and what became of each."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.queries import page_after
from members.views.form_page import form_page
from rooms import operations, queries
from rooms.filters import VoiceFilter
from rooms.forms.activities import FollowForm, RemoveForm, VoiceForm
from rooms.models import Activity, Voice


@may("rooms.view_activity")
@require_GET
def voices(request):
    rows = Voice.objects.standing().readable_by(request.user)
    found = VoiceFilter(request.GET, rows, request=request)
    page = page_after(found.qs.for_page(), request.GET, order=("-pk",))
    for row in page.rows:
        row.can_follow = request.user.has_perm("rooms.follow_voice", row)
    return render(request, "rooms/voice_list.html" + ("#rows" if request.htmx else ""), {"filter": found, "page": page})


@may("rooms.edit_activity", Activity)
@require_http_methods(["GET", "POST"])
def new_voice(request, activity):
    form = VoiceForm(request.POST or None, mates=_mates(activity), user=request.user)
    if form.is_valid() and form.carry_out(operations.add_voice, activity, by=request.user, **form.values()):
        messages.success(request, f"已登记 1 条{form.result.get_kind_display()}。")
        return redirect("rooms:activity", activity.pk)
    return _ask(request, activity, form, title="登记信息、建议", verb="登记")


@may("rooms.edit_activity", Voice)
@require_http_methods(["GET", "POST"])
def edit_voice(request, voice):
    initial = {name: getattr(voice, name) for name in ("kind", "text", "said_by", "version")}
    initial["member"] = queries.key_of(voice.member) if voice.member else ""
    form = VoiceForm(request.POST or None, mates=_mates(voice.activity), user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(
        operations.edit_voice, voice, by=request.user, version=form.cleaned_data["version"], **form.values()
    ):
        messages.success(request, f"已保存这条{form.result.get_kind_display()}。")
        return redirect("rooms:activity", voice.activity_id)
    return _ask(request, voice.activity, form, title=f"修改{voice.get_kind_display()}", verb="保存")


@may("rooms.follow_voice", Voice)
@require_http_methods(["GET", "POST"])
def follow_voice(request, voice):
    initial = {"became": voice.became, "version": voice.version}
    form = FollowForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(operations.follow_voice, voice, by=request.user, **form.cleaned_data):
        messages.success(request, "已登记办理情况。")
        return redirect("rooms:activity", voice.activity_id)
    return _ask(request, voice.activity, form, title="登记办理情况", verb="登记", text=voice.text)


@may("rooms.edit_activity", Voice)
@require_http_methods(["GET", "POST"])
def remove_voice(request, voice):
    form = RemoveForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(
        operations.remove_voice, voice, by=request.user, reason=form.cleaned_data["reason"]
    ):
        messages.success(request, f"已移出 1 条{voice.get_kind_display()}，不再计入统计。")
        return redirect("rooms:activity", voice.activity_id)
    return _ask(request, voice.activity, form, title=f"移出{voice.get_kind_display()}", verb="移出", text=voice.text)


def _mates(activity) -> list:
    return queries.team_on(activity.room, activity.on)


def _ask(request, activity, form, **words):
    back = reverse("rooms:activity", args=[activity.pk])
    return form_page(request, form, back=back, crumb=str(activity), **words)
