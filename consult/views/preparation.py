"""Steps 2 and 3: who takes part, and what was found out beforehand."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consult import queries
from consult.forms.preparation import FitForm, ParticipantForm, ResearchForm, TeamForm
from consult.forms.topic import ReasonForm
from consult.models import Consultation, Participant, Research
from consult.queries.fitting import fits_of
from consult.steps import participants as step_two
from consult.steps import research as step_three
from consult.steps import seats
from consult.views.page import people_of
from consult.workflow import guards, pack_of, recording
from members.access import may
from members.models import Unit
from members.operations import forget_draft

EDITABLE = ("category", "name", "title", "phone", "unit", "version")


@may("consult.view_consultation", Consultation)
@require_GET
def participants(request, consultation):
    return _participants_page(request, consultation, ParticipantForm(**_needs(request, consultation)))


@may("consult.edit_participants", Consultation)
@require_POST
def add_participant(request, consultation):
    form = ParticipantForm(request.POST, **_needs(request, consultation))
    if form.is_valid() and form.carry_out(step_two.add, consultation, by=request.user, **form.person()):
        forget_draft(request.user, f"consult:participants:{consultation.pk}")
        messages.success(request, f"已登入第 {form.result.seat} 号{form.result.name}。")
        return redirect("consult:participants", consultation.pk)
    return _participants_page(request, consultation, form)


@may("consult.edit_participants", Consultation)
@require_POST
def add_team(request, consultation):
    """Add ticked people of the rooms that hold the consultation; nobody ticked is nobody added."""
    form = TeamForm(request.POST, team=queries.team_of(consultation), user=request.user)
    if form.is_valid():
        count = step_two.add_team(consultation, by=request.user, **form.cleaned_data)
        if count:
            messages.success(request, f"已登记 {count} 人。")
        else:
            messages.warning(request, "没有勾选人，名单没有变化。")
    else:
        messages.error(request, "勾选的人中有不在本室名册上的，请刷新页面重新勾选。")
    return redirect("consult:participants", consultation.pk)


@may("consult.edit_participants", Consultation)
@require_POST
def add_fitting(request, consultation):
    """Add ticked people of the pools who fit the topic."""
    people = list(consultation.participant_set.standing())
    fits = fits_of(consultation, people)
    form = FitForm(request.POST, pack=pack_of(consultation), fits=fits, user=request.user)
    told = {"by": request.user, "category": form.data.get("category", "")}
    if form.is_valid() and form.carry_out(step_two.add_fitting, consultation, fits=form.chosen(), **told):
        messages.success(request, f"已登记 {form.result} 人。" if form.result else "没有勾选人，名单没有变化。")
    else:
        messages.error(request, "勾选的人中有已经在名单里或不在人才库里的，请刷新页面重新勾选。")
    return redirect("consult:participants", consultation.pk)


@may("consult.edit_participants", Consultation)
@require_POST
def take_over_list(request, consultation):
    """Last time's people once more."""
    count = seats.take_over(consultation, by=request.user)
    if count:
        messages.success(request, f"已沿用上一次的名单，登记 {count} 人。")
    else:
        messages.warning(request, "上一次名单里的人已经在这份名单上，或者已经不驻本室，没有新登记的人。")
    return redirect("consult:participants", consultation.pk)


@may("consult.claim_seat", Consultation)
@require_POST
def claim_seat(request, consultation):
    seat = seats.claim(consultation, by=request.user)
    messages.success(request, f"已登入名单第 {seat.seat} 号。")
    return redirect("consult:participants", consultation.pk)


@may("consult.edit_participants", Participant)
@require_http_methods(["GET", "POST"])
def edit_participant(request, person):
    consultation = person.consultation
    initial = {name: getattr(person, name) for name in EDITABLE}
    form = ParticipantForm(request.POST or None, initial=initial, **_needs(request, consultation))
    if form.is_valid():
        fields = {name: value for name, value in form.person().items() if name != "kind"}
        if form.carry_out(step_two.edit, person, by=request.user, version=form.cleaned_data["version"], **fields):
            messages.success(request, f"已修改第 {person.seat} 号。")
            return redirect("consult:participants", consultation.pk)
    context = {"consultation": consultation, "pack": consultation.pack, "person": person, "form": form}
    return render(request, "consult/participant_form.html", context, status=422 if form.is_bound else 200)


@may("consult.edit_participants", Participant)
@require_POST
def remove_participant(request, person):
    step_two.remove(person, by=request.user)
    messages.success(request, f"已移出{person.name}，序号 {person.seat} 不再使用。")
    return redirect("consult:participants", person.consultation_id)


@may("consult.fix_participants", Consultation)
@require_POST
def fix_participants(request, consultation):
    step_two.fix(consultation, by=request.user)
    messages.success(request, "名单已确定。")
    return redirect("consult:consultation", consultation.pk)


