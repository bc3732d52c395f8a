"""What a document is about, who may see it, and how far it is."""

from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from consult.models import (
    ApprovalStep,
    Assignment,
    CheckpointEntry,
    Consultation,
    EvaluationRound,
    Meeting,
    Minutes,
    MinutesEdition,
    PlanEdition,
    Research,
    Submission,
)
from consult.steps.products import UNASKED
from consult.workflow import pack_of
from members import access
from members.enums import RoleCode, UnitKind
from members.models import Unit
from members.models.places import lineage
from members.permissions import Scope
from proposals.enums import ReplyState
from proposals.models import Award, Handling, Reply, SpecialReport
from reports.enums import PeriodicKind, PeriodicState
from reports.models import Bulletin, CaseStudy, Commendation, Distribution, Document, Inspection, PeriodicReport
from rooms.models import Room

# Kind of the pack's documents → the record of which it is printed.
SUBJECTS = {
    "minutes": Minutes,
    "approval_form": Consultation,
    "participant_list": Consultation,
    "attendance": Meeting,
    "signature_page": Minutes,
    "research_record": Research,
    "invitation": Meeting,
    # Of one task: the sheet of a unit that has to do it, the letter to one that is asked.
    "assignment": Assignment,
    "request": Assignment,
    # Any entry, any turn stands for its checkpoint: the whole of it is printed.
    "checkpoint": CheckpointEntry,
    "checkpoint_bodies": ApprovalStep,
    # What was issued of a year's plan: it belongs to no consultation.
    "plan": PlanEdition,
    # What goes up to the leaders of the city.
    "special_report": SpecialReport,
    "bulletin": Bulletin,
    "routing_sheet": SpecialReport,
    "instruction_excerpt": SpecialReport,
    # What units are asked, and what they answer.
    "dispatch_sheet": Handling,
    "feedback_sheet": Handling,
    "pledge_sheet": Handling,
    "reply": Reply,
    # Questions with boxes to tick, for those who answer by hand.
    "evaluation_form": EvaluationRound,
    "award_certificate": Award,
    # What hangs on the wall of a room, and what is taken along to look at it.
    "room_poster": Room,
    "room_plates": Room,
    "room_check": Room,
    # A case that is written up, as others read it.
    "case_study": CaseStudy,
    # What the office tells of a span.
    "periodic_report": PeriodicReport,
    "circular": PeriodicReport,
    "commendation": Commendation,
    "inspection_sheet": Inspection,
}
NAMES = {
    "plan": "年度协商计划",
    "special_report": "要报、专报",
    "bulletin": "工作简报",
    "routing_sheet": "呈阅单",
    "instruction_excerpt": "批示摘录",
    "dispatch_sheet": "交办单",
    "feedback_sheet": "反馈单",
    "pledge_sheet": "五定三包责任表",
    "reply": "答复函",
    "evaluation_form": "评议表",
    "award_certificate": "荣誉证书",
    "room_poster": "联络室公示牌",
    "room_plates": "上墙制度和流程图",
    "room_check": "对照清单检查表",
    "case_study": "案例",
    "periodic_report": "督办报告、工作总结",
    "circular": "通报",
    "commendation": "表彰决定",
    "inspection_sheet": "督办检查反馈单",
}
# Where the unit stands whose record it is, for those that belong to no consultation.
UNITS = {
    Room: "unit",
    PlanEdition: "plan.unit",
    SpecialReport: "office",
    Bulletin: "unit",
    Commendation: "unit",
    Handling: "issued_by_unit",
    Reply: "handling.unit",
    EvaluationRound: "keeper",
    Award: "office",
    CaseStudy: "unit",
    PeriodicReport: "office",
    Inspection: "room.unit",
}
# Papers that hold more than their record shows to everybody who sees it.
NEEDED = {"instruction_excerpt": "proposals.enter_instruction"}
# Rows that belong to no checkpoint have no paper of one: a product that nothing asked for, a turn on the topic's route.
# A unit that has to do a task is not asked for it, and the other way round.
WITHOUT_PAPER = {
    "checkpoint": Q(code=UNASKED),
    "checkpoint_bodies": Q(checkpoint=""),
    "assignment": Q(asked=True) | Q(matter__isnull=True),
    "request": Q(asked=False) | Q(matter__isnull=True),
    "periodic_report": Q(kind=PeriodicKind.CIRCULAR),
    "circular": ~Q(kind=PeriodicKind.CIRCULAR),
}
# Drafts carry the checksum of what they say; a signed paper the number of its edition.
DRAFT = "draft-"


