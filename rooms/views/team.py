"""The team of a room: members posted, representatives, conveners; each from a day to a day."""

from django.utils import timezone
from django.views.decorators.http import require_http_methods

from members.access import may
from members.models import Member
from members.queries import city_paths, people_near
from rooms import operations
from rooms.forms import ConvenerForm, EditRepresentativeForm, EndForm, PostingForm, RepresentativeForm
from rooms.models import Convener, Posting, Representative, Room
from rooms.views.room_page import ask, done
from rooms.workflow.convening import hint


@may("rooms.edit_team", Room)
@require_http_methods(["GET", "POST"])
def post_member(request, room):
    people = Member.objects.active().within_any(city_paths(request.user))
    form = PostingForm(request.POST or None, people=people, user=request.user)
    if form.is_valid() and form.carry_out(operations.post_member, room, by=request.user, **form.cleaned_data):
        return done(request, room, f"{form.result.member}已派驻到{room}。")
    return ask(request, room, form, title="派驻委员", verb="派驻")


@may("rooms.edit_team", Posting)
@require_http_methods(["GET", "POST"])
def end_posting(request, posting):
    form = _end_form(request)
    if form.is_valid() and form.carry_out(operations.end_posting, posting, by=request.user, **form.cleaned_data):
        return done(request, posting.room, f"{posting.member}结束派驻，最后一天 {form.cleaned_data['last_on']}。")
    return ask(request, posting.room, form, title=f"结束派驻：{posting.member}", verb="结束派驻")


@may("rooms.edit_team", Room)
@require_http_methods(["GET", "POST"])
def new_representative(request, room):
    initial = {"kind": request.GET.get("kind", ""), "starts_on": timezone.localdate()}
    form = RepresentativeForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(operations.add_representative, room, by=request.user, **form.cleaned_data):
        return done(request, room, f"已登记{form.result.get_kind_display()}{form.result}。")
    return ask(request, room, form, title="登记代表", verb="登记")


@may("rooms.edit_team", Representative)
@require_http_methods(["GET", "POST"])
def edit_representative(request, each):
    initial = {name: getattr(each, name) for name in ("kind", "name", "title", "phone", "term", "version")}
    form = EditRepresentativeForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(operations.edit_representative, each, by=request.user, **form.cleaned_data):
        return done(request, each.room, f"已保存{form.result}的登记。")
    return ask(request, each.room, form, title=f"修改代表：{each}", verb="保存")


@may("rooms.edit_team", Representative)
@require_http_methods(["GET", "POST"])
def end_representative(request, each):
    form = _end_form(request)
    if form.is_valid() and form.carry_out(operations.end_representative, each, by=request.user, **form.cleaned_data):
        return done(request, each.room, f"{each}不再担任{each.get_kind_display()}。")
    return ask(request, each.room, form, title=f"不再担任：{each}", verb="结束担任")


@may("rooms.set_convener", Room)
@require_http_methods(["GET", "POST"])
def set_convener(request, room):
    initial = {"rank": request.GET.get("rank", ""), "starts_on": timezone.localdate()}
    form = ConvenerForm(request.POST or None, people=people_near(request.user), user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(operations.set_convener, room, by=request.user, **form.cleaned_data):
        chosen = form.result
        told = f"已确定{chosen.user.name}为{chosen.get_rank_display()}，{chosen.starts_on:%Y年%-m月%-d日}起。"
        return done(request, room, told)
    text = hint(room.kind) + "同一次序的现任召集人到前一天为止。召集人角色随之授予和终止，本人要重新登录。"
    return ask(request, room, form, title="确定召集人", verb="确定召集人", text=text)


@may("rooms.set_convener", Convener)
@require_http_methods(["GET", "POST"])
def end_convener(request, convener):
    form = _end_form(request)
    if form.is_valid() and form.carry_out(operations.end_convener, convener, by=request.user, **form.cleaned_data):
        return done(request, convener.room, f"{convener.user.name}不再担任{convener.get_rank_display()}。")
    title = f"免去{convener.get_rank_display()}：{convener.user.name}"
    text = "没有第一召集人时，协商纪要不能审签。有接任的人，请直接“确定召集人”。"
    return ask(request, convener.room, form, title=title, verb="免去", text=text)


def _end_form(request) -> EndForm:
    return EndForm(request.POST or None, user=request.user, initial={"last_on": timezone.localdate()})
