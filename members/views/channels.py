"""Channels as the system administrator sets them up, and what became of each message."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members import operations
from members.access import may, visible
from members.enums import ChannelKind, DeliveryState, RoleCode
from members.filters.deliveries import DeliveryFilter
from members.forms.channels import ChannelForm
from members.models import Channel, Delivery, Region
from members.models.keys import keys_in
from members.queries import page_after
from members.views.form_page import form_page

BOTH = require_http_methods(["GET", "POST"])
SAVED = ("name", "signing", "body", "success_word", "timeout", "only", "says_sentence", "workdays_only", "enabled")
# As many as one page can tick.
MOST_CHOSEN = 200


@may("members.edit_channels")
@require_GET
def channels(request):
    waiting = Q(deliveries__state__in=(DeliveryState.WAITING, DeliveryState.FAILED, DeliveryState.SENDING))
    rows = visible(Channel, request.user).annotate(
        dead=Count("deliveries", filter=Q(deliveries__state=DeliveryState.DEAD)),
        waiting=Count("deliveries", filter=waiting),
    )
    return render(request, "members/channel_list.html", {"channels": rows, "kinds": ChannelKind.choices})


@may("members.edit_channels")
@BOTH
@sensitive_variables()
def new_channel(request, kind):
    if kind not in ChannelKind.values:
        raise Http404
    paths = request.user.paths_as(RoleCode.ADMIN)
    regions = Region.objects.within_any(paths)
    initial = {"says_sentence": kind == ChannelKind.MAIL, "region": Region.objects.filter(path__in=paths).first()}
    form = ChannelForm(request.POST or None, user=request.user, kind=kind, regions=regions, initial=initial)
    if form.is_valid() and form.carry_out(operations.add_channel, by=request.user, kind=kind, **form.cleaned_data):
        messages.success(request, "已建立通知渠道，请试发一条。")
        return redirect("members:edit_channel", form.result.pk)
    title = f"新建{ChannelKind(kind).label}渠道"
    return form_page(request, form, title=title, verb="保存", crumb="通知渠道", back=reverse("members:channels"))


@may("members.edit_channels", Channel)
@BOTH
@sensitive_variables()
def edit_channel(request, channel):
    initial = {name: getattr(channel, name) for name in (*SAVED, "version")}
    initial |= {
        name: f"{at:%H:%M}" for name in ("quiet_from", "quiet_until") if (at := getattr(channel, name)) is not None
    }
    form = ChannelForm(
        request.POST or None, user=request.user, kind=channel.kind, regions=None, saved=channel, initial=initial
    )
    if form.is_valid() and form.carry_out(operations.edit_channel, channel, by=request.user, **form.cleaned_data):
        messages.success(request, "已保存通知渠道。")
        return redirect("members:edit_channel", channel.pk)
    return render(
        request, "members/channel.html", {"form": form, "channel": channel}, status=422 if form.is_bound else 200
    )


@may("members.edit_channels", Channel)
@require_POST
def try_channel(request, channel):
    operations.try_channel(channel, by=request.user)
    messages.info(request, "测试消息已交给后台发送，结果在“送达情况”里看。")
    return redirect("members:deliveries")


@may("members.view_deliveries")
@require_GET
def deliveries(request):
    """Whom a message was to reach, by what and when; its text stays with the person."""
    found = DeliveryFilter(request.GET, visible(Delivery, request.user), request=request)
    page = page_after(found.qs, request.GET)
    template = "members/delivery_list.html" + ("#rows" if request.htmx else "")
    return render(request, template, {"filter": found, "page": page})


@may("members.resend_deliveries")
@require_POST
def resend_deliveries(request):
    count = operations.resend(_chosen(request), by=request.user)
    messages.info(request, f"{count} 条已交给后台重新发送。" if count else "没有选中“没有送到”的通知。")
    return _back(request)


@may("members.resend_deliveries")
@require_POST
def void_deliveries(request):
    count = operations.void(_chosen(request), by=request.user)
    messages.info(request, f"{count} 条已作废。" if count else "没有选中可以作废的通知。")
    return _back(request)


def _chosen(request) -> list[Delivery]:
    """Those that were ticked, of the places whose channels the person sets up."""
    keys = keys_in(request.POST.getlist("delivery"))[:MOST_CHOSEN]
    paths = request.user.paths_as(RoleCode.ADMIN)
    rows = Delivery.objects.filter(pk__in=keys).select_related("channel__region")
    return [row for row in rows if any(row.channel.region.path.startswith(path) for path in paths)]


def _back(request):
    back = request.POST.get("back", "")
    local = back.startswith("?") and url_has_allowed_host_and_scheme(back, None)
    return redirect(reverse("members:deliveries") + (back if local else ""))
