"""资料库: the topics and the voices that a person sees, with what became of them."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from members.access import may
from members.queries import page_after
from reports.filters.library import TopicFilter
from reports.queries import library as queries
from rooms import practice
from rooms.filters import VoiceFilter


@may("reports.view_topic_library")
@require_GET
def topic_library(request):
    found = TopicFilter(request.GET, queries.topics_seen(request.user), request=request)
    page = page_after(queries.for_topics(found.qs), request.GET, order=found.order)
    queries.with_cases(page.rows, request.user)
    context = {"filter": found, "page": page, "pack": practice.of_person(request.user)}
    return render(request, "reports/library/topics.html" + ("#rows" if request.htmx else ""), context)


@may("rooms.view_activity")
@require_GET
def voice_library(request):
    found = VoiceFilter(request.GET, queries.voices_seen(request.user), request=request)
    page = page_after(found.qs.for_page(), request.GET, order=("-pk",))
    queries.with_becoming(page.rows, request.user)
    context = {"filter": found, "page": page}
    return render(request, "reports/library/voices.html" + ("#rows" if request.htmx else ""), context)
