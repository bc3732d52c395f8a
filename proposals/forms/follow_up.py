"""Forms of 五定三包, of 回头看 and of what is followed up over years."""

from django.utils import timezone

from members.forms import AttachmentsField, CheckField, DateField, Form, LineField, NumberField, SegField, TextField
from proposals.enums import Finding
from proposals.forms.care import today


class PledgeForm(Form):
    versioned = True

    leader = LineField(label="定领导", max_length=40)
    persons = LineField(label="定人员", max_length=100)
    until = DateField(label="定时间", help_text="全部办完的日期。")
    duty = TextField(label="定责任", max_length=300, rows=2)
    quality = TextField(label="定质量", max_length=300, rows=2)
    reply = TextField(label="包回复", max_length=300, rows=2)
    satisfaction = TextField(label="包满意", max_length=300, rows=2)
    carrying_out = TextField(label="包落实", max_length=300, rows=2)


class CheckPledgeForm(Form):
    reply = CheckField(label="包回复：已经兑现", required=False)
    satisfaction = CheckField(label="包满意：已经兑现", required=False)
    carrying_out = CheckField(label="包落实：已经兑现", required=False)
    note = TextField(label="说明", max_length=300, rows=2, required=False, help_text="有没有兑现的必须写明情况。")


class PlanLookBackForm(Form):
    planned_on = DateField(label="计划日期", earliest=today, why="计划日期不能早于今天。")


class LookBackForm(Form):
    done_on = DateField(label="日期", latest=today, why="日期不能晚于今天。")
    people = LineField(label="参加人员", max_length=300)
    finding = SegField(label="结论", choices=Finding.choices, help_text="没有落实的，退回承办单位重新办理。")
    text = TextField(label="情况", max_length=2000, rows=4)
    next_on = DateField(label="下次回头看", required=False, note="部分落实的填写", when={"finding": (Finding.PARTLY,)})
    attachments = AttachmentsField("photo", label="照片", required=False)


class SettleForm(Form):
    on = DateField(label="完成日期", latest=today, why="完成日期不能晚于今天。")
    evidence = TextField(label="完成情况", max_length=2000, rows=4)
    attachments = AttachmentsField("photo", label="证明材料", required=False, note="现场照片、验收文件")


class UnsettleForm(Form):
    reason = TextField(label="恢复跟踪的原因", max_length=300, rows=3)


class CallRollForm(Form):
    once = True

    year = NumberField(label="年度", min_value=2000, max_value=2099)
    text = TextField(label="要求", max_length=500, rows=3)
    due_on = DateField(label="报送截止")


class AnswerRollCallForm(Form):
    once = True

    text = TextField(label="进展情况", max_length=2000, rows=5)
    is_done = CheckField(label="已经完成（附证明材料）", required=False)
    new_until = DateField(label="预计完成时间", required=False, note="还没有完成的必填", when={"is_done": ("",)})
    attachments = AttachmentsField("photo", label="材料", required=False)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("is_done") and not cleaned.get("new_until"):
            self.add_error("new_until", "还没有完成的，请写明预计完成时间。")
        until = cleaned.get("new_until")
        if until and until < timezone.localdate():
            self.add_error("new_until", "预计完成时间不能早于今天。")
        return cleaned
