"""日历订阅: what a calendar program reads at a secret address, without signing in."""

from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_safe

from members.access import client_address, public
from members.operations import count_visit
from reports.documents.calendar_feed import feed_file
from reports.queries import feed_events
from rooms.operations import feed_at

# Programs look once an hour; this keeps a script from trying addresses or wearing the page out.
MOST_ASKED = 120
WINDOW = timedelta(minutes=1)


@public
@require_safe
def feed(request, token):
    """The days of a person or a room; an address that was ended is like one that never was."""
    if count_visit("feed", address=client_address(request), window=WINDOW) > MOST_ASKED:
        return HttpResponse("访问过于频繁，请过一分钟再试。", status=429, content_type="text/plain; charset=utf-8")
    found = feed_at(token[:100])
    if found is None:
        raise Http404
    owner = found.room or found.user
    events = feed_events.of_room(owner) if found.room else feed_events.of_person(owner)
    content = feed_file(owner.name, events, site=settings.SITE_URL)
    tag = quote_etag(sha256(content).hexdigest()[:32])
    known = parse_etags(request.headers.get("If-None-Match", ""))
    response = HttpResponse(b"" if tag in known else content, content_type="text/calendar; charset=utf-8")
    response.status_code = 304 if tag in known else 200
    response["ETag"] = tag
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    patch_cache_control(response, private=True, max_age=900)
    return response
