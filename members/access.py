"""The one door of every view: find the record among what the person may see, then ask the permission table."""

from functools import wraps
from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404

from members import permissions


def client_address(request) -> str:
    """Return the address of the client, as our own proxy tells it: by X-Real-IP, which it sets over anything sent.

    X-Forwarded-For is never read: a client writes into it what it likes.
    """
    told = request.headers.get("X-Real-IP", "") if settings.BEHIND_PROXY else ""
    try:
        return str(ip_address(told.strip()))
    except ValueError:
        return request.META.get("REMOTE_ADDR") or "unknown"


def visible(model, user):
    """Return the rows of a model that the person may see, with what its page needs."""
    rows = model.objects.visible_to(user)
    return rows.for_page() if hasattr(rows, "for_page") else rows


def may(permission: str, loader=None):
    """Guard a view with one permission of the table.

    `loader` is a model (found by the URL's `pk`) or a function (user, **kwargs) → record. The view is called with the
    record after the request. Not visible: 404. Visible without the right: 403 with the reason in one sentence.
    """
    if permission not in permissions.BY_PERMISSION:
        raise LookupError(f"{permission} is not in the permission table")

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if loader is None:
                allow(request.user, permission)
                return view(request, *args, **kwargs)
            record, kwargs = _load(loader, request.user, kwargs)
            allow(request.user, permission, record)
            return view(request, record, *args, **kwargs)

        guarded.permission = permission
        guarded.loader = loader
        return guarded

    return decorate


def signed_in(view):
    """Mark a view that everybody who signed in may open, even without a role: one's own account."""
    view.permission = "signed_in"
    view.loader = None
    return view


def public(view):
    """Mark a view that strangers may open; the house test lists them."""
    view.permission = "public"
    view.login_required = False
    return view


def allow(user, permission: str, record=None) -> None:
    if not user.has_perm(permission, record):
        raise PermissionDenied(permissions.refusal(user, permission, record))


def _load(loader, user, kwargs):
    if isinstance(loader, type) and issubclass(loader, models.Model):
        rest = {name: value for name, value in kwargs.items() if name != "pk"}
        return get_object_or_404(visible(loader, user), pk=kwargs["pk"]), rest
    record = loader(user, **kwargs)
    if record is None:
        raise Http404
    return record, {}
