"""A page with all parts and states, and one with a form: for tests and for looking at, nowhere else."""

from datetime import timedelta

from django import forms as django_forms
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import include, path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from members import forms
from members.models import Unit
from members.workflow import Refused, Stale

STEPS = [
    {"name": "确定议题", "status": "done", "fact": "8月11日柳湖街道党工委审定"},
    {"name": "确定协商主体", "status": "done", "fact": "8月17日，6 类 16 人"},
    {"name": "调查研究", "status": "done", "fact": "3 次，走访 42 户"},
    {"name": "协商讨论", "status": "open", "fact": "已开会 1 次，纪要待审签"},
    {"name": "报送结果", "status": "later", "fact": ""},
    {"name": "成果转化", "status": "later", "fact": ""},
]
HOLDS = [
    {"sentence": "3 件事项中有 1 件没有写建议责任单位。", "url": "#m3", "link": "去补写事项 3"},
    {"sentence": "《协商纪要》没有经第一召集人罗建平审签。"},
]


class KitForm(forms.Form):
    versioned = True

    title = forms.LineField(label="议题名称", max_length=40, note="不超过 40 字", help_text="写清地点和要商量的事。")
    why = forms.TextField(label="为什么协商", max_length=400)
    way = forms.SegField(label="议题类别", choices=[("ordinary", "普通议题"), ("important", "重要议题")])
    body = forms.LineField(label="审定机关", required=False, note="重要议题填写", when={"way": ("important",)})
    kinds = forms.SegManyField(label="领域", choices=[("a", "老旧小区"), ("b", "交通")], required=False)
    source = forms.SelectField(label="来源", choices=[("", "请选择"), ("visit", "走访"), ("call", "接访")])
    on = forms.DateField(label="办理期限", earliest=timezone.localdate)
    number = forms.NumberField(label="走访户数", required=False)
    unit = forms.FindField(Unit.objects.all(), "find_units", label="责任单位")
    helpers = forms.FindManyField(Unit.objects.all(), "find_units", label="配合单位", required=False)
    photos = forms.AttachmentsField("photo", label="照片", required=False)
    agreed = forms.CheckField(label="已向各方核对", required=False)


@require_GET
def kit(request):
    today = timezone.localdate()
    messages.success(request, "已报送柳湖街道党工委")
    messages.warning(request, "有 1 件事项没有写建议责任单位")
    context = {"steps": STEPS, "holds": HOLDS, "events": [], "today": today, "before": today - timedelta(days=3)}
    return render(request, "kit.html", context | {"now": timezone.now(), "tomorrow": today + timedelta(days=1)})


@require_http_methods(["GET", "POST"])
def form(request):
    made = KitForm(request.POST or None, user=request.user, initial={"version": 1})
    if made.is_valid() and made.carry_out(sign, made.cleaned_data):
        return redirect("kit")
    return render(request, "kit_form.html", {"form": made})


def sign(data):
    if data["title"] == "拒绝":
        raise Refused("纪要没有经第一召集人审签，不能报送。")
    if data["version"] != 2:
        row = Unit(name="别人写的", version=2)
        row.title, row.why = "别人写的题目", data["why"]
        raise Stale("别人刚刚保存过这份记录，请对照两份内容后再保存。", current=row)


class SignForm(forms.Form):
    reason = django_forms.CharField(label="理由")


@require_http_methods(["GET", "POST"])
def ask(request):
    made = SignForm(request.POST or None, user=request.user)
    if made.is_valid():
        return redirect("kit")
    return render(request, "kit_ask.html", {"form": made})


@require_GET
def find_units(request):
    found = Unit.objects.find(request.GET.get("q", ""))[:8]
    return JsonResponse({"results": [{"id": unit.pk, "name": unit.name, "note": unit.short_name} for unit in found]})


@require_GET
def break_down(request):
    raise RuntimeError("on purpose")


urlpatterns = [
    path("kit/", kit, name="kit"),
    path("kit/form/", form, name="kit_form"),
    path("kit/ask/", ask, name="kit_ask"),
    path("kit/units/", find_units, name="find_units"),
    path("kit/broken/", break_down, name="broken"),
    path("", include("consult.urls")),
]
