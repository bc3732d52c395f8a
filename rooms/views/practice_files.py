"""Import of a pack's file: checked first, with every fault told; kept as a version or as a draft only then."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from members.access import may
from members.models import Region
from members.views.form_page import form_page
from members.workflow import Refused
from rooms import operations, practice
from rooms.forms import CopyForm, ImportForm, KeepForm
from rooms.models import PracticeVersion
from rooms.practice.flow import flow_of
from rooms.views.practices import places


@may("rooms.edit_practice")
@require_http_methods(["GET", "POST"])
def import_practice(request):
    form = ImportForm(request.POST or None, request.FILES or None, user=request.user)
    if not form.is_valid():
        return render(request, "rooms/practice_import.html", {"form": form}, status=422 if form.is_bound else 200)
    name, text = form.cleaned_data["file"].name[:80], form.cleaned_data["text"].replace("\r\n", "\n")
    return checked(request, form, text, name=name)


@may("rooms.edit_practice")
@require_POST
def keep_practice(request):
    form = KeepForm(request.POST, user=request.user)
    if form.is_valid():
        keep = operations.import_draft if request.POST.get("what") == "draft" else operations.import_version
        regions = own_regions(request)
        if form.carry_out(keep, form.cleaned_data["text"], region=regions.first(), by=request.user):
            messages.success(request, f"已保留{form.result}。")
            name = "rooms:practice" if isinstance(form.result, PracticeVersion) else "rooms:draft"
            return redirect(name, form.result.pk)
    raise Refused("；".join(str(one) for errors in form.errors.values() for one in errors) or "请重新选择文件。")


@may("rooms.edit_practice", PracticeVersion)
@require_http_methods(["GET", "POST"])
def copy_practice(request, version):
    regions = own_regions(request)
    initial = {"name": version.name, "place": place_of_copy(version, regions.first())}
    form = CopyForm(request.POST or None, regions=regions, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(operations.copy_practice, version, by=request.user, **form.cleaned_data):
        messages.success(request, "已复制为草稿。逐表修改，没有错误以后发布。")
        return redirect("rooms:draft", form.result.pk)
    back = reverse("rooms:practice", args=[version.pk])
    text = f"从《{version.name}》{version.version} 版复制一份，在表单里修改。原来的版本不变。"
    return form_page(request, form, title="复制做法", verb="复制为草稿", back=back, crumb=f"{version} 版", text=text)


def place_of_copy(version: PracticeVersion, region: Region | None) -> str:
    """The place of whoever copies; a pack of that place names it in full already."""
    place = version.resolved["place"]
    return region.name if region and not place.endswith(region.name) else place


def own_regions(request):
    return Region.objects.active().within_any(places(request.user, "rooms.edit_practice")).order_by("path")


def checked(request, form, text: str, *, name: str):
    """The page after the check: the faults, or what the file says and how to keep it."""
    try:
        pack = practice.parse(text, name=name)
    except practice.PracticeError as error:
        context = {"form": form, "faults": error.faults[:200], "more": max(len(error.faults) - 200, 0), "name": name}
        return render(request, "rooms/practice_import.html", context, status=422)
    keep = KeepForm(user=request.user, initial={"text": text})
    context = {"pack": pack, "keep": keep, "name": name}
    context["why_no_version"] = why_no_version(pack, text)
    context["flow"] = flow_of(practice.to_resolved(pack), pack)
    return render(request, "rooms/practice_keep.html", context)


def why_no_version(pack, text: str) -> str:
    try:
        operations.refuse_as_version(pack, text)
    except Refused as refusal:
        return str(refusal)
    return ""
