"""Holidays and make-up workdays, and how a date comes about."""

from django.contrib import messages
from django.db.models.functions import ExtractYear
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.access import may
from members.views.form_page import form_page
from rooms import calendar, operations
from rooms.forms import ChangeDayForm, DayForm, DueForm
from rooms.models import CalendarDay


@may("rooms.view_calendar")
@require_GET
def calendar_days(request):
    """The days of a year that the office entered, and a box that tells how a due date is counted."""
    years = list(CalendarDay.objects.annotate(year=ExtractYear("date")).values_list("year", flat=True).distinct())
    asked = request.GET.get("year", "")
    covered = range(calendar.FIRST.year, calendar.LAST.year + 1)
    year = int(asked) if asked in map(str, covered) else timezone.localdate().year
    form = DueForm(request.GET if "start" in request.GET else None, user=request.user)
    context = {
        "days": CalendarDay.objects.filter(date__year=year),
        "year": year,
        "years": sorted({*years, year, timezone.localdate().year}),
        "published": year in calendar.PUBLISHED_YEARS,
        "form": form,
        "due": _due_of(form) if form.is_valid() else None,
    }
    return render(request, "rooms/calendar.html", context)


@may("rooms.edit_calendar")
@require_http_methods(["GET", "POST"])
def new_day(request):
    form = DayForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(operations.set_day, by=request.user, **form.cleaned_data):
        _say(request, form.result, f"已登记{form.result}。")
        return _back(form.result)
    text = "已公布的全国节假日不用登记，只登记新公布的安排和本地的临时调整。"
    return form_page(
        request, form, title="登记调整", verb="登记", crumb="工作日历", back=reverse("rooms:calendar"), text=text
    )


@may("rooms.edit_calendar")
@require_http_methods(["GET", "POST"])
def edit_day(request, pk):
    day = get_object_or_404(CalendarDay, pk=pk)
    initial = {"is_workday": "yes" if day.is_workday else "no", "name": day.name, "source": day.source}
    form = ChangeDayForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(operations.change_day, day, by=request.user, **form.cleaned_data):
        _say(request, form.result, f"已保存{form.result}。")
        return _back(day)
    return form_page(
        request,
        form,
        title=f"修改{day.date:%Y年%-m月%-d日}",
        verb="保存",
        crumb="工作日历",
        back=reverse("rooms:calendar"),
    )


@may("rooms.edit_calendar")
@require_POST
def remove_day(request, pk):
    day = get_object_or_404(CalendarDay, pk=pk)
    removed = operations.remove_day(day, by=request.user)
    _say(request, removed, f"已删去{day}，这一天按公布的日历计算。")
    return _back(day)


def _say(request, day, sentence: str):
    """What was done, and each activity day that stands on another date because of it, and how many limits."""
    messages.success(request, sentence)
    if day.limits:
        messages.warning(request, f"有 {len(day.limits)} 个期限的到期日随之改变，已通知承办单位。")
    if day.waiting:
        messages.warning(request, f"有 {day.waiting} 个期限经过这一天，正在重新计算，到期日改变的会通知承办单位。")
    for moved, was in day.moved:
        told = (
            f"{moved.region.name}{was:%Y年%-m月%-d日}的{moved.name}随之改到{moved.on:%Y年%-m月%-d日}，已通知各联络室。"
        )
        messages.warning(request, told)


def _due_of(form):
    data = form.cleaned_data
    try:
        return calendar.due(data["start"], **{data["unit"]: data["count"]}, overrides=calendar.overrides())
    except calendar.DateOutOfRange as error:
        form.add_error("count", str(error))
        return None


def _back(day):
    return redirect(f"{reverse('rooms:calendar')}?year={day.date.year}")
