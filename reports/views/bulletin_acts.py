"""What is done to an issue besides writing its head: its pieces, 印发, 放弃, 分发."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from members.access import may
from members.forms.people import WhyForm
from members.models.keys import key_in
from members.operations import forget_draft
from members.views.form_page import form_page
from reports.forms.bulletins import AdoptForm, EditItemForm, IssueBulletinForm, ItemForm
from reports.models import Bulletin, BulletinItem, Contribution
from reports.operations import bulletin_items as items
from reports.operations import bulletins as verbs
from reports.queries import bulletins as queries
from reports.queries.composing import photos_of

WRITE = "reports.write_bulletin"
# Ticks of one choice.
MOST_TICKED = 60


@may(WRITE, Bulletin)
@require_http_methods(["GET", "POST"])
def choose_items(request, bulletin):
    """What waits to be taken up: contributions, highlights, consultations by words."""
    if request.method == "GET":
        verbs.require_draft(bulletin)
    words = request.GET.get("q", "").strip()[:60]
    offered = {
        "contributions": queries.offered_contributions(request.user),
        "highlights": queries.offered_highlights(request.user, bulletin),
        "cases": queries.offered_cases(request.user, words),
    }
    if request.method == "POST":
        chosen = {name: _ticked(request, name, rows) for name, rows in offered.items()}
        taken = items.take_up(bulletin, by=request.user, **chosen)
        messages.success(request, f"已编入 {len(taken)} 篇，请逐篇改成简报的写法。")
        return redirect(bulletin)
    return render(request, "reports/bulletins/choose.html", {"bulletin": bulletin, "words": words, **offered})


@may(WRITE, Bulletin)
@require_http_methods(["GET", "POST"])
def write_item(request, bulletin):
    form = ItemForm(request.POST or None, user=request.user)
    key = f"reports:write_item:{bulletin.pk}"
    if form.is_valid() and form.carry_out(items.write, bulletin, by=request.user, **form.cleaned_data):
        forget_draft(request.user, key)
        return redirect(bulletin)
    return _piece(request, form, bulletin, key=key)


@may(WRITE, BulletinItem)
@require_http_methods(["GET", "POST"])
def edit_item(request, item):
    initial = {name: getattr(item, name) for name in ("heading", "text", "version")}
    shown = {"photos": photos_of(item), "chosen": item.photos}
    form = EditItemForm(request.POST or None, user=request.user, initial=initial, **shown)
    key = f"reports:edit_item:{item.pk}"
    if form.is_valid() and form.carry_out(items.edit, item, by=request.user, **form.cleaned_data):
        forget_draft(request.user, key)
        return redirect(item.bulletin)
    return _piece(request, form, item.bulletin, key=key, item=item)


@may(WRITE, BulletinItem)
@require_POST
def move_item(request, item):
    items.move(item, by=request.user, up=request.POST.get("to") != "down")
    return redirect(f"{item.bulletin.get_absolute_url()}#item-{item.pk}")


@may(WRITE, BulletinItem)
@require_POST
def take_out_item(request, item):
    items.take_out(item, by=request.user)
    messages.success(request, f"已移出“{item.heading}”。")
    return redirect(item.bulletin)


@may("reports.judge_contribution", Contribution)
@require_http_methods(["GET", "POST"])
def adopt_contribution(request, row):
    """编入简报: into a draft; where there is none, one has to be begun first."""
    drafts = Bulletin.objects.filter(unit__in=queries.units_of(request.user), state="draft")
    form = AdoptForm(request.POST or None, user=request.user, drafts=drafts)
    if form.is_valid():
        chosen = form.cleaned_data["bulletin"]
        if form.carry_out(items.take_up, chosen, by=request.user, contributions=[row]):
            messages.success(request, f"已编入《{chosen.title}》，印发以后通知联络室。")
            return redirect(chosen)
    context = {"form": form, "row": row}
    return render(request, "reports/bulletins/adopt.html", context, status=422 if form.is_bound else 200)


@may(WRITE, Bulletin)
@require_http_methods(["GET", "POST"])
def issue_bulletin(request, bulletin):
    initial = {"issued_on": timezone.localdate(), "version": bulletin.version}
    form = IssueBulletinForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(verbs.issue, bulletin, by=request.user, **form.cleaned_data):
        messages.success(request, f"已印发{form.result.ledger_label}，投稿的联络室已收到通知。接着可以分发。")
        return redirect(form.result)
    text = f"共 {bulletin.items.count()} 篇。印发时编期号、定稿，以后不能再修改。"
    return _ask(request, bulletin, form, title="印发《工作简报》", verb="印发", text=text)


@may(WRITE, Bulletin)
@require_http_methods(["GET", "POST"])
def drop_bulletin(request, bulletin):
    form = WhyForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.drop, bulletin, by=request.user, **form.cleaned_data):
        messages.success(request, "已放弃这一期，编入的投稿回到待处理。")
        return redirect("reports:bulletins")
    text = "放弃以后不能恢复，草稿留着可以查看；编入的投稿和亮点可以编入别的一期。"
    return _ask(request, bulletin, form, title="放弃这一期", verb="放弃", text=text)


def _ticked(request, name: str, rows) -> list:
    """Of what is offered now, what was ticked."""
    keys = {key_in(value) for value in request.POST.getlist(name)[:MOST_TICKED]}
    return [row for row in rows if row.pk in keys]


def _piece(request, form, bulletin, **context):
    context |= {"form": form, "bulletin": bulletin}
    return render(request, "reports/bulletins/item.html", context, status=422 if form.is_bound else 200)


def _ask(request, bulletin, form, **words):
    return form_page(request, form, back=bulletin.get_absolute_url(), crumb=str(bulletin), **words)
