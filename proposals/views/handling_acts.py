"""What is done with one task: by the unit that has it, and by the offices that gave it."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from members.access import may
from members.operations import forget_draft
from members.views.form_page import form_page
from proposals.forms.handlings import (
    AcceptForm,
    AnswerForm,
    CloseForm,
    ExtendForm,
    ObjectForm,
    PeopleForm,
    ProgressForm,
    ReasonForm,
    ReassignForm,
    RuleForm,
)
from proposals.forms.phrases import phrases_of
from proposals.models import Handling
from proposals.operations import handling_work as work
from proposals.operations import handlings as verbs
from proposals.views.handlings import show, units_near

PEOPLE = ("leader", "handler", "phone", "deputy", "version")


# ── the unit ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@may("proposals.handle", Handling)
@require_http_methods(["GET", "POST"])
def accept_handling(request, handling):
    form = AcceptForm(request.POST or None, user=request.user)
    words = {"title": "签收", "verb": "签收", "text": "签收后开始办理；不归本单位办理的，请申请退办。"}
    return _ask(request, handling, form, work.accept, said="已签收。", **words)


@may("proposals.handle", Handling)
@require_http_methods(["GET", "POST"])
def name_handlers(request, handling):
    form = PeopleForm(
        request.POST or None, user=request.user, initial={name: getattr(handling, name) for name in PEOPLE}
    )
    words = {"title": "承办人员", "verb": "保存", "text": "定领导、定人员；换人接办的，改成新的承办人。"}
    return _ask(request, handling, form, work.name_people, said="已保存承办人员。", **words)


@may("proposals.handle", Handling)
@require_http_methods(["GET", "POST"])
def object_to_handling(request, handling):
    form = ObjectForm(request.POST or None, user=request.user, units=units_near(handling.issued_by_unit))
    words = {"title": "申请退办", "verb": "申请退办", "text": "由交办单位决定；决定以前任务仍在本单位。"}
    return _ask(request, handling, form, work.object_to, said="已申请退办，等待交办单位处理。", **words)


@may("proposals.handle", Handling)
@require_POST
def report_handling(request, handling):
    form = ProgressForm(request.POST, user=request.user)
    if form.is_valid() and form.carry_out(work.report_progress, handling, by=request.user, **form.cleaned_data):
        forget_draft(request.user, f"proposals:handling:{handling.pk}")
        messages.success(request, "已报告进展。")
        return redirect(handling)
    return show(request, handling, form, AnswerForm(user=request.user))


@may("proposals.handle", Handling)
@require_http_methods(["GET", "POST"])
def answer_handling(request, handling):
    initial = {"result": handling.result, "text": handling.answer}
    phrases = phrases_of(request.user, handling)
    form = AnswerForm(request.POST or None, user=request.user, initial=initial, phrases=phrases)
    beside = handling.role in verbs.BESIDE
    words = {
        "title": "提交协办意见" if beside else "反馈办理情况",
        "verb": "提交" if beside else "反馈",
        "key": f"proposals:answer_handling:{handling.pk}",
    }
    said = "已提交主办单位。" if beside else "已反馈，市政协办公室、联络室和乡镇（街道）已收到通知。"
    return _ask(request, handling, form, work.answer, said=said, **words)


# ── the offices ──────────────────────────────────────────────────────────────────────────────────────────────────────
@may("proposals.judge_handling", Handling)
@require_http_methods(["GET", "POST"])
def rule_on_handling(request, handling):
    form = RuleForm(request.POST or None, user=request.user)
    better = f"建议改由{handling.better_unit.short_name}办理。" if handling.better_unit_id else ""
    words = {"title": "处理退办申请", "verb": "确定", "text": f"退办理由：{handling.objection} {better}"}
    return _ask(request, handling, form, verbs.rule, said="已处理，单位已收到通知。", **words)


@may("proposals.judge_handling", Handling)
@require_http_methods(["GET", "POST"])
def reassign_handling(request, handling):
    units = units_near(handling.issued_by_unit).exclude(pk=handling.unit_id)
    initial = {"unit": handling.better_unit}
    form = ReassignForm(request.POST or None, user=request.user, units=units, initial=initial)
    if form.is_valid() and form.carry_out(verbs.reassign, handling, by=request.user, **form.cleaned_data):
        unit = form.result.unit
        messages.success(request, f"已改派{unit.short_name}。{verbs.by_phone([unit])}")
        return redirect(form.result)
    words = {"title": "改派其他单位", "verb": "改派", "text": "原来的任务同时撤销，已报的进展都保留。"}
    return _page(request, handling, form, **words)


@may("proposals.judge_handling", Handling)
@require_http_methods(["GET", "POST"])
def extend_handling(request, handling):
    form = ExtendForm(request.POST or None, user=request.user)
    words = {"title": "延长办理期限", "verb": "延期", "text": "延期由交办单位决定，原来的期限留在记录里。"}
    return _ask(request, handling, form, verbs.extend, said="已延期，单位已收到通知。", **words)


@may("proposals.judge_handling", Handling)
@require_http_methods(["GET", "POST"])
def cancel_handling(request, handling):
    form = ReasonForm(request.POST or None, user=request.user, label="撤销理由")
    words = {"title": "撤销任务", "verb": "撤销", "text": "撤销以后不能恢复，已报的进展都保留。"}
    return _ask(request, handling, form, verbs.cancel, said="已撤销。", **words)


@may("proposals.judge_handling", Handling)
@require_http_methods(["GET", "POST"])
def close_handling(request, handling):
    form = CloseForm(request.POST or None, user=request.user)
    words = {"title": f"同意{handling.unit.short_name}办结", "verb": "同意办结", "text": handling.answer[:300]}
    return _ask(request, handling, form, work.close, said="已办结。", **words)


@may("proposals.judge_handling", Handling)
@require_http_methods(["GET", "POST"])
def send_back_handling(request, handling):
    form = ReasonForm(request.POST or None, user=request.user, label="还缺什么")
    words = {"title": "退回反馈", "verb": "退回", "text": "任务回到办理中，单位补充后再反馈。"}
    return _ask(request, handling, form, work.send_back, said="已退回，意见一并送达。", **words)


def _ask(request, handling, form, act, *, said: str, **words):
    if form.is_valid() and form.carry_out(act, handling, by=request.user, **form.cleaned_data):
        if key := words.get("key"):
            forget_draft(request.user, key)
        messages.success(request, f"{said}{verbs.by_phone([handling.unit])}")
        return redirect(handling)
    return _page(request, handling, form, **words)


def _page(request, handling, form, **words):
    crumb = f"{handling.unit.short_name}的承办任务"
    return form_page(request, form, back=handling.get_absolute_url(), crumb=crumb, **words)
