"""The way of proposals in the demonstration, played on its own days: reviewed, given, answered, rated, closed."""

from datetime import timedelta

from django.utils import timezone

from consult.enums.evaluation import RatedSide
from consult.models import EvaluationRound
from consult.steps import evaluation
from members.models import Member
from proposals import operations
from proposals.enums import HandlingRole
from proposals.models import Proposal, Reply
from proposals.operations import Part
from proposals.queries.reviewing import standing_of
from reports.management.demo.proposing_data import LETTERS, PUT

# Fates in the order in which the way ends; a proposal passes every stop before its own.
HANDLED = ("closed", "again", "rated", "cosigning", "running", "extended")
ASKED = (*HANDLED, "objected", "adjusted", "preassigned", "agreed")
FILED = (*ASKED, "filed", "merged")
TASK = "请按职责研究办理，办理前先与提出人沟通。"


class Way:
    """The rows as they go; verbs are called as the pages call them."""

    def __init__(self, city):
        self.city, self.office = city, city.person("秦岚")
        self.rows = {}

    def of(self, *fates):
        """Those whose fate lies there or beyond, with their rows as they are now."""
        for put in PUT:
            if put.fate in fates and put.title in self.rows:
                yield put, Proposal.objects.for_page().get(pk=self.rows[put.title])

    def submit(self) -> None:
        room = self.city.rooms["baiyang"]
        for put in PUT:
            member = Member.objects.get(name=put.member)
            texts = {"title": put.title, "situation": put.situation, "advice": put.advice}
            who = {"kind": put.kind, "member": member if put.kind == "proposal" else None}
            row = operations.draft_and_submit(room, by=self.city.person("周敏"), **who, **texts)
            Proposal.objects.filter(pk=row.pk).update(is_key=put.is_key)
            operations.receive(row, by=self.office)
            self.rows[put.title] = row.pk

    def speak(self, fates, outcome="file", **said) -> None:
        """What the bodies of the step say to which each of these has come."""
        for put, row in self.of(*fates):
            seen = standing_of(row)
            lead = self.city.units[put.lead]
            helpers = [self.city.units[code] for code in (*put.joint, *put.co)]
            suggested = {"lead": lead, "helpers": helpers} if outcome == "file" else {}
            told = {"on": timezone.localdate(), "outcome": outcome, **suggested, **said}
            for body in seen.silent:
                operations.speak(row, by=self.office, step=seen.step.code, body=body, **told)

    def parts(self, put) -> list[Part]:
        roles = ((HandlingRole.JOINT, put.joint), (HandlingRole.CO, put.co))
        beside = [Part(self.city.units[code], role) for role, codes in roles for code in codes]
        return [Part(self.city.units[put.lead], HandlingRole.LEAD), *beside]

    def preassign(self) -> None:
        for put, row in self.of(*ASKED):
            operations.preassign(
                row, by=self.office, parts=self.parts(put), task="请按职责研究办理，办理前先与提出人沟通。"
            )

    def agree(self) -> None:
        for _, row in self.of(*HANDLED, "agreed"):
            for handling in row.handlings.select_related("unit"):
                who = self.contact(handling)
                operations.agree(handling, by=who, handler=who.name, leader="分管负责人", phone="0714-8700000")

    def contact(self, handling):
        code = next(code for code, unit in self.city.units.items() if unit.pk == handling.unit_id)
        return self.city.person(self.city.data.unit_by_code[code].contact)

    def lead(self, row):
        return row.handlings.select_related("unit", "proposal").get(
            role=HandlingRole.LEAD, state__in=("accepted", "answered")
        )

    def talk(self, fates, said: str) -> None:
        for put, row in self.of(*fates):
            lead = self.lead(row)
            told = {"stage": "before", "way": "meeting", "on": timezone.localdate(), "people": f"{put.member}、承办人"}
            operations.log_contact(lead, by=self.contact(lead), said=said, **told)

    def split(self) -> None:
        """The lists of the key ones, every row with its duty and its result."""
        for put, row in self.of(*HANDLED):
            if put.is_key:
                for advice in operations.split_advice(row, by=self.office, texts=put.advice.splitlines()):
                    self._row(row, advice)

    def _row(self, row, advice) -> None:
        lead = self.lead(row)
        who = self.contact(lead)
        duty = {"leader": "分管负责人", "handler": who.name, "action": "现场核实，列出清单，逐处整改", "until": None}
        advice = operations.set_duty(advice, by=who, handling=lead, version=1, **duty)
        done = {"result": "已经采纳并落实。", "done": "完成整改", "figure": 6 + advice.position, "figure_unit": "处"}
        operations.report_result(advice, by=who, version=advice.version, is_finished=True, **done)

    def opinions(self, fates) -> None:
        for _, row in self.of(*fates):
            for handling in row.handlings.filter(role__in=(HandlingRole.CO, HandlingRole.JOINT), state="accepted"):
                told = {"result": "solved", "text": "本单位承担的部分已经落实，请汇总答复。"}
                operations.give_opinion(handling, by=self.contact(handling), **told)

    def write(self, fates, *, answer: str = "") -> None:
        for put, row in self.of(*fates):
            lead, who = self.lead(row), self.contact(self.lead(row))
            kind = answer or put.answer
            more = {"planned_until": timezone.localdate() + timedelta(days=300)} if kind == "B" else {}
            day = timezone.localdate()
            operations.write_reply(
                lead,
                by=who,
                number=f"冶办函〔{day.year}〕{40 + row.number}号",
                result_class=kind,
                body=LETTERS[kind],
                signer="主要负责人",
                signed_on=day,
                contact=who.name,
                phone="0714-8700000",
                **more,
            )

    def cosign(self, fates, *, objects: bool = False) -> None:
        for _, row in self.of(*fates):
            reply = Reply.objects.get(proposal=row, state="draft")
            operations.ask_cosigns(reply, by=self.contact(reply.handling))
            for each in reply.cosigns.select_related("handling__unit", "reply"):
                said = {"agrees": not objects, "version": reply.version}
                said |= {"text": "申报材料一项与现行规定不一致，建议修改。"} if objects else {}
                operations.cosign(each, by=self.contact(each.handling), **said)
                if objects:
                    break

    def send(self, fates) -> None:
        for _, row in self.of(*fates):
            reply = Reply.objects.get(proposal=row, state="draft")
            operations.send_reply(reply, by=self.contact(reply.handling))

    def open_rounds(self, fates) -> None:
        closes_on = timezone.localdate() + timedelta(days=10)
        for _, row in self.of(*fates):
            operations.open_evaluation(row, by=self.office, closes_on=closes_on)

    def rate(self, fates, answer: str) -> None:
        for _, row in self.of(*fates):
            rounds = EvaluationRound.objects.of(row).filter(side=RatedSide.HANDLING)
            round = rounds.latest("pk")
            for invitation in round.invitations.filter(user__isnull=False).select_related("user"):
                data = {field["key"]: answer for field in round.form.choices}
                why = "路口还是没有信号灯，孩子们过街不安全。" if answer == "不满意" else ""
                evaluation.answer(invitation, data=data, remark=why, by=invitation.user)
            evaluation.close_round(round, by=self.office)
            operations.follow_evaluation(EvaluationRound.objects.get(pk=round.pk))

    def adjust(self) -> None:
        for put, row in self.of("objected", "adjusted"):
            lead = row.handlings.select_related("unit").get(role=HandlingRole.LEAD)
            why = {
                "reason": "按照职责分工，牵头部门不是我局，建议由主管部门牵头。",
                "better_unit": self.city.units["civil"],
            }
            operations.object_to_proposal(lead, by=self.contact(lead), **why)
            if put.fate == "adjusted":
                asked = {"ruling": "同意改派，请新的单位尽快答复。", "proposer_asked": "电话征求，提出人同意"}
                operations.adjust(lead, by=self.office, agrees=True, unit=self.city.units["civil"], **asked)

    def small(self) -> None:
        for put, row in self.of("small"):
            on = timezone.localdate()
            operations.assign(
                row, by=self.office, parts=self.parts(put), on=on, paper="三办联审交办", task="请现场查看办理。"
            )

    def extend(self) -> None:
        for _, row in self.of("extended"):
            lead = self.lead(row)
            operations.ask_extension(lead, by=self.contact(lead), reason="选址要征求两个社区的意见，时间较长。")


