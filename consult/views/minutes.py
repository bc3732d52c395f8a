"""Step 4, 《协商纪要》: the editor beside the paper, sign-off, corrections, and the versions compared."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consult.forms.minutes import MinutesForm, RefusalsForm, SignForm
from consult.forms.topic import ReasonForm
from consult.models import Consultation, Minutes
from consult.steps import correction, draft, signing
from consult.steps import minutes as step
from consult.steps.draft_people import recipient
from consult.steps.minutes_checks import checks
from consult.views.minutes_page import page_of, versions_of
from consult.workflow import pack_of
from members.access import may, visible
from members.operations import forget_draft


def minutes_of(user, pk) -> Minutes | None:
    """The minutes of a consultation that the person sees."""
    return visible(Minutes, user).filter(consultation=pk).first()


def draft_key(minutes) -> str:
    return f"consult:minutes:{minutes.pk}"


@may("consult.view_consultation", Consultation)
@require_GET
def minutes(request, consultation):
    """The minutes with their paper; where there are none yet, the way to them."""
    found = minutes_of(request.user, consultation.pk)
    if found is None:
        context = {
            "consultation": consultation,
            "pack": pack_of(consultation),
            "why_not": step.why_not_compose(consultation),
        }
        return render(request, "consult/minutes_none.html", context)
    return _page(request, found, MinutesForm(minutes=found, user=request.user))


@may("consult.edit_minutes", Consultation)
@require_POST
def compose_minutes(request, consultation):
    is_first = step.compose(consultation, by=request.user).version == 1
    said = "纪要初稿已由会议记录生成，请核对修改。" if is_first else "纪要已按会议记录更新，改过的部分没有动。"
    messages.success(request, said)
    return redirect("consult:minutes", consultation.pk)


@may("consult.edit_minutes", minutes_of)
@require_POST
def edit_minutes(request, minutes):
    """Save; with the button 提请审签, save and offer, so that nothing typed is left out of what is offered."""
    form = MinutesForm(request.POST, minutes=minutes, user=request.user)
    if form.is_valid() and form.carry_out(step.edit, minutes, by=request.user, **form.changes()):
        forget_draft(request.user, draft_key(minutes))
        if request.POST.get("then") == "offer" and form.carry_out(
            step.offer, form.result, by=request.user, version=form.result.version
        ):
            messages.success(request, minutes.consultation.say("已提请{sign_off}。"))
        elif form.errors:
            said = minutes.consultation.say("纪要已保存，还不能提请{sign_off}：{why}", why=form.non_field_errors()[0])
            messages.warning(request, said)
        else:
            messages.success(request, "纪要已保存。")
        return redirect("consult:minutes", minutes.consultation_id)
    return _page(request, minutes, form)


@may("consult.edit_minutes", minutes_of)
@require_POST
def renew_minutes(request, minutes):
    """Take the record's new text for one part."""
    version = request.POST.get("version", "")
    version = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else None
    step.renew(minutes, by=request.user, version=version, key=request.POST.get("key", "")[:40])
    messages.success(request, "这一部分已改用新内容，原来的文字留在台账里。")
    return redirect("consult:minutes", minutes.consultation_id)


@may("consult.edit_minutes", minutes_of)
@require_http_methods(["GET", "POST"])
def return_minutes(request, minutes):
    form = ReasonForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(step.send_back, minutes, by=request.user, reason=form.cleaned_data["reason"]):
        messages.success(request, "纪要已退回修改。")
        return redirect("consult:minutes", minutes.consultation_id)
    text = minutes.consultation.say("改好以后重新提请{sign_off}。")
    return _ask(request, minutes, form, title="退回纪要修改", verb="退回修改", text=text)


@may("consult.sign_minutes", minutes_of)
@require_http_methods(["GET", "POST"])
def sign_minutes(request, minutes):
    """The dialog says what, which number, by whom and to whom; the proof is asked for every time."""
    reason = signing.why_not(minutes, request.user)
    if request.method == "GET" or reason:
        form = SignForm(initial={"seen": signing.as_read(minutes)}, user=request.user)
        return _sign_page(request, minutes, form, reason=reason)
    form = SignForm(request.POST, user=request.user)
    if form.is_valid() and form.carry_out(signing.sign, minutes, by=request.user, seen=form.cleaned_data["seen"]):
        said = "已{sign_off}，第 {n} 期。正式文本正在生成。"
        messages.success(request, minutes.consultation.say(said, n=form.result.minutes.number))
        return redirect("consult:minutes", minutes.consultation_id)
    return _sign_page(request, minutes, form)


