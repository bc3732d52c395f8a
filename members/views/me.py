"""The person's own account."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from members import operations, queries
from members.access import signed_in
from members.models import User


@signed_in
@require_GET
def me(request):
    """Roles, password, second factor, other sessions; open to a person without any role too."""
    has_totp = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists()
    roles = request.user.roles.select_related("unit", "region").order_by("-starts_on")
    context = {
        "roles": roles,
        "today": timezone.localdate(),
        "has_totp": has_totp,
        "must_bind": queries.lacks_second_factor(request.user),
    }
    return render(request, "members/me.html", context)


@signed_in
@require_POST
def sign_out_elsewhere(request):
    user = User.objects.get(pk=request.user.pk)
    operations.sign_out_elsewhere(user)
    update_session_auth_hash(request, user)
    messages.success(request, "其他设备上的登录都已退出，这里的登录还在。")
    return redirect("members:me")
