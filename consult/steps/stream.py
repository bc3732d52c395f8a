"""Step 4 协商讨论: the stream of statements, saved in batches while people speak. Rows are made in the browser."""

from django.db import connection, transaction
from django.utils import timezone

from consult.enums import ConsultationState, MeetingState
from consult.models import Statement
from consult.steps import discussion, matter
from consult.steps.merging import Row, Saved, merge
from consult.steps.record import lock_meeting, require_unsigned, tell
from consult.workflow import Refused, check_version, guards, lock, recording
from consult.workflow.stages import require_running
from members.models import Draft

# Order and time are the same words elsewhere: they are written down once a batch, not once a row.
QUIET = ("position", "said_at", "agenda_part")
NOT_BEGUN = "会议还没有开始，不能记录。"
ENDED = "会议记录已经结束；重新打开记录以后，这台电脑里没有上传的内容会自动上传。"


@transaction.atomic
def save(meeting, *, by, rows: list[Row]) -> Saved:
    """Save statements: new ones once however often they are sent, edits where nobody else changed the same field."""
    saved = Saved(cursor=_draw_change(meeting))
    now = timezone.now()
    _require_writable(meeting, rows)
    new = [_statement(meeting, row, saved.cursor, by=by, now=now) for row in rows if row.version == 0]
    made = Statement.objects.insert_new(new) if new else set()
    saved.rows = [statement for statement in new if statement.uuid in made]
    edited = [row for row in rows if row.key not in made]
    if edited:
        _edit(meeting, edited, saved, by=by, now=now)
    if made:
        word = "要点" if meeting.key_points_only else "发言"
        tell(meeting, "consult.record_statements", by=by, sentence=f"记录 {len(made)} 条{word}")
    return saved


def save_batch(meeting, *, by, batch) -> Saved:
    """Save what a browser kept for a while. Every part may be sent again, so an answer that is lost does no harm."""
    saved = save(meeting, by=by, rows=batch.rows) if batch.rows else Saved()
    if batch.seats:
        discussion.seat(meeting, by=by, attendance=batch.seats)
    if batch.part is not None:
        discussion.go_to_part(meeting, part=batch.part, by=by)
    if batch.matters:
        matters = matter.save(meeting, by=by, rows=batch.matters)
        saved.matters = matters.rows
        saved.clashes += matters.clashes
        saved.refused |= matters.refused
    only_rows = not (batch.seats or batch.matters or batch.part is not None)
    # Whoever knew everything before this batch knows everything after it.
    saved.is_whole = only_rows and batch.after == saved.cursor - 1
    return saved


@transaction.atomic
def explain(statement, *, by, version: int, explanation: str) -> Statement:
    """Write down afterwards how a dissent was explained; possible until the minutes are signed."""
    meeting = lock_meeting(statement.meeting)
    guards.require(recording.explaining(meeting.consultation))
    statement = lock(statement, related=("participant",))
    check_version(statement, version)
    if not statement.is_dissent or statement.removed_at:
        raise Refused(meeting.consultation.say("这条{statement}没有标为{dissent}。"))
    saved = Saved(cursor=_draw_change(meeting))
    row = Row(statement.uuid, version, {"explanation": explanation})
    _apply(meeting, statement, row, saved, by=by, now=timezone.now())
    return statement


def keep_typing(meeting, *, by, fields: dict) -> None:
    """Keep on the server what is being typed and is not yet a statement."""
    key = f"meeting:{meeting.pk}"
    if not fields.get("text"):
        Draft.objects.filter(user=by, key=key).delete()
        return
    Draft.objects.update_or_create(
        user=by,
        key=key,
        defaults={"label": f"{meeting}：正在记的发言", "url": f"/meetings/{meeting.pk}/record/", "fields": fields},
    )


