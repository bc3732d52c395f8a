"""人才库: members by their specialities, experts and worthies; and who fits a topic."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from members import operations
from members.access import may
from members.enums import PoolKind
from members.filters.pools import ExpertFilter, SpecialistFilter
from members.forms.people import AskForm
from members.forms.pools import EditExpertForm, ExpertForm, TagForm, TopicForm
from members.models import Expert, Member, Region, Tag
from members.permissions import roles_that_allow
from members.queries import city_paths, page_after
from members.queries.pools import fitting, specialists, tags_in, with_counts
from members.views.form_page import form_page
from members.views.places import texts
from members.views.roll import city_to_edit

TABS = (("members", "特长委员库"), *PoolKind.choices)
FIELDS = ("pool", "name", "identity", "specialities", "region", "phone", "consent", "is_active", "version")


@may("members.view_pools")
@require_GET
def pools(request):
    """One pool at a time, with the words by which its people can be found."""
    pool = request.GET.get("pool", "members")
    if pool == "members":
        found = SpecialistFilter(request.GET, specialists(request.user), request=request)
        rows = found.qs.select_related("home", "work")
    else:
        found = ExpertFilter(request.GET, Expert.objects.visible_to(request.user).filter(pool=pool), request=request)
        rows = found.qs.select_related("region__parent")
    page = page_after(rows, request.GET, order=("pinyin", "pk"))
    context = {"filter": found, "page": page, "pool": pool, "tabs": TABS, **_rights(request.user, page.rows)}
    return render(request, "members/pool_list.html" + ("#rows" if request.htmx else ""), context)


def _rights(user, rows) -> dict:
    """Members in sight have a page; experts in the person's own region have a number and a form."""
    if rows and isinstance(rows[0], Member):
        seen = set(Member.objects.visible_to(user).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
        return {"seen": seen}
    paths = [role.place.path for role in roles_that_allow(user, "members.edit_pools")]
    return {"mine": {row.pk for row in rows if any(row.region.path.startswith(path) for path in paths)}}


@may("members.view_pools")
@require_GET
def who_fits(request):
    """Type a topic and see who can be asked: most words first, then the nearest."""
    regions = Region.objects.active().within_any(city_paths(request.user))
    form = TopicForm(request.GET if "topic" in request.GET else None, regions=regions, user=request.user)
    context = {"form": form, "asked": form.is_bound and form.is_valid()}
    if context["asked"]:
        text = form.cleaned_data["topic"]
        region = form.cleaned_data["region"] or _own_place(request.user)
        context |= {"tags": tags_in(text, f"/{region.city_code}/"), "fits": fitting(text, region=region)}
        context |= {"region": region}
    return render(request, "members/pool_fits.html", context)


def _own_place(user) -> Region:
    return next(role.place for role in user.current_roles)


@may("members.edit_pools")
@require_http_methods(["GET", "POST"])
def new_expert(request):
    pool = request.GET.get("pool", PoolKind.WORTHY)
    initial = {"pool": pool if pool in PoolKind.values else PoolKind.WORTHY}
    form = ExpertForm(request.POST or None, user=request.user, initial=initial, regions=_regions(request.user))
    if form.is_valid() and form.carry_out(operations.add_expert, by=request.user, **texts(form)):
        messages.success(request, f"已登记{form.result.get_pool_display()}人员{form.result}。")
        return redirect(f"{reverse('members:pools')}?pool={form.result.pool}")
    return form_page(request, form, title="登记人才库人员", verb="登记", crumb="人才库", back=reverse("members:pools"))


@may("members.edit_pools", Expert)
@require_http_methods(["GET", "POST"])
def edit_expert(request, expert):
    initial = {name: getattr(expert, name) for name in FIELDS}
    form = EditExpertForm(request.POST or None, user=request.user, initial=initial, regions=_regions(request.user))
    back = f"{reverse('members:pools')}?pool={expert.pool}"
    if form.is_valid() and form.carry_out(operations.edit_expert, expert, by=request.user, **form.cleaned_data):
        messages.success(request, f"已保存{form.result}的登记。")
        return redirect(back)
    return form_page(request, form, title=f"修改{expert}的登记", verb="保存", crumb="人才库", back=back)


def _regions(user):
    """Where the person may enter people: the city for its offices, the township for its own."""
    paths = [role.place.path for role in roles_that_allow(user, "members.edit_pools")]
    return Region.objects.active().within_any(paths)


@may("members.edit_tags")
@require_GET
def tags(request):
    rows = with_counts(Tag.objects.within_any(city_paths(request.user)))
    return render(request, "members/tag_list.html", {"tags": rows})


@may("members.edit_tags")
@require_http_methods(["GET", "POST"])
def new_tag(request):
    city = city_to_edit(request.user, "members.edit_tags")
    form = TagForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(operations.add_tag, by=request.user, region=city, **texts(form)):
        messages.success(request, f"已新建标签“{form.result}”。")
        return redirect("members:tags")
    return form_page(request, form, title="新建标签", verb="新建", crumb="人才库标签", back=reverse("members:tags"))


@may("members.edit_tags", Tag)
@require_http_methods(["GET", "POST"])
def edit_tag(request, tag):
    initial = {name: getattr(tag, name) for name in ("name", "words", "version")}
    form = TagForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(operations.edit_tag, tag, by=request.user, **form.cleaned_data):
        messages.success(request, f"已保存标签“{form.result}”。")
        return redirect("members:tags")
    words = {"text": "改成另一个标签的名字，就并入那个标签；带这个标签的人随着改。", "back": reverse("members:tags")}
    return form_page(request, form, title=f"修改标签：{tag}", verb="保存", crumb="人才库标签", **words)


@may("members.edit_tags", Tag)
@require_http_methods(["GET", "POST"])
def remove_tag(request, tag):
    form = AskForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid() and form.carry_out(operations.remove_tag, tag, by=request.user):
        messages.success(request, f"已删除标签“{tag}”。")
        return redirect("members:tags")
    words = {"text": "没有人带的标签才能删除。", "back": reverse("members:tags"), "crumb": "人才库标签"}
    return form_page(request, form, title=f"删除标签：{tag}", verb="删除", **words)
