"""Registers on paper: ordered, made in the worker, kept as long as exports are."""

from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from members.models import Job
from members.operations import notify, order

PRINT = "reports.print_register"
BATCH = "reports.print_batch"
TITLES = {
    "duties": "联络室工作人员职责表",
    "room_duties": "工作人员职责表",
    "group": "领导小组职责和名单",
    "contacts": "工作指导组联系表",
}


def order_print(kind: str, *, by, title: str, key: int | None = None) -> Job:
    return order(PRINT, key=f"print:{uuid4()}", by=by, title=title[:160], register=kind, of=key)


def order_batch(code: str, *, by, title: str, query: dict, keys: list[int], duplex: bool, contents: bool) -> Job:
    """Order many papers as one file. What is in it is chosen again by the worker, under the rights of then."""
    wanted = {"batch": code, "query": query, "keys": keys, "duplex": duplex, "contents": contents}
    return order(BATCH, key=f"batch:{uuid4()}", by=by, title=title[:160], **wanted)


def keep_print(job: Job, content: bytes, *, told: str = "可以打印", form: str = "pdf") -> dict:
    """Keep the file and tell the person who ordered it; a second run finds it kept."""
    name = f"exports/{job.pk}.{form}"
    if default_storage.exists(name):
        default_storage.delete(name)
    default_storage.save(name, ContentFile(content))
    notify([job.ordered_by], f"《{job.title}》已生成，{told}", url=f"/prints/{job.pk}/")
    return {"file": name, "roles": [role.pk for role in job.ordered_by.current_roles]}
