"""What people typed moves from the ledger's rows to erasable revisions, and each chain is written anew over the hashes.

A chain that does not hold before is not touched: writing it anew would hide what was changed in it.
"""

import hashlib
import hmac
import json
import re

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations

NOTE = "_note"
FIRST = "0" * 64
# Sentences that held what somebody typed: verb → how they read, how they read without it, and what it was.
TYPED = {
    "consult.propose_topic": (r"^提出议题“(?P<typed>.*)”$", "提出议题", "title", "议题"),
    "consult.take_up": (r"^(?P<rest>.*)把“(?P<typed>.*)”列为议题$", "{rest}列为议题", "title", "议题"),
    "consult.merge_here": (r"^(?P<rest>.*)的议题“(?P<typed>.*)”并入$", "{rest}的一件议题并入", "merged", "并入的议题"),
    "consult.record_research": (r"^(?P<rest>登记 .*? 调研)：(?P<typed>.*)$", "{rest}", "place", "地点"),
    "consult.send_minutes": (r"^(?P<rest>.*?)《(?P<typed>.*)》(?P<end>.*)$", "{rest}纪要{end}", "title", "标题"),
    "consult.receive_submission": (r"^(?P<rest>.*?)《(?P<typed>.*)》(?P<end>.*)$", "{rest}纪要{end}", "title", "标题"),
    "consult.return_submission": (r"^(?P<rest>.*?)《(?P<typed>.*)》(?P<end>.*)$", "{rest}纪要{end}", "title", "标题"),
    "reports.order_document": (r"^生成(?P<typed>.*)$", "生成文书", "title", "标题"),
    "reports.retry_document": (r"^重新生成(?P<typed>.*)$", "重新生成文书", "title", "标题"),
    "rooms.edit_team": (
        r"^(?P<rest>(?:登记|修改)?(?:党员代表|群众代表))(?P<typed>.+?)(?P<end>，.* 起|的登记|不再担任，.*)$",
        "{rest}{end}",
        "name",
        "姓名",
    ),
}
# Labels that were the typed text of their row; the key of the row stays.
LABELS = {
    "consult.topic": "议题",
    "consult.consultation": "协商",
    "consult.matter": "事项",
    "consult.assignment": "任务",
    "consult.minutes": "协商纪要",
    "consult.research": "调查研究",
    "rooms.representative": "党员代表、群众代表",
}
SQL_OFF = "ALTER TABLE members_event DISABLE TRIGGER pgtrigger_append_only_76ade"
# Checks that wait for the end of the transaction would keep the table from being changed.
SQL_ON = "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE members_event ENABLE TRIGGER pgtrigger_append_only_76ade"


def move_texts(apps, schema_editor):
    Event, Revision = apps.get_model("members", "Event"), apps.get_model("members", "Revision")
    schema_editor.execute(SQL_OFF)
    for chain in Event.objects.order_by("chain").values_list("chain", flat=True).distinct():
        previous = before = FIRST
        for event in Event.objects.filter(chain=chain).order_by("sequence").iterator(chunk_size=2000):
            if event.previous_hash != before or event.hash != digest(event, event.note):
                raise ValueError(f"台账 {chain} 第 {event.sequence} 条已经不符，请先运行 verify_ledger 查明。")
            before = event.hash
            Revision.objects.bulk_create(take_texts(event, Revision))
            event.previous_hash = previous
            event.hash = previous = digest(event)
            event.save(update_fields=["fields", "sentence", "object_label", "previous_hash", "hash"])
    schema_editor.execute(SQL_ON)


def take_texts(event, Revision) -> list:
    """Take what was typed out of the row and return it as revisions; the row keeps its hashes."""
    found = {NOTE: ("说明", event.note)} if event.note else {}
    if event.verb in TYPED:
        pattern, told, name, label = TYPED[event.verb]
        match = re.match(pattern, event.sentence, re.DOTALL)
        if match and name not in event.fields:
            event.sentence = told.format(**match.groupdict())
            found[name] = (label, match["typed"])
    event.object_label = LABELS.get(event.object_type, event.object_label)
    for name, (_, text) in found.items():
        event.fields[name] = [keyed("")[:16], keyed(text)[:16]]
    return [Revision(event=event, field=name, label=label, new=text) for name, (label, text) in found.items()]


def keyed(text: str) -> str:
    return hmac.new(settings.LEDGER_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def digest(event, *note) -> str:
    content = [
        event.chain,
        event.sequence,
        event.at.isoformat(),
        event.actor_id,
        event.actor_label,
        event.entered_for,
        event.verb,
        event.object_type,
        event.object_id,
        event.object_label,
        event.case_id,
        event.unit_id,
        [str(month) for month in event.months],
        event.fields,
        event.sentence,
        *note,
        event.previous_hash,
    ]
    return keyed(json.dumps(content, ensure_ascii=False, sort_keys=True))


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0003_sent_form'),
    ]

    operations = [
        migrations.RunPython(move_texts),
        migrations.RemoveField(
            model_name='event',
            name='note',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='revision',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9cba91444cfe417223664ec26231e90445ce268f', operation='DELETE', pgid='pgtrigger_kept_1274c', table='members_revision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='revision',
            trigger=pgtrigger.compiler.Trigger(name='only_erased', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."erased_at" IS NULL OR NOT (NEW."new" = \'\' AND NEW."old" = \'\') OR OLD."event_id" IS DISTINCT FROM (NEW."event_id") OR OLD."field" IS DISTINCT FROM (NEW."field") OR OLD."label" IS DISTINCT FROM (NEW."label"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='103b9bfcd64c7deff4b5700aeb244f6354563052', operation='UPDATE', pgid='pgtrigger_only_erased_0f2b4', table='members_revision', when='BEFORE')),
        ),
    ]
