"""What is done to points: marks by hand, a year begun, published and taken back."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from members.access import may
from members.forms.people import AskForm
from members.views.form_page import form_page
from members.workflow import Refused
from reports.facts.points import access, marks, plain, results
from reports.forms.points import AppealDaysForm, MarkForm, PublishForm, RateForm, ReasonForm, TakeBackForm
from reports.models import PointsYear
from reports.operations import points as operations
from reports.views.points import account_url, round_url

BOTH = require_http_methods(["GET", "POST"])


@may("reports.mark_points", access.account)
@BOTH
def mark_points(request, account):
    """Occurrences with their evidence, or the mark of one assessor, which the others do not see until all are in."""
    a_round, subject = account.round, account.subject
    item = a_round.scheme.item(request.resolver_match.kwargs["number"])
    if item not in marks.items_to_mark(request.user, subject, a_round):
        raise Refused("这个项目不由您评分，或者这一年已经公布。")
    form = _mark_form(request, a_round, subject, item)
    back = account_url(subject.kind, subject.pk, a_round.year)
    if form.is_valid() and form.carry_out(
        operations.mark, a_round, subject, by=request.user, item=item.number, **form.cleaned_data
    ):
        messages.success(request, f"已登记{subject.name}的“{item.name}”评分。")
        return redirect(back)
    sealed = "各方评完以前，您的评分只有本方看得到；评完以后不能再改。" if item.is_rated else ""
    text = f"{item.help}{sealed}" or f"每{item.unit} {plain(item.points)} 分。"
    return form_page(
        request, form, title=f"{item.name}：{subject.name}", verb="登记评分", back=back, crumb=subject.name, text=text
    )


def _mark_form(request, a_round, subject, item):
    if item.is_rated:
        sides = marks.sides_of(request.user, subject, a_round)
        return RateForm(request.POST or None, user=request.user, item=item, sides=sides)
    return MarkForm(request.POST or None, user=request.user, item=item)


@may("reports.mark_points", access.mark_of)
@BOTH
def take_back_mark(request, account):
    made, a_round, subject = account.mark, account.round, account.subject
    if made not in marks.seen(request.user, subject, a_round):
        raise Refused("这是另一方的评分，各方评完以前看不到，也不能移除。")
    form = TakeBackForm(request.POST or None, user=request.user, initial={"version": made.version})
    back = account_url(subject.kind, subject.pk, a_round.year)
    if form.is_valid() and form.carry_out(
        operations.take_back, made, a_round, subject, by=request.user, **form.cleaned_data
    ):
        messages.success(request, f"已移除“{made.item}”的一项评分。")
        return redirect(back)
    text = f"{made.item}，{plain(made.points)} 分：{made.basis}"
    return form_page(request, form, title="移除评分", verb="移除", back=back, crumb=subject.name, text=text)


@may("reports.publish_points", access.round_seen)
@BOTH
def begin_points(request, a_round):
    """Pin the scheme for the year before anything is marked."""
    form = AskForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid() and form.carry_out(operations.begin, a_round, by=request.user):
        messages.success(request, f"已开始{a_round.name}，全年照现在的办法计分。")
        return redirect(round_url(a_round))
    text = "开始以后，这一年按现在的办法计分，做法以后修改也不影响这一年。第一次评分或申诉时也会自动开始。"
    back = round_url(a_round)
    return form_page(request, form, title=f"开始{a_round.name}", verb="开始计分", back=back, text=text)


@may("reports.publish_points", access.round_seen)
@BOTH
def set_appeal_days(request, a_round):
    """Until when one may appeal, and when it is answered; a year that has not begun begins with it."""
    row = a_round.row or PointsYear()
    initial = {name: getattr(row, name) for name in ("appeal_workdays", "answer_workdays", "version")}
    form = AppealDaysForm(request.POST or None, user=request.user, initial=initial)
    back = round_url(a_round)
    if form.is_valid() and form.carry_out(operations.set_appeal_days, a_round, by=request.user, **form.cleaned_data):
        messages.success(request, "已保存申诉期限。")
        return redirect(back)
    text = "已经提出的申诉，答复期限不变。"
    if a_round.row is None:
        text += "这一年还没有开始计分，保存以后即开始，全年照现在的办法计分。"
    return form_page(request, form, title=f"{a_round.name}的申诉期限", verb="保存", back=back, text=text)


@may("reports.publish_points", access.round_seen)
@BOTH
def publish_points(request, a_round):
    """Freeze the year; open appeals and missing marks are named first."""
    found = results(a_round)
    still = operations.open_matters(found)
    form = PublishForm(request.POST if request.method == "POST" else None, user=request.user, still=still)
    is_long = len(found) > operations.MOST_AT_ONCE
    act = operations.order_publishing if is_long else operations.publish
    if form.is_valid() and form.carry_out(act, a_round, by=request.user, **form.cleaned_data):
        if is_long:
            messages.info(request, "人数多，正在公布，可以离开，公布以后通知您。")
            return redirect("members:job", form.result.pk)
        messages.success(request, f"已公布{a_round.name}结果，考核对象会收到通知。")
        return redirect(round_url(a_round))
    title = f"公布{a_round.name}结果"
    return form_page(request, form, title=title, verb="公布", back=round_url(a_round), text=_before(still))


def _before(still: dict) -> str:
    words = {"appeals": "有没有答复的申诉：", "missing": "没有评全："}
    told = [f"{word}{operations.names_of(still[key])}。" for key, word in words.items() if still[key]]
    return f"公布以后，结果不再随记录和做法变化，更正只通过申诉。{''.join(told)}"


@may("reports.publish_points", access.round_seen)
@BOTH
def reopen_points(request, a_round):
    if not a_round.is_published:
        raise Refused("这一年的结果还没有公布。")
    form = ReasonForm(request.POST or None, user=request.user)
    back = round_url(a_round)
    if form.is_valid() and form.carry_out(operations.reopen, a_round.row, by=request.user, **form.cleaned_data):
        messages.success(request, f"已撤回{a_round.name}结果，重新按记录计分。")
        return redirect(back)
    text = "撤回以后，公布的名次和等次不再有效，分值按现在的记录重新计算，再次公布时另行确定。"
    return form_page(request, form, title=f"撤回{a_round.name}结果", verb="撤回公布", back=back, text=text)


@may("reports.publish_points", access.round_seen)
@BOTH
def use_current_points(request, a_round):
    """Count the open year by the version that the region follows now."""
    form = ReasonForm(request.POST or None, user=request.user)
    back = round_url(a_round)
    if form.is_valid() and form.carry_out(operations.use_current, a_round, by=request.user, **form.cleaned_data):
        messages.success(request, "已改用现行办法，全年重新计分。")
        return redirect(back)
    text = "这一年开始以后，本地做法有了新版本。改用以后，全年都按新办法计分。"
    return form_page(request, form, title="改用现行办法", verb="改用", back=back, text=text)
