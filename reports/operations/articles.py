"""Verbs of media articles: enter one, mend it, confirm it (采信) or say why it does not count."""

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.enums import RoleCode
from members.operations import attach, notify
from members.operations.changes import overwrite
from members.workflow import Refused, advance, check_version, lock
from reports.enums import ArticleState
from reports.models import MediaArticle
from reports.queries import articles as queries
from reports.workflow import ARTICLE

ENTER, JUDGE = "reports.enter_article", "reports.judge_article"
RELATED = ("office__region", "room__unit__region", "entered_by")
OFFICES = (RoleCode.LEADING_OFFICE, RoleCode.OFFICE)


@transaction.atomic
def enter(*, by, room=None, case=None, attachments=(), knows_doubles: bool = False, **fields) -> MediaArticle:
    """Write an article down. What the office itself enters counts at once."""
    office = _office(by, room)
    _check(room, case, fields)
    if not knows_doubles:
        _warn_of_doubles(office, fields)
    article = MediaArticle.objects.create(office=office, room=room, case=case, entered_by=by, **fields)
    _require_proof(article, attach(article, attachments, by=by))
    if by.has_perm(JUDGE, article):
        article = lock(article, related=RELATED)
        _judge(article, ArticleState.CONFIRMED, by=by)
    _tell(article, ENTER, by=by, sentence="登记媒体稿件")
    return article


@transaction.atomic
def edit(article: MediaArticle, *, by, room=None, case=None, attachments=(), knows_doubles=False, **values):
    """Mend it. What was struck is put before the office again; what counts is mended by the office alone."""
    article = lock(article, related=RELATED)
    if article.state == ArticleState.CONFIRMED and not by.has_perm(JUDGE, article):
        raise Refused("这篇稿件已经采信，登记有误请联系办公室修改。")
    if (room and room.pk) != article.room_id and not by.has_perm(JUDGE, article):
        raise Refused("稿件登记在哪个联络室，不能由联络室改换；登记错了的请重新登记。")
    _check(room, case, values)
    if not knows_doubles:
        _warn_of_doubles(article.office, values, but=article.pk)
    article, changes = overwrite(article, {**values, "room": room, "case": case})
    _require_proof(article, attach(article, attachments, by=by))
    if article.state == ArticleState.STRUCK:
        advance(article, ARTICLE, ArticleState.ENTERED, by=by, judged_by=None, judged_at=None, reason="")
    if changes or attachments:
        _tell(article, ENTER, by=by, sentence="修改媒体稿件", changes=changes)
    return article


@transaction.atomic
def confirm(article: MediaArticle, *, by, version: int | None = None) -> MediaArticle:
    """采信: it counts, on the day on which it was published; with a `version`, only as the person read it."""
    article = lock(article, related=RELATED)
    if version is not None:
        check_version(article, version)
    _judge(article, ArticleState.CONFIRMED, by=by)
    _tell(article, JUDGE, by=by, sentence="采信媒体稿件")
    return article


@transaction.atomic
def strike(article: MediaArticle, *, by, reason: str) -> MediaArticle:
    """不采信: it does not count; whoever entered it is told why and may mend it."""
    article = lock(article, related=RELATED)
    if not reason.strip():
        raise Refused("请写明不采信的原因，登记人看得到。")
    _judge(article, ArticleState.STRUCK, by=by, reason=reason)
    if article.entered_by != by:
        notify([article.entered_by], f"媒体稿件没有采信，请看原因：{article.title}", url=article.get_absolute_url())
    _tell(article, JUDGE, by=by, sentence="不采信媒体稿件", note=reason)
    return article


def _judge(article, state, *, by, reason="") -> None:
    advance(article, ARTICLE, state, by=by, judged_by=by, judged_at=timezone.now(), reason=reason)


def _office(by, room):
    """The room's office of the city; without a room it is the office of whoever enters it."""
    path = room.unit.region.path if room else next(iter(by.paths_as(*OFFICES)), "")
    if not room and not path:
        raise Refused("请选择联络室。")
    office = queries.office_of(path)
    if office is None:
        raise Refused("这个地方还没有设置办公室，暂时不能登记媒体稿件。")
    return office


def _check(room, case, fields) -> None:
    if case and (room is None or case.room_id != room.pk):
        raise Refused("选择的协商不是这个联络室的，请重新选择。")
    if fields["published_on"] > timezone.localdate():
        raise Refused("刊发日期不能晚于今天。")


def _warn_of_doubles(office, fields, but=None) -> None:
    found = queries.doubles(office, fields["outlet"], fields["published_on"], fields["title"], but=but)
    if found:
        names = "、".join(f"《{row.title[:40]}》" for row in found[:3])
        raise Refused(f"同一天同一家媒体已经登记{names}，可能是同一篇。确实不是同一篇的，请勾选“不是重复登记”再保存。")


def _require_proof(article, added) -> None:
    if not article.link and not added and not article.attachments.standing().exists():
        raise Refused("请填写网址，或者上传剪报、截图。")


def _tell(article, verb, *, by, **details) -> None:
    ledger.record(article, verb, by=by, unit=article.owner_unit, **details)