def _draw_change(meeting) -> int:
    """Lock the meeting and draw its next change; the number becomes visible only when everything before it is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE consult_meeting m SET changes = m.changes + 1 FROM consult_consultation c "
            "WHERE m.id = %s AND c.id = m.consultation_id "
            "RETURNING m.changes, m.state, m.started_at, m.ended_at, c.state",
            [meeting.pk],
        )
        found = cursor.fetchone()
    if found is None:
        raise Refused("这次会议已经取消，请返回协商页面。")
    meeting.changes, meeting.state, meeting.started_at, meeting.ended_at, meeting.consultation.state = found
    return meeting.changes


def _require_writable(meeting, rows) -> None:
    if meeting.consultation.state != ConsultationState.RUNNING:
        require_running(meeting.consultation)
    if meeting.state == MeetingState.PLANNED:
        raise Refused(NOT_BEGUN)
    if meeting.state == MeetingState.ENDED:
        # What was said before the end and lay in a browser without network still belongs to the record.
        late = all(row.version == 0 and row.fields["said_at"] <= meeting.ended_at for row in rows)
        if not late:
            raise Refused(ENDED)
        require_unsigned(meeting.consultation)


def _statement(meeting, row: Row, change: int, *, by, now) -> Statement:
    fields = dict(row.fields)
    removed = fields.pop("removed", False)
    explanation = fields.get("explanation", "")
    statement = Statement(uuid=row.key, meeting=meeting, change=change, created_by=by, created_at=now, changed_at=now)
    for name, value in fields.items():
        setattr(statement, name, value)
    # A clock that runs ahead must not put words into the future.
    if not meeting.is_backfilled:
        statement.said_at = min(statement.said_at, now)
    if explanation:
        statement.explained_by, statement.explained_at = by, now
    if removed:
        statement.removed_by, statement.removed_at = by, now
    return statement


def _edit(meeting, rows, saved: Saved, *, by, now) -> None:
    found = {
        statement.uuid: statement
        for statement in Statement.objects.filter(meeting=meeting, pk__in=[row.key for row in rows])
        .select_for_update()
        .order_by("pk")
    }
    moved = 0
    for row in rows:
        statement = found.get(row.key)
        if statement is None:
            saved.refused[str(row.key)] = "服务器上没有找到这条发言。"
        else:
            moved += _apply(meeting, statement, _known(row, statement, by), saved, by=by, now=now)
    if moved:
        tell(meeting, "consult.reorder_statements", by=by, sentence=f"调整 {moved} 条发言的次序")


def _known(row: Row, statement, by) -> Row:
    """A new row whose first answer was lost: as long as nobody else touched it, its maker's words are the last."""
    if row.version == 0 and statement.version == 1 and statement.created_by_id == by.pk:
        return Row(row.key, 1, row.fields)
    return row


def _apply(meeting, statement, row: Row, saved: Saved, *, by, now) -> bool:
    """Write what does not clash; say whether only the order changed."""
    fields = dict(row.fields)
    removed = fields.pop("removed", None)
    write, clash = merge(statement, Row(row.key, row.version, fields, row.was))
    if clash:
        saved.clashes.append((statement, clash))
    changes = {
        name: (str(Statement._meta.get_field(name).verbose_name), _told(statement, name), "")
        for name in write
        if name not in QUIET
    }
    for name, value in write.items():
        setattr(statement, name, value)
    changes = {name: (label, old, _told(statement, name)) for name, (label, old, _) in changes.items()}
    if "explanation" in write:
        statement.explained_by, statement.explained_at = (by, now) if statement.explanation else (None, None)
    turned = removed is not None and removed != (statement.removed_at is not None)
    if turned:
        statement.removed_by, statement.removed_at = (by, now) if removed else (None, None)
    if write or turned:
        statement.version += 1
        statement.change, statement.changed_at = saved.cursor, now
        statement.save(
            update_fields=[
                *write, "version", "change", "changed_at",
                "explained_by", "explained_at", "removed_by", "removed_at",
            ]
        )  # fmt: skip
    saved.rows.append(statement)
    _tell_edit(meeting, statement, changes, turned, by=by)
    return bool(write) and not changes and not turned


def _told(statement, name: str) -> str:
    value = getattr(statement, name)
    if name == "participant_id":
        return str(statement.participant or "")
    return {True: "是", False: "否"}.get(value, str(value if value is not None else ""))


def _tell_edit(meeting, statement, changes, turned, *, by) -> None:
    if changes:
        tell(meeting, "consult.edit_statement", by=by, about=statement, sentence=f"修改 {statement}", changes=changes)
    if turned:
        verb = "移出" if statement.removed_at else "恢复"
        code = "consult.remove_statement" if statement.removed_at else "consult.restore_statement"
        tell(meeting, code, by=by, about=statement, sentence=f"{verb} {statement}")
