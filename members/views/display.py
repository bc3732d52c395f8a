from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from members.access import public

A_YEAR = 365 * 24 * 3600


@public
@require_POST
def large_print(request):
    """Switch large print on or off for this browser; a cookie, so that it works before sign-in and without a script."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if request.POST.get("large"):
        response.set_cookie("large", "1", max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    else:
        response.delete_cookie("large", samesite="Lax")
    return response
