"""案例: the library, one case, and what its writers and the office do with it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consult.models import Consultation
from members.access import may
from members.models.keys import key_in
from members.operations import forget_draft
from members.queries import history_of, page_after
from members.views.form_page import form_page
from reports.filters.library import CaseStudyFilter
from reports.forms.library import CaseStudyForm, ReturnForm
from reports.models import CaseStudy
from reports.operations import case_studies as verbs
from reports.operations.case_draft import PARTS, hits_of
from reports.queries.documents import Subject
from rooms import practice

VIEW, WRITE, JUDGE = "reports.view_case_study", "reports.write_case_study", "reports.judge_case_study"


@may(VIEW)
@require_GET
def case_studies(request):
    found = CaseStudyFilter(request.GET, CaseStudy.objects.visible_to(request.user), request=request)
    page = page_after(found.qs.for_page(), request.GET, order=found.order)
    context = {"filter": found, "page": page, "pack": practice.of_person(request.user)}
    return render(request, "reports/library/cases.html" + ("#rows" if request.htmx else ""), context)


@may(VIEW, CaseStudy)
@require_GET
def case_study(request, study):
    user = request.user
    can_judge, can_write = user.has_perm(JUDGE, study), user.has_perm(WRITE, study)
    sees_case = user.has_perm("consult.view_consultation", study.case)
    context = {
        "study": study,
        "parts": [(name, getattr(study, key)) for key, name in PARTS],
        "can_judge": can_judge,
        "orders": user.has_perm("reports.order_document", Subject("case_study", study)),
        "can_write": can_write,
        "can_edit": can_write and (study.state in verbs.EDITABLE or (can_judge and not study.is_adopted)),
        "sees_case": sees_case and Consultation.objects.visible_to(user).filter(pk=study.case_id).exists(),
        "hits": hits_of(study.case, verbs.texts_of(study)) if can_write and not study.is_adopted else [],
        "events": history_of(study) if can_write or can_judge else [],
    }
    return render(request, "reports/library/case.html", context)


@may(WRITE, Consultation)
@require_POST
def write_case_study(request, consultation):
    """One click: the draft out of the records, or the one that there is."""
    study = verbs.begin(consultation, by=request.user)
    if study.version == 1 and study.state == "draft":
        messages.success(request, "已按协商记录写出问题、过程和结果，请核对修改，再写启示。")
    return redirect(study)


@may(WRITE, CaseStudy)
@require_http_methods(["GET", "POST"])
def edit_case_study(request, study):
    key, initial = f"reports:edit_case_study:{study.pk}", verbs.texts_of(study) | {"version": study.version}
    form = CaseStudyForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(verbs.edit, study, by=request.user, **form.cleaned_data):
        forget_draft(request.user, key)
        messages.success(request, "已保存。")
        return redirect(study)
    words = {"title": "修改案例", "verb": "保存", "back": study.get_absolute_url(), "crumb": study.title}
    return form_page(request, form, key=key, **words)


@may(WRITE, CaseStudy)
@require_POST
def submit_case_study(request, study):
    verbs.submit(study, by=request.user)
    messages.success(request, "已报送办公室，采用以后列入案例库。")
    return redirect(study)


@may(WRITE, CaseStudy)
@require_POST
def take_back_case_study(request, study):
    verbs.take_back(study, by=request.user)
    messages.success(request, "已撤回，可以修改后再报送。")
    return redirect(study)


@may(JUDGE, CaseStudy)
@require_POST
def adopt_case_study(request, study):
    study = verbs.adopt(study, by=request.user, version=key_in(request.POST.get("version")) or 0)
    messages.success(request, f"已采用，列入案例库，编号 {study.number_words}。")
    return redirect(study)


@may(JUDGE, CaseStudy)
@require_http_methods(["GET", "POST"])
def return_case_study(request, study):
    form = ReturnForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.send_back, study, by=request.user, **form.cleaned_data):
        messages.success(request, "已退回，编写人已收到通知。")
        return redirect(study)
    back = reverse("reports:case_study", args=[study.pk])
    text = "退回以后不再列入案例库，修改后可以再报送。" if study.is_adopted else ""
    return form_page(request, form, title="退回案例", verb="退回", back=back, crumb=study.title, text=text)