@may("consult.fix_participants", Consultation)
@require_http_methods(["GET", "POST"])
def reopen_participants(request, consultation):
    form = ReasonForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(
        step_two.reopen, consultation, by=request.user, reason=form.cleaned_data["reason"]
    ):
        return redirect("consult:participants", consultation.pk)
    words = {"title": "重新打开名单", "verb": "重新打开", "text": "打开以后可以增减人员，改好再确定。"}
    context = {"consultation": consultation, "form": form, **words}
    return render(request, "consult/consultation_ask.html", context, status=422 if form.is_bound else 200)


@may("consult.edit_research", Consultation)
@require_http_methods(["GET", "POST"])
def new_research(request, consultation):
    if request.method == "GET":
        guards.require(recording.researching(consultation))
    key = f"consult:new_research:{consultation.pk}"
    form = ResearchForm(request.POST or None, user=request.user, initial={"on": timezone.localdate()})
    if form.is_valid() and form.carry_out(
        step_three.record, consultation, by=request.user, attachments=form.cleaned_data["attachments"], **form.texts()
    ):
        forget_draft(request.user, key)
        messages.success(request, "已登记调研。")
        return redirect("consult:consultation", consultation.pk)
    return _research_form(request, consultation, form, key)


@may("consult.edit_research", Research)
@require_http_methods(["GET", "POST"])
def edit_research(request, research):
    key = f"consult:edit_research:{research.pk}"
    initial = {name: getattr(research, name) for name in ResearchForm.base_fields if name != "attachments"}
    form = ResearchForm(request.POST or None, user=request.user, initial={**initial, "version": research.version})
    if form.is_valid():
        details = {name: form.cleaned_data[name] for name in ("version", "attachments")}
        if form.carry_out(step_three.edit, research, by=request.user, **details, **form.texts()):
            forget_draft(request.user, key)
            messages.success(request, "已保存调研。")
            return redirect("consult:consultation", research.consultation_id)
    return _research_form(request, research.consultation, form, key, research=research)


@may("consult.edit_research", Research)
@require_http_methods(["GET", "POST"])
def remove_research(request, research):
    form = ReasonForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(
        step_three.remove, research, by=request.user, reason=form.cleaned_data["reason"]
    ):
        return redirect("consult:consultation", research.consultation_id)
    words = {"title": f"移出 {research} 调研", "verb": "移出", "text": "移出以后不再计入调研次数，台账里仍能查到。"}
    context = {"consultation": research.consultation, "form": form, **words}
    return render(request, "consult/consultation_ask.html", context, status=422 if form.is_bound else 200)


def _needs(request, consultation) -> dict:
    city = consultation.room.unit.region.city_code
    units = Unit.objects.active().filter(region__path__startswith=f"/{city}/")
    return {"pack": pack_of(consultation), "units": units, "user": request.user}


def _category_words(pack) -> dict:
    """What the place calls its conveners and members on the list, and those whom no paper names."""
    convener, member = (step_two.category_from(source, pack) for source in ("convener", "member"))
    return {
        "convener_word": convener.name if convener else "",
        "member_word": member.name if member else "",
        "unnamed": "、".join(each.name for each in pack.categories if not each.named),
    }


def _participants_page(request, consultation, form):
    people = list(consultation.participant_set.standing().select_related("unit"))
    pack = pack_of(consultation)
    context = {
        "consultation": consultation,
        "pack": pack,
        "form": form,
        "count": len(people),
        "people": people_of(people, pack),
        "faults": queries.composition_faults(consultation, pack, modes=("warn",)),
        "blocked": "".join(queries.composition_faults(consultation, pack, modes=("block",))),
        "team": queries.team_not_listed(consultation, people),
        "before": None if consultation.participants_fixed_at else seats.last_list(consultation),
        "can_claim": _may_claim(request.user, consultation),
        **_category_words(pack),
        "fit_form": _fit_form(consultation, pack, people),
        "draft_key": f"consult:participants:{consultation.pk}",
        **_rights(request.user, consultation),
    }
    return render(request, "consult/participant_list.html", context, status=422 if form.is_bound else 200)


def _fit_form(consultation, pack, people) -> FitForm | None:
    """The offer of the pools; none where the list is fixed or nobody fits."""
    fits = [] if consultation.participants_fixed_at else fits_of(consultation, people)
    return FitForm(pack=pack, fits=fits) if fits else None


def _may_claim(user, consultation) -> bool:
    return user.has_perm("consult.claim_seat", consultation) and not seats.why_not_claim(consultation, user)


def _rights(user, consultation) -> dict:
    """What the person may do with the list; three blocks of the page ask, and a block's own tags end with it."""
    early = recording.listing(consultation)
    return {
        "early": early,
        "can_edit": not early and user.has_perm("consult.edit_participants", consultation),
        "can_fix": user.has_perm("consult.fix_participants", consultation),
        "orders": user.has_perm("reports.order_document", consultation),
        "sees_phones": user.has_perm("consult.view_phones", consultation),
    }


def _research_form(request, consultation, form, key, research=None):
    context = {"consultation": consultation, "form": form, "draft_key": key, "research": research}
    return render(request, "consult/research_form.html", context, status=422 if form.is_bound else 200)
