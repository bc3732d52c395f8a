"""征题: a unit asks rooms, members and units below it for topics of a year (001: 阜阳; 003: 议题确立)."""

from django.db import transaction

from consult.enums import Audience, CallState
from consult.models import Call
from consult.queries import plans as queries
from consult.workflow import CALL, Refused, advance, lock
from members import ledger
from members.enums import NoticeKind
from members.operations import attach, notify
from members.operations.changes import overwrite
from members.templatetags.dates import day

RELATED = ("issuer__region", "region")


@transaction.atomic
def open_call(issuer, *, by, asked, units=(), attachments=(), **fields) -> Call:
    """Ask for topics; everybody who is asked gets a notice."""
    _check(issuer, asked, units)
    call = Call.objects.create(issuer=issuer, region=issuer.region, asked=list(asked), created_by=by, **fields)
    call.units.set(units if Audience.UNITS in asked else [])
    attach(call, attachments, by=by)
    told = f"征题：{call.theme}，{day(call.closes_on)}截止"
    notify(
        [user for user in queries.asked_people(call) if user != by],
        told,
        url=call.get_absolute_url(),
        kind=NoticeKind.TASK,
    )
    changes = {"theme": ("主题", "", call.theme)}
    ledger.record(call, "consult.open_call", by=by, unit=issuer, sentence="发起征题", changes=changes)
    return call


@transaction.atomic
def edit_call(call, *, by, attachments=(), **values) -> Call:
    """Put the words right, or prolong it; whoever is asked does not change any more."""
    _check_end(call, values.get("closes_on", call.closes_on))
    call, changes = overwrite(call, values)
    attach(call, attachments, by=by)
    if changes:
        if "closes_on" in changes:
            told = f"征题截止日期改为{day(call.closes_on)}：{call.theme}"
            notify([user for user in queries.asked_people(call) if user != by], told, url=call.get_absolute_url())
        ledger.record(call, "consult.edit_call", by=by, unit=call.issuer, sentence="修改征题", changes=changes)
    return call


@transaction.atomic
def close_call(call, *, by) -> Call:
    """Nothing more is taken; what came in stays."""
    call = lock(call, related=RELATED)
    advance(call, CALL, CallState.ENDED, by=by)
    ledger.record(call, "consult.close_call", by=by, unit=call.issuer, sentence="结束征题")
    return call


@transaction.atomic
def reopen_call(call, *, by, closes_on) -> Call:
    call = lock(call, related=RELATED)
    _check_end(call, closes_on)
    advance(call, CALL, CallState.OPEN, by=by, closes_on=closes_on)
    told = f"重新开放征题，{day(closes_on)}截止：{call.theme}"
    notify([user for user in queries.asked_people(call) if user != by], told, url=call.get_absolute_url())
    ledger.record(call, "consult.reopen_call", by=by, unit=call.issuer, sentence=f"重新开放征题，{day(closes_on)}截止")
    return call


def _check(issuer, asked, units) -> None:
    if not asked:
        raise Refused("请选择向谁征题。")
    if Audience.UNITS in asked and not units:
        raise Refused("向单位征题的，请选择是哪些单位。")


def _check_end(call, closes_on) -> None:
    """The day on which it begins never changes, so that it may be asked before the row is locked."""
    if closes_on < call.opens_on:
        raise Refused(f"截止日期不能早于开始日期（{day(call.opens_on)}）。")
