"""The end of a room, asked where its cases are known."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from consult.steps import withdrawing
from members.access import may
from rooms.forms import WithdrawForm
from rooms.models import Room


@may("rooms.withdraw_room", Room)
@require_http_methods(["GET", "POST"])
def withdraw_room(request, room):
    form = WithdrawForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(withdrawing.withdraw, room, by=request.user, **form.cleaned_data):
        messages.success(request, f"已撤销{room}，自{form.result.withdrawn_on:%Y年%-m月%-d日}起。")
        return redirect("rooms:room", room.pk)
    context = {"room": room, "form": form, "running": list(withdrawing.running_in(room)[:20])}
    return render(request, "rooms/room_withdraw.html", context, status=422 if form.is_bound else 200)