@may("consult.sign_minutes", minutes_of)
@require_POST
def countersign_minutes(request, minutes):
    signing.countersign(minutes, by=request.user)
    messages.success(request, "已会签。")
    return redirect("consult:minutes", minutes.consultation_id)


@may("consult.edit_minutes", minutes_of)
@require_http_methods(["GET", "POST"])
def note_refusals(request, minutes):
    initial = {"refusals": minutes.refusals, "version": minutes.version}
    form = RefusalsForm(request.POST or None, initial=initial, user=request.user)
    if form.is_valid() and form.carry_out(signing.note_refusals, minutes, by=request.user, **form.cleaned_data):
        messages.success(request, "签字页情况已登记。")
        return redirect("consult:minutes", minutes.consultation_id)
    return _ask(
        request, minutes, form, title="登记签字页", verb="登记", text="签字页打印出来请各方签字，扫描后传上来。"
    )


@may("consult.correct_minutes", minutes_of)
@require_http_methods(["GET", "POST"])
def correct_minutes(request, minutes):
    form = ReasonForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(
        correction.correct, minutes, by=request.user, reason=form.cleaned_data["reason"]
    ):
        said = "可以改了。改好并重新{sign_off}以前，原来的{sign_off}稿仍然有效。"
        messages.success(request, minutes.consultation.say(said))
        return redirect("consult:minutes", minutes.consultation_id)
    case = minutes.consultation
    after = "更正后的纪要要重新{submission}。" if case.is_running else "协商已经办结，更正情况通知{body}。"
    said = "期号不变，重新{sign_off}后编为更正，两份都留存；" + after
    text = case.say(said, body=case.room.approver.short_name)
    return _ask(request, minutes, form, title="更正纪要", verb="开始更正", text=text)


@may("consult.correct_minutes", minutes_of)
@require_POST
def give_up_correction(request, minutes):
    correction.give_up(minutes, by=request.user)
    forget_draft(request.user, draft_key(minutes))
    messages.success(request, minutes.consultation.say("已放弃更正，恢复为{sign_off}稿。"))
    return redirect("consult:minutes", minutes.consultation_id)


@may("consult.view_consultation", minutes_of)
@require_GET
def compare_minutes(request, minutes):
    """Signed versions, and the text in hand for the room, side by side with what differs."""
    context = versions_of(minutes, request.user, old=request.GET.get("old", ""), new=request.GET.get("new", ""))
    return render(
        request,
        "consult/minutes_compare.html",
        {"minutes": minutes, "consultation": minutes.consultation, "pack": minutes.consultation.pack, **context},
    )


def _page(request, minutes, form):
    context = page_of(minutes, request.user)
    context |= {"form": form, "draft_key": draft_key(minutes), "preview": _preview(minutes)}
    return render(request, "consult/minutes_page.html", context, status=422 if form.is_bound else 200)


def _preview(minutes) -> str:
    return reverse("reports:document_panel", args=["minutes", minutes.pk])


def _sign_page(request, minutes, form, reason=""):
    consultation = minutes.consultation
    pack = pack_of(consultation)
    record = draft.gather(consultation)
    city = [matter.number for matter in record.agreed if matter.level == "city"]
    context = {
        "minutes": minutes,
        "consultation": consultation,
        "pack": pack,
        "form": form,
        "reason": reason,
        "checks": checks(minutes, record=record),
        "number": pack.document("minutes").number.format(n=signing.expected_number(minutes)),
        "own": [matter.number for matter in record.agreed if matter.level != "city"],
        "city": city,
        "office": recipient(consultation.room, "office") if city else None,
    }
    return render(request, "consult/minutes_sign.html", context, status=422 if form.is_bound else 200)


def _ask(request, minutes, form, **words):
    context = {"consultation": minutes.consultation, "form": form, **words}
    return render(request, "consult/consultation_ask.html", context, status=422 if form.is_bound else 200)
