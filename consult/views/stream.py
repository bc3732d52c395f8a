"""The live meeting's talk with the browser: what changed since, what was typed, what is being typed."""

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from consult.forms.stream import Broken, Reader, load, text, whole
from consult.models import Meeting, Statement
from consult.steps import discussion, stream
from consult.views.sheet import as_json, sheet_of
from consult.workflow import Refused, pack_of
from members.access import may
from members.models import Draft


def recorded_meeting(user, pk):
    """The meeting with what one save needs, in one query."""
    return Meeting.objects.visible_to(user).for_stream().filter(pk=pk).first()


@may("consult.record_meeting", recorded_meeting)
@require_GET
def meeting_changes(request, meeting):
    """What changed after the browser's cursor; 204 when nothing did. Without a cursor: everything."""
    after = request.GET.get("after", "")
    after = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0
    if after == meeting.changes and "token" not in request.GET:
        return HttpResponse(status=204)
    after = after if after < meeting.changes else 0
    rows = Statement.objects.filter(meeting=meeting).changed_after(after).order_by("position", "uuid")
    answer = {
        "cursor": meeting.changes,
        "now": _now(),
        "csrf": get_token(request),
        "rows": [as_json(row) for row in rows],
    }
    if after == 0 or meeting.sheet_changes > after:
        answer["sheet"] = sheet_of(meeting)
    if after == 0:
        typing = Draft.objects.filter(user=request.user, key=f"meeting:{meeting.pk}").first()
        answer |= {"whole": True, "typing": typing.fields if typing else None}
    return JsonResponse(answer)


@may("consult.record_meeting", recorded_meeting)
@require_POST
def save_meeting(request, meeting):
    """Take a batch of statements, attendance, matters; each may be sent twice."""
    reader = Reader(meeting, pack_of(meeting.consultation), request.user)
    try:
        batch = reader.read(load(request.body))
    except Broken as broken:
        return _refuse({"body": str(broken)})
    if reader.errors:
        return _refuse(reader.errors)
    try:
        saved = stream.save_batch(meeting, by=request.user, batch=batch)
    except Refused as refused:
        return _refuse({"meeting": str(refused)}, status=409)
    return JsonResponse(_told(saved))


@may("consult.record_meeting", recorded_meeting)
@require_POST
def keep_typing(request, meeting):
    """Keep what is being typed; the browser asks every few seconds while there is something new."""
    try:
        data = load(request.body)
        if data.get("person") != request.user.pk:
            raise Broken("现在登录的是另一个人。")
        speaker = data.get("participant")
        fields = {"participant": speaker and whole(speaker, 0, 2**62), "text": text(data.get("text"), 4000)}
    except Broken as broken:
        return _refuse({"text": str(broken)})
    stream.keep_typing(meeting, by=request.user, fields=fields)
    return JsonResponse({"now": _now()})


@may("consult.record_meeting", recorded_meeting)
@require_POST
def add_to_meeting(request, meeting):
    """临时到会: one more person, with the next number."""
    pack = pack_of(meeting.consultation)
    try:
        data = load(request.body)
        name, title = text(data.get("name"), 40).strip(), text(data.get("title", ""), 80).strip()
        if not name:
            raise Broken("请填写姓名。")
        if data.get("category") not in [category.code for category in pack.categories]:
            raise Broken("请选择类别。")
        person = discussion.seat_unlisted(meeting, by=request.user, category=data["category"], name=name, title=title)
    except Broken as broken:
        return _refuse({"name": str(broken)})
    except Refused as refused:
        return _refuse({"name": str(refused)}, status=409)
    return JsonResponse({"participant": person.pk, "seat": person.seat})


def _told(saved) -> dict:
    return {
        "cursor": saved.cursor if saved.is_whole else None,
        "now": _now(),
        "saved": {str(row.uuid): as_json(row) for row in saved.rows},
        "matters": {str(matter.key): {"version": matter.version, "number": matter.number} for matter in saved.matters},
        "clashes": [_clash(row, clash) for row, clash in saved.clashes],
        "refused": saved.refused,
    }


def _clash(row, clash) -> dict:
    """The words that stand there now, under the names that the browser uses."""
    names = {"participant_id": "participant", "suggested_due": "due", "legal_basis": "basis"}
    return {
        "key": str(getattr(row, "uuid", None) or row.key),
        "version": row.version,
        "theirs": {names.get(name, name): _plain(value) for name, value in clash.items()},
    }


def _plain(value):
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def _refuse(errors: dict, *, status=400):
    return JsonResponse({"errors": errors}, status=status)


def _now() -> int:
    return round(timezone.now().timestamp() * 1000)