@dataclass(frozen=True)
class Subject:
    """A record as the subject of one kind of document, with the units that received it."""

    kind: str
    record: object
    receivers: frozenset = frozenset()

    @property
    def consultation(self) -> Consultation | None:
        return self.record if isinstance(self.record, Consultation) else getattr(self.record, "consultation", None)

    @property
    def name(self) -> str:
        """What the paper is called; its title holds words that somebody typed."""
        case = self.consultation
        if isinstance(self.record, PeriodicReport):
            return self.record.get_kind_display()
        return pack_of(case).document(self.kind).name if case else NAMES[self.kind]

    @property
    def unit(self):
        """The unit whose record it is."""
        if self.consultation:
            return self.consultation.room.unit
        return attrgetter(UNITS[type(self.record)])(self.record)

    @property
    def pk(self):
        return self.record.pk

    def rights_scope(self) -> Scope:
        scope = replace(self.record.rights_scope(), receivers=self.receivers)
        if isinstance(self.record, Inspection):
            return replace(scope, deciders=_leading_offices(scope.path) | {self.record.unit_id})
        # Of a room itself the leading office of its city decides.
        if isinstance(self.record, CaseStudy):
            return replace(scope, keepers=_offices(scope.path))
        return replace(scope, deciders=_leading_offices(scope.path)) if isinstance(self.record, Room) else scope

    def documents(self):
        return Document.objects.filter(
            kind=self.kind,
            object_type=ContentType.objects.get_for_model(self.record),
            object_id=str(self.record.pk),
        )


def _offices(path: str) -> frozenset:
    kinds = (UnitKind.LEADING_OFFICE, UnitKind.OFFICE)
    units = Unit.objects.filter(kind__in=kinds, region__path__in=lineage(path))
    return frozenset(units.values_list("pk", flat=True))


def _leading_offices(path: str) -> frozenset:
    units = Unit.objects.filter(kind=UnitKind.LEADING_OFFICE, region__path__in=lineage(path))
    return frozenset(units.values_list("pk", flat=True))


@dataclass(frozen=True)
class Printed:
    """One document together with its subject: rights are those over the subject. With what was asked for of it."""

    document: Document
    subject: Subject
    number: int = 0
    form: str = ""

    def rights_scope(self) -> Scope:
        return self.subject.rights_scope()

    @cached_property
    def is_draft(self) -> bool:
        return self.document.version.startswith(DRAFT)


def subject(user, *, kind: str, pk: int) -> Subject | None:
    """The record, if the person sees it: as one of the case, or as somebody to whom its minutes were sent."""
    model = SUBJECTS.get(kind)
    if model is None:
        return None
    receivers = _receivers(user, pk) if kind == "minutes" else _receiving(user, model, pk)
    rows = model.objects if kind == "minutes" and receivers else access.visible(model, user)
    record = rows.exclude(WITHOUT_PAPER.get(kind, Q(pk__in=[]))).filter(pk=pk).first()
    if record is None or (kind in NEEDED and not user.has_perm(NEEDED[kind], record)):
        return None
    return Subject(kind, record, receivers)


def _receivers(user, minutes_pk) -> frozenset:
    """The person's units to which these minutes were sent."""
    sent = Submission.objects.filter(edition__minutes=minutes_pk)
    units = {role.unit_id for role in user.current_roles}
    return frozenset(sent.filter(to__in=units).values_list("to", flat=True))


def _receiving(user, model, pk) -> frozenset:
    """The person's units that dispatch: reports are sent to them, and they print what goes round with one.

    Of what is distributed the units that it was sent to.
    """
    if model is PeriodicReport:
        return frozenset(_units_sent(user, model, pk))
    return frozenset(user.units_as(RoleCode.DISPATCHER)) if model is SpecialReport else frozenset()


def _units_sent(user, model, pk):
    """Who got it by name reads it as a person."""
    return Distribution.objects.sent_to(user).of_key(model, pk).filter(person=None).values_list("unit", flat=True)


def printed(user, *, pk: int, number: int = 0, form: str = "") -> Printed | None:
    """A document whose subject the person sees; what only the room may read stays there."""
    document = Document.objects.select_related("job", "object_type").filter(pk=pk).first()
    if document is None:
        return None
    about = subject(user, kind=document.kind, pk=int(document.object_id))
    if about is None:
        return None
    found = Printed(document, about, number, form)
    if found.is_draft and document.kind == "minutes" and not user.has_perm("consult.view_record", about):
        return None
    if document.content.get("private") and not user.has_perm("consult.view_phones", about):
        return None
    return found


def signed_edition(minutes) -> MinutesEdition | None:
    return MinutesEdition.objects.filter(minutes=minutes).order_by("edition").last()


def official(code: str) -> Document | None:
    """The signed document that bears this code; the code is typed from paper, with or without its dashes."""
    plain = "".join(character for character in code.upper() if character.isalnum())[:12]
    return Document.objects.filter(verify_code=plain, is_official=True).first()


def withdrawn(document) -> Reply | None:
    """What was issued and taken back since: the paper is genuine and holds no longer."""
    if document.kind != "reply":
        return None
    return Reply.objects.filter(pk=document.object_id, state=ReplyState.WITHDRAWN).first()


def corrected(document) -> PeriodicReport | None:
    """The circular that took the place of this one."""
    if document.kind != "circular":
        return None
    later = PeriodicReport.objects.filter(corrects=document.object_id).exclude(state=PeriodicState.DRAFT)
    return later.for_list().first()


def later_edition(document) -> MinutesEdition | None:
    """The correction that came after this edition of the minutes; what was issued otherwise has none."""
    if document.kind != "minutes":
        return None
    return (
        MinutesEdition.objects.filter(minutes=document.object_id, edition__gt=int(document.version))
        .order_by("edition")
        .last()
    )
