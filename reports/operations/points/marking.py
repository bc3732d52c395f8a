"""What assessors mark by hand: occurrences with their evidence, and marks that weigh together unseen by each other."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from members.models import Member
from members.operations import attach, notify
from members.workflow import Refused, check_version, lock
from reports.facts.points import Item, Round, plain
from reports.facts.points.marks import is_awaited, items_to_mark, sides_of, standing
from reports.facts.subjects import Subject
from reports.models import PointsMark
from reports.models.points import about
from reports.operations.points.years import locked, refuse_published, tell


@transaction.atomic
def mark(
    a_round: Round,
    subject: Subject,
    *,
    by,
    item: int,
    on,
    basis: str,
    times: int = 1,
    points: Decimal | None = None,
    assessor: str = "",
    link: str = "",
    files=(),
) -> PointsMark:
    """Write down so many occurrences of an item, or the mark of one assessor."""
    a_round, row = locked(a_round, by=by)
    refuse_published(row)
    chosen = a_round.scheme.item(item)
    if chosen is None or chosen not in items_to_mark(by, subject, a_round):
        raise Refused("这个项目不由您评分。")
    _check(a_round, subject, by=by, on=on)
    if chosen.needs_evidence and not files and not link:
        raise Refused(f"“{chosen.name}”要有佐证，请附上文件或者写明链接。")
    of = {"year": row, **about(subject.kind, subject.key), "item": chosen.name}
    of |= {"on": on, "basis": basis, "link": link, "given_by": by}
    if chosen.is_rated:
        made = _rate(a_round, subject, chosen, of, by=by, points=points, assessor=assessor)
    else:
        made = PointsMark.objects.create(**of, times=times, points=chosen.points * times)
    attach(made, files, by=by)
    tell(made, "reports.mark_points", by=by, sentence=f"{a_round.year}年{made.item}评分", note=basis)
    _tell_member(a_round, subject, chosen, made)
    return made


def _check(a_round: Round, subject: Subject, *, by, on) -> None:
    if subject.kind == "member" and Member.objects.filter(pk=subject.pk, user=by).exists():
        raise Refused("不能给自己评分。")
    if not a_round.since <= on <= min(a_round.until, timezone.localdate()):
        raise Refused(f"日期要在 {a_round.year} 年以内，不能晚于今天。")


def _rate(a_round: Round, subject: Subject, item: Item, of: dict, *, by, points, assessor: str) -> PointsMark:
    """One mark of each assessor; until all are in it may be changed, and by its own side alone."""
    sides = [each.name for each in sides_of(by, subject, a_round)]
    side = assessor if assessor in sides else sides[0] if len(sides) == 1 and not assessor else ""
    if not side:
        raise Refused("请选择代表哪一方评分。")
    if points is None or not 0 <= points <= item.points:
        raise Refused(f"分值要在 0 到 {plain(item.points)} 之间。")
    marks = [each for each in standing(a_round, subject) if each.item == item.name]
    if not is_awaited(a_round, item, marks):
        raise Refused("各方都已经评分，不能再改。确有错误的，由申诉更正。")
    if any(each.given_by_id == by.pk and each.assessor != side for each in marks):
        raise Refused("您已经代表另一方评过分，同一个人不能代表两方评分。")
    former = next((each for each in marks if each.assessor == side), None)
    if former:
        _remove(former, by=by)
    made = PointsMark.objects.create(**of, points=points, assessor=side, is_sealed=True)
    marks = [each for each in standing(a_round, subject) if each.item == item.name]
    if not is_awaited(a_round, item, marks):
        PointsMark.objects.filter(pk__in=[each.pk for each in marks]).update(is_sealed=False)
    return made


def _tell_member(a_round: Round, subject: Subject, item: Item, made: PointsMark) -> None:
    """What counts at once is told at once; a sealed mark is told when all are in."""
    marks = list(standing(a_round, subject))
    if subject.kind != "member" or (item.is_rated and is_awaited(a_round, item, marks)):
        return
    member = Member.objects.select_related("user").get(pk=subject.pk)
    if member.user_id:
        did = "各方已经评完" if item.is_rated else f"计入 {plain(item.sign * made.points, sign=True)} 分"
        notify(
            [member.user], f"{a_round.year}年{item.name}{did}", url=f"/points/member/{member.pk}/?year={a_round.year}"
        )


@transaction.atomic
def take_back(made: PointsMark, a_round: Round, subject: Subject, *, by, version: int, reason: str) -> None:
    """Take a mark out: it stays in the record and counts no more."""
    a_round, row = locked(a_round, by=by)
    refuse_published(row)
    made = lock(made)
    check_version(made, version)
    if made.removed_at:
        raise Refused("这项评分已经移除。")
    if made.assessor:
        item, marks = a_round.scheme.named(made.item), list(standing(a_round, subject))
        if made.assessor not in {each.name for each in sides_of(by, subject, a_round)}:
            raise Refused("这是另一方的评分，不由您移除。")
        if item and not is_awaited(a_round, item, marks):
            raise Refused("各方都已经评分，不能再移除。确有错误的，由申诉更正。")
    _remove(made, by=by)
    tell(made, "reports.mark_points", by=by, sentence=f"移除{a_round.year}年{made.item}评分", note=reason)


def _remove(made: PointsMark, *, by) -> None:
    made.removed_by, made.removed_at, made.version = by, timezone.now(), made.version + 1
    made.save(update_fields=["removed_by", "removed_at", "version"])
