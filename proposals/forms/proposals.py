"""Forms of proposals: one sheet for every kind; what a kind asks for is asked when it is submitted."""

from django import forms
from django.db.models import Q
from django.utils import timezone

from members.forms import AttachmentsField, Form, LineField, SegField, TextField
from members.models import Member
from members.models.places import lineage
from proposals.enums import CallAudience, ProposalKind, ProposalMode
from proposals.models import CallTopic, ProposalCall
from proposals.rules import KINDS, length_of

# These name in whose name they are put forward.
NAMED = (ProposalMode.SECTOR, ProposalMode.COLLECTIVE)
NEEDS_MEMBER = "提案由委员提出，请选择委员；没有委员提出的，可以改为社情民意信息或者微建议。"


class MemberChoice(forms.ModelChoiceField):
    note = "提案提交前必填"

    def label_from_instance(self, row):
        return f"{row.name}（{row.sector}）" if row.sector else row.name


class ProposalForm(Form):
    """`own` is the member who writes for himself; whoever `names` one chooses a member of the room.

    Nobody else puts a 提案 forward, so that it is not offered.
    """

    once = True

    kind = SegField(
        label="类别",
        choices=ProposalKind.choices,
        help_text="提案由委员提出；社情民意信息反映情况，建议可以不写；"
        f"微建议一事一议，{KINDS[ProposalKind.SUGGESTION].longest} 字以内。",
    )
    title = LineField(
        label="标题", max_length=60, note="不超过 60 字", help_text="例如：关于增设老旧小区充电设施的建议"
    )
    situation = TextField(
        label="情况和问题",
        max_length=4000,
        rows=6,
        required=False,
        note="提案、社情民意信息提交前必填",
        help_text="是什么问题、涉及多少人、原因在哪里。",
    )
    advice = TextField(
        label="意见建议",
        max_length=4000,
        rows=6,
        required=False,
        note="提案、微建议提交前必填",
        help_text="建议由谁、做什么，一条一条写。",
    )
    mode = SegField(
        label="提出方式",
        choices=[(mode, mode.label) for mode in ProposalMode if mode != ProposalMode.ROOM],
        required=False,
        help_text="联名的，存为草稿以后邀请联名人；界别、集体提出的，由召集人签名确认。",
    )
    proposed_for = LineField(
        label="提出单位",
        max_length=80,
        required=False,
        help_text="界别、集体提出的填写，例如：经济界、民建市委会。",
    )
    call = forms.ModelChoiceField(ProposalCall.objects.none(), label="征集", required=False, empty_label="不是应征的")
    topic = forms.ModelChoiceField(CallTopic.objects.none(), label="参考选题", required=False, empty_label="自选题目")
    member = MemberChoice(Member.objects.none(), label="提出人", required=False, empty_label="本联络室")
    attachments = AttachmentsField(label="材料和照片", required=False)

    def __init__(self, *args, room, own=None, names=False, submits=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.own, self.submits = own, submits
        named = room.postings.on(timezone.localdate()).values("member")
        chosen = self.initial.get("member")
        found = Member.objects.filter(pk__in=named, is_active=True)
        if chosen:
            found |= Member.objects.filter(pk=chosen.pk)
        self.fields["member"].queryset = found.order_by("pinyin", "pk")
        if own or not names:
            del self.fields["member"]
        if not own and not names:
            del self.fields["mode"], self.fields["proposed_for"]
        self._offer_calls(room)
        if not own and not names:
            kinds = [(kind, kind.label) for kind, rule in KINDS.items() if not rule.by_member]
            self.fields["kind"].choices = kinds

    def _offer_calls(self, room) -> None:
        """Those that ask members or rooms now, and the one that was chosen before."""
        asked = Q(asked__overlap=[CallAudience.MEMBERS, CallAudience.ROOMS])
        calls = ProposalCall.objects.running().filter(asked, region__path__in=lineage(room.unit.region.path))
        if chosen := self.initial.get("call"):
            calls |= ProposalCall.objects.filter(pk=chosen.pk)
        self.fields["call"].queryset = calls
        self.fields["topic"].queryset = topics = CallTopic.objects.filter(call__in=calls)
        if not calls.exists():
            del self.fields["call"], self.fields["topic"]
        elif not topics.exists():
            del self.fields["topic"]

    def clean(self):
        cleaned = super().clean()
        if self.own:
            cleaned["member"] = self.own
        if not cleaned.get("member"):
            cleaned["mode"] = ProposalMode.ROOM
        elif not cleaned.get("mode"):
            cleaned["mode"] = ProposalMode.PERSONAL
        if "proposed_for" in cleaned and cleaned["mode"] not in NAMED:
            cleaned["proposed_for"] = ""
        self._clean_call(cleaned)
        if self.submits and cleaned.get("kind"):
            self._require(cleaned, ProposalKind(cleaned["kind"]))
        return cleaned

    def _clean_call(self, cleaned) -> None:
        """A topic of a catalogue belongs to its call."""
        topic = cleaned.get("topic")
        if topic and not cleaned.get("call"):
            cleaned["call"] = topic.call
        call = cleaned.get("call")
        if topic and topic.call_id != call.pk:
            self.add_error("topic", "这个参考选题不属于所选的征集，请重新选择。")
        if call and cleaned.get("kind") and cleaned["kind"] not in call.kinds:
            self.add_error("call", f"这次征集的是{call.kinds_told}，请换一个类别，或者不选征集。")

    def _require(self, cleaned, kind) -> None:
        """Only a sheet that is handed in must be complete."""
        rule, texts = KINDS[kind], {name: cleaned.get(name) or "" for name in ("situation", "advice")}
        for name in rule.lacking(cleaned.get("member"), texts):
            if name == "member":
                self.add_error(name, NEEDS_MEMBER)
            elif name not in self.errors:
                self.add_error(name, f"提交{kind.label}要写明{self.fields[name].label}。")
        if (length := length_of(texts)) > rule.longest:
            self.add_error("advice", f"{kind.label}不超过 {rule.longest} 字，两栏一共 {length} 字，请精简以后提交。")


class EditProposalForm(ProposalForm):
    once = False
    versioned = True


class DropForm(Form):
    reason = LineField(label="原因", max_length=200)


class ReceiveForm(Form):
    verdict = TextField(label="说明", max_length=500, rows=2, required=False, help_text="提交人看得到，可以不写。")


class SendBackForm(Form):
    verdict = TextField(label="需要补充什么", max_length=500, rows=3, help_text="提交人看得到，补充以后可以再次提交。")
