"""制度文件库: versions are published, come into force on their day, and are withdrawn or ended with a reason."""

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.enums import RoleCode
from members.models import Role, User
from members.operations import attach, notify, order
from members.operations.changes import overwrite
from members.workflow import Refused, check_version, lock
from rooms.models import RuleDocument, RuleVersion

VERB = "rooms.publish_rules"
IN_EFFECT = "rooms.rule_in_effect"
# When the rooms are told, on the day from which a version counts.
MORNING = time(8)
# Who is told: those who work by the rules.
TOLD = (RoleCode.CLERK, RoleCode.CONVENER, RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_CLERK)


@transaction.atomic
def publish_document(*, by, unit, region, title, category, summary="", **version) -> RuleDocument:
    """Put a rule document into the library, with its first version."""
    # Two who publish the same at once: the second waits, and is told of the first.
    region = lock(region)
    if not region.path.startswith(unit.region.path):
        raise Refused(f"{unit}只能发布{unit.region}范围内适用的文件，请重新选择区域。")
    if RuleDocument.objects.filter(region=region, title=title).exists():
        raise Refused(f"{region}已经有《{title}》，请在那份文件里发布新版本。")
    document = RuleDocument.objects.create(
        unit=unit, region=region, title=title, category=category, summary=summary, created_by=by
    )
    publish_version(document, by=by, **version)
    return document


@transaction.atomic
def edit_document(document: RuleDocument, *, by, **values) -> RuleDocument:
    lock(document.region)
    taken = RuleDocument.objects.filter(region=document.region_id, title=values["title"]).exclude(pk=document.pk)
    if taken.exists():
        raise Refused(f"这个范围已经有《{values['title']}》，请换一个标题。")
    document, changes = overwrite(document, values)
    if changes:
        ledger.record(document, VERB, by=by, unit=document.unit, sentence=f"修改{document}的登记", changes=changes)
    return document


@transaction.atomic
def publish_version(document: RuleDocument, *, by, files, effective_on, issued_on, **values) -> RuleVersion:
    """Publish a version. It counts from its day, and those before it until the day before."""
    document = lock(document, related=("unit__region", "region"))
    if document.ended_on:
        raise Refused(f"{document}已经废止，不能发布新版本。")
    if effective_on < issued_on:
        raise Refused("施行日期不能早于印发日期。")
    same = document.versions.standing().filter(effective_on=effective_on).first()
    if same:
        raise Refused(f"第 {same.number} 版也从这一天施行。请更正日期，或者先撤回第 {same.number} 版。")
    # A version that was withdrawn keeps its number.
    last = document.versions.order_by("-number").first()
    version = RuleVersion.objects.create(
        document=document,
        number=last.number + 1 if last else 1,
        issued_on=issued_on,
        effective_on=effective_on,
        published_by=by,
        **values,
    )
    if not attach(version, files, by=by):
        raise Refused("请上传文件正文（PDF 或 Word）。")
    _follow_one_another(document)
    sentence = f"发布{version}，{effective_on:%Y年%-m月%-d日}起施行"
    ledger.record(version, VERB, by=by, unit=document.unit, sentence=sentence)
    _tell_on_its_day(version)
    return version


@transaction.atomic
def withdraw_version(version: RuleVersion, *, by, reason: str) -> RuleVersion:
    """Take back a version that was published by mistake; the one before counts again."""
    document = lock(version.document, related=("unit__region",))
    version = lock(version)
    if version.removed_at:
        raise Refused("这一版已经撤回。")
    if not document.versions.standing().exclude(pk=version.pk).exists():
        raise Refused("这是唯一的一版。文件不再适用的，请废止这份文件。")
    version.removed_at, version.removed_by = timezone.now(), by
    version.save(update_fields=["removed_at", "removed_by"])
    _follow_one_another(document)
    ledger.record(version, VERB, by=by, unit=document.unit, sentence=f"撤回{version}", note=reason)
    return version


@transaction.atomic
def end_document(document: RuleDocument, *, by, version, last_on, reason: str) -> RuleDocument:
    """废止: nothing follows the last version; it stays readable."""
    document = lock(document, related=("unit__region",))
    check_version(document, version)
    if document.ended_on:
        raise Refused(f"{document}已经废止。")
    first = document.versions.standing().order_by("effective_on").first()
    if first and last_on < first.effective_on:
        raise Refused(f"废止日期不能早于施行日期 {first.effective_on:%Y年%-m月%-d日}。")
    document.ended_on, document.version = last_on, document.version + 1
    document.save(update_fields=["ended_on", "version"])
    sentence = f"废止{document}，最后一天 {last_on:%Y年%-m月%-d日}"
    ledger.record(document, VERB, by=by, unit=document.unit, sentence=sentence, note=reason)
    notify(_readers(document), f"{document}废止，最后一天 {last_on:%Y年%-m月%-d日}", url=document.get_absolute_url())
    return document


def tell_in_effect(version_pk: int) -> int:
    """Tell the rooms that a version counts from today; one that was withdrawn meanwhile is not told of."""
    rows = RuleVersion.objects.standing().select_related("document__region")
    version = rows.filter(pk=version_pk, document__ended_on__isnull=True).first()
    if version is None or version.standing(timezone.localdate()) != "now":
        return 0
    people = list(_readers(version.document))
    word = "施行" if version.number == 1 else f"第 {version.number} 版施行"
    notify(people, f"{version.document}{word}，请查阅", url=version.document.get_absolute_url())
    return len(people)


def _tell_on_its_day(version: RuleVersion) -> None:
    morning = timezone.make_aware(datetime.combine(version.effective_on, MORNING))
    due_at = morning if morning > timezone.now() else None
    order(IN_EFFECT, key=f"rule:{version.pk}", title=f"{version}施行", due_at=due_at, version=version.pk)


def _follow_one_another(document: RuleDocument) -> None:
    """Each version is replaced on the day of the next one."""
    rows = list(document.versions.standing().order_by("effective_on", "number"))
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        replaced_on = following.effective_on if following else None
        if row.replaced_on != replaced_on:
            row.replaced_on = replaced_on
            row.save(update_fields=["replaced_on"])


def _readers(document):
    roles = Role.objects.on(timezone.localdate()).filter(
        code__in=TOLD, unit__region__path__startswith=document.region.path
    )
    return User.objects.filter(pk__in=roles.values("user"), is_active=True)