def tell(city, clock):
    """A generator as reports.management.demo.clock plays them."""
    way = Way(city)
    yield from _reviewed(way, clock)
    yield clock.at(-76, "10:20")
    way.preassign()
    yield clock.at(-72, "11:00")
    way.agree()
    way.adjust()
    yield clock.at(-66, "15:00")
    chosen = [row for _, row in way.of(*HANDLED)]
    operations.assign_formally(chosen, by=way.office, on=timezone.localdate(), paper="提案交办会")
    way.small()
    yield from _handled(way, clock)


def _reviewed(way, clock):
    rest = ("chairs", "declined", "converted")
    yield clock.at(-88, "09:10")
    way.submit()
    yield clock.at(-85, "10:00")
    way.speak((*FILED, *rest, "disputed", "small"))
    yield clock.at(-82, "15:00")
    way.speak((*FILED, *rest))
    way.speak(("disputed",), "decline", opinion="场地和运营经费没有着落，建议会审。")
    yield clock.at(-78, "09:30")
    way.speak([fate for fate in FILED if fate != "merged"], paper="第 12 次主席会议")
    way.speak(("declined",), "decline", opinion="标准由上级统一规定，本地没有调整权限。")
    way.speak(("converted",), "convert", opinion="问题具体，宜作为社情民意信息反映。")
    _merge(way)


def _merge(way) -> None:
    into = next(row for put, row in way.of("closed") if put.is_key)
    way.speak(("merged",), "merge", into=into, opinion="与已立案的一件内容相同。")


def _handled(way, clock):
    yield clock.at(-60, "09:40")
    way.talk(HANDLED, "介绍办理打算，听取意见，商定分步实施。")
    way.split()
    yield clock.at(-48, "16:00")
    way.opinions(("closed", "again", "rated", "cosigning"))
    way.extend()
    yield clock.at(-40, "10:10")
    way.write(("closed", "again", "rated", "cosigning"))
    way.cosign(("again",))
    way.cosign(("cosigning",), objects=True)
    yield clock.at(-36, "09:30")
    way.send(("closed", "again", "rated"))
    yield clock.at(-34, "09:30")
    way.open_rounds(("closed", "again"))
    yield clock.at(-28, "20:10")
    way.rate(("closed",), "满意")
    way.rate(("again",), "不满意")
    yield clock.at(-24, "15:30")
    for _, row in way.of("closed"):
        operations.close_proposal(row, by=way.office, note="提出人评议满意。")
    yield clock.at(-4, "09:50")
    way.open_rounds(("rated",))
