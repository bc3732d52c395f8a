"""媒体稿件: the register, one article, and the acts upon it."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consult.models import Consultation
from members.access import may
from members.forms.people import WhyForm
from members.models.keys import key_in
from members.operations import forget_draft
from members.queries import history_of, page_after
from members.views.form_page import form_page
from reports.filters.articles import ArticleFilter
from reports.forms.articles import ArticleForm, EditArticleForm
from reports.models import MediaArticle
from reports.operations import articles as verbs
from reports.queries import articles as queries

VIEW, ENTER, JUDGE = "reports.view_article", "reports.enter_article", "reports.judge_article"
FIELDS = ("outlet", "level", "published_on", "title", "author", "link", "version")


@may(VIEW)
@require_GET
def articles(request):
    """What was published, with how much of it counts on each level."""
    seen = MediaArticle.objects.visible_to(request.user)
    found = ArticleFilter(request.GET, seen, request=request)
    page = page_after(found.qs.for_page(), request.GET, order=found.order)
    if request.htmx:
        return render(request, "reports/articles/list.html#rows", {"filter": found, "page": page})
    context = {"filter": found, "page": page, "levels": queries.by_level(found.qs.confirmed(), request.GET)}
    return render(request, "reports/articles/list.html", context)


@may(VIEW, MediaArticle)
@require_GET
def article(request, article):
    user = request.user
    can_judge = user.has_perm(JUDGE, article)
    context = {
        "article": article,
        "files": article.attachments.standing(),
        "can_judge": can_judge,
        "can_edit": user.has_perm(ENTER, article) and (can_judge or article.state != "confirmed"),
        "doubles": queries.doubles_of(article) if can_judge else [],
        "sees_case": article.case_id and user.has_perm("consult.view_consultation", article.case),
        "events": history_of(article),
    }
    return render(request, "reports/articles/page.html", context)


@may("consult.view_consultation")
@require_GET
def find_cases(request):
    """Consultations by words of their title, running or over: articles tell of both."""
    words = request.GET.get("q", "")[:60].strip()
    rows = Consultation.objects.visible_to(request.user).select_related("topic", "room__unit").order_by("-pk")
    rows = rows.filter(topic__title__icontains=words)[:10] if words else []
    return JsonResponse({"results": [{"id": row.pk, "name": row.title, "note": row.label} for row in rows]})


@may(ENTER)
@require_http_methods(["GET", "POST"])
def new_article(request):
    form = ArticleForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.enter, by=request.user, **form.cleaned_data):
        forget_draft(request.user, "reports:new_article")
        said = "已登记。" if form.result.state == "confirmed" else "已登记，办公室采信以后计入统计。"
        messages.success(request, said)
        return redirect(form.result)
    return _sheet(request, form, key="reports:new_article")


@may(ENTER, MediaArticle)
@require_http_methods(["GET", "POST"])
def edit_article(request, article):
    initial = {name: getattr(article, name) for name in FIELDS}
    initial |= {"room": article.room_id or "", "case": article.case}
    form = EditArticleForm(request.POST or None, user=request.user, initial=initial)
    key = f"reports:edit_article:{article.pk}"
    if form.is_valid() and form.carry_out(verbs.edit, article, by=request.user, **form.cleaned_data):
        forget_draft(request.user, key)
        messages.success(request, "已保存。")
        return redirect(article)
    return _sheet(request, form, key=key, article=article, files=article.attachments.standing())


@may(JUDGE, MediaArticle)
@require_POST
def confirm_article(request, article):
    verbs.confirm(article, by=request.user, version=key_in(request.POST.get("version")) or 0)
    messages.success(request, "已采信，计入刊发的月份。")
    return redirect(article)


@may(JUDGE, MediaArticle)
@require_http_methods(["GET", "POST"])
def strike_article(request, article):
    form = WhyForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.strike, article, by=request.user, **form.cleaned_data):
        messages.success(request, "已登记为不采信，登记人看得到原因。")
        return redirect(article)
    text = f"《{article.title}》不计入统计。登记人看得到原因，修改以后可以再报。"
    back = article.get_absolute_url()
    return form_page(request, form, title="不采信", verb="不采信", back=back, crumb="媒体稿件", text=text)


def _sheet(request, form, **context):
    context["form"] = form
    return render(request, "reports/articles/form.html", context, status=422 if form.is_bound else 200)
