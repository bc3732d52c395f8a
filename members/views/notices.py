from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members import operations
from members.access import may
from members.models import Notice
from members.queries import page_after


@may("members.view_own")
@require_GET
def notices(request):
    """What the person was told, newest first; ?unread=1 shows the unread ones."""
    mine = Notice.objects.visible_to(request.user)
    unread = mine.unread().count()
    rows = mine.unread() if request.GET.get("unread") else mine
    page = page_after(rows, request.GET)
    return render(request, "members/notices.html", {"page": page, "unread": unread})


@may("members.view_own", Notice)
@require_http_methods(["GET", "POST"])
def notice(request, notice):
    """Lead to where the notice points. Only the button marks it read: opening an address changes nothing."""
    if request.method == "POST":
        operations.read_notice(notice)
    local = notice.url and url_has_allowed_host_and_scheme(notice.url, None)
    return HttpResponseRedirect(notice.url) if local else redirect("members:notices")


@may("members.view_own")
@require_POST
def read_notices(request):
    count = operations.read_all_notices(request.user)
    messages.info(request, f"{count} 条通知已标为已读。" if count else "没有未读的通知。")
    return redirect("members:notices")
