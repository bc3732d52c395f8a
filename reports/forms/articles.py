"""Forms of media articles."""

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone

from consult.models import Consultation
from members.forms import AttachmentsField, CheckField, DateField, FindField, Form, LineField, SegField, SelectField
from members.permissions.bulletins import OFFICES
from proposals.enums import OutletLevel
from reports.queries.articles import outlets_near, rooms_to_enter
from rooms.models import Room

NO_ROOM = [("", "不属于某个联络室")]


class Offered(forms.TextInput):
    """A line with words to choose from; anything else may be typed."""

    template_name = "reports/articles/offered.html"
    offers = ()

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id', name)}_offers"
        return {**context, "offers": self.offers}


class ArticleForm(Form):
    once = True

    outlet = LineField(label="媒体", max_length=60, widget=Offered, help_text="从列表选择，或者填写新的媒体名称。")
    level = SegField(label="媒体级别", choices=OutletLevel.choices)
    published_on = DateField(label="刊发日期", latest=timezone.localdate, why="刊发日期不能晚于今天。")
    title = LineField(label="标题", max_length=120)
    author = LineField(label="作者", max_length=60, required=False)
    link = LineField(label="网址", max_length=500, required=False, note="网址和剪报至少有一样")
    attachments = AttachmentsField(label="剪报、截图", required=False)
    room = SelectField(label="联络室", choices=NO_ROOM, required=False)
    case = FindField(
        Consultation.objects.none(), "reports:find_cases", label="报道的协商", required=False, note="按议题查找"
    )
    knows_doubles = CheckField(label="不是重复登记", required=False, help_text="同一天同一家媒体已有相近稿件时才勾选。")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.rooms = {str(room.pk): room for room in rooms_to_enter(user).order_by("unit__pinyin")}
        self.is_office = user.has_perm("reports.judge_article")
        rooms = [(key, room.name) for key, room in self.rooms.items()]
        self.fields["room"].choices = NO_ROOM + rooms if self.is_office else rooms
        self.fields["room"].required = not self.is_office
        self.fields["case"].queryset = Consultation.objects.visible_to(user)
        paths = [room.unit.region.path for room in self.rooms.values()] or user.paths_as(*OFFICES)
        self.outlets = outlets_near(paths[0]) if paths else {}
        self.fields["outlet"].widget.offers = list(self.outlets.items())

    def clean_link(self):
        link = self.cleaned_data["link"].strip()
        if link:
            URLValidator(["http", "https"], message="网址要以 http:// 或者 https:// 开头，请核对。")(link)
        return link

    def clean_room(self) -> Room | None:
        return self.rooms.get(self.cleaned_data["room"])


class EditArticleForm(ArticleForm):
    once = False
    versioned = True
