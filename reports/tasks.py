"""Jobs of this app. Importing it brings WeasyPrint into the worker's parent, before the children are forked."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from django.core.files import File
from django.utils import timezone

from members.tasks import job_task
from reports import facts, operations
from reports.documents import batches, points_papers, registers, tables
from reports.documents.album import make as bind_album
from reports.documents.album import shown_in
from reports.documents.exports import write_list
from reports.documents.making import make
from reports.documents.pdf import PaperTooLong
from reports.documents.volume import binding, gathering, packing
from reports.documents.volume.pieces import COPY, WHOLE
from reports.models import Album, PeriodicRound, Volume
from reports.operations import (
    albums,
    common_problems,
    inspection_reminders,
    inspection_replies,
    periodic,
    prints,
    volumes,
)
from reports.operations import points as years
from reports.operations import points_papers as points_orders
from reports.workbooks import imports, layout
from reports.workbooks.kinds import KINDS, Place
from rooms import calendar

# Seconds: a paper of 120 pages takes about ten.
SOFT_LIMIT = 60
HARD_LIMIT = 90
# The longest list, 100,000 rows, takes about two minutes.
EXPORT_SOFT_LIMIT = 900
EXPORT_HARD_LIMIT = 960
# A volume of two hundred papers takes about two minutes.
BIND_SOFT_LIMIT = 1500
BIND_HARD_LIMIT = 1560
# Acts followed by one job: less than a minute's work.
MOST_FOLLOWED = 10_000


@job_task("reports.render", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def render(job):
    """Make the document of a job. A second run finds it made and does nothing."""
    document = operations.document_of(job)
    if not document.made_at:
        operations.show_progress(job, 10, "正在排版")
        try:
            made = make(document)
        except PaperTooLong as fault:
            operations.give_up(document, str(fault))
            return {"fault": str(fault)}
        operations.show_progress(job, 80, "正在保存")
        operations.keep(document, **{name: getattr(made, name) for name in made.__dataclass_fields__})
    return {"document": document.pk}


@job_task(prints.PRINT, soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def print_register(job):
    """Lay a register out as the person who ordered it may read it now."""
    wanted = job.arguments
    sheet = registers.sheet_of(wanted["register"], wanted["of"], job.ordered_by)
    with TemporaryDirectory() as name:
        parts = tables.write(sheet, Path(name), "part")
        return prints.keep_print(job, binding.one_file(parts, Path(name)))


@job_task(years.PUBLISH, soft_time_limit=EXPORT_SOFT_LIMIT, time_limit=EXPORT_HARD_LIMIT)
def publish_points(job):
    """Freeze a year of an assessment with many subjects."""

    def told(number: int, count: int) -> None:
        operations.show_progress_meanwhile(job, 5 + 85 * number // count, f"正在计分，{number}/{count}")

    return years.publish_ordered(job, told=told)


@job_task(points_orders.PAPERS, soft_time_limit=EXPORT_SOFT_LIMIT, time_limit=EXPORT_HARD_LIMIT)
def print_points(job):
    """Lay out sheets of an assessment as the person who ordered them may read them now."""
    sheets, form = points_papers.sheets_of(job.arguments, job.ordered_by), job.arguments["form"]
    if not sheets:
        return {"fault": "没有可以打印的评分表。"}

    def told(number: int, count: int) -> None:
        operations.show_progress(job, 5 + 90 * number // count, f"正在排版第 {number} 份，共 {count} 份")

    with TemporaryDirectory() as name:
        content = points_papers.write(sheets, form, Path(name), told)
        return prints.keep_print(job, content, told=f"共 {len(sheets)} 份", form=form)


@job_task(prints.BATCH, soft_time_limit=EXPORT_SOFT_LIMIT, time_limit=EXPORT_HARD_LIMIT)
def print_batch(job):
    """Lay out many papers as one file, as the person who ordered it may read them now."""
    wanted, user = job.arguments, job.ordered_by
    rows = batches.chosen(wanted["batch"], user, wanted["query"], wanted["keys"])

    def told(number: int, count: int) -> None:
        operations.show_progress(job, 5 + 85 * number // count, f"正在排版第 {number} 份，共 {count} 份")

    with TemporaryDirectory() as name:
        options = {"duplex": wanted["duplex"], "contents": wanted["contents"], "told": told}
        content, printed = batches.make(wanted["batch"], user, rows, Path(name), **options)
        if not content:
            return {"fault": "选中的记录没有可以打印的文书。", "left_out": printed.left_out}
        said = f"共 {len(printed.lines)} 份 {printed.pages} 页，可以打印"
        said += f"；{len(printed.left_out)} 份没有印，见任务页" if printed.left_out else ""
        return {**prints.keep_print(job, content, told=said), "left_out": printed.left_out}


@job_task(volumes.BIND, soft_time_limit=BIND_SOFT_LIMIT, time_limit=BIND_HARD_LIMIT)
def bind_volume(job):
    """Bind the archive volume of a room and a year. A second run finds it bound and does nothing."""
    volume = Volume.objects.for_page().get(pk=job.arguments["volume"])
    if volume.made_at:
        return {"room": volume.room_id}

    def told(number: int, count: int) -> None:
        operations.show_progress(job, 5 + 75 * number // max(count, 1), f"正在整理第 {number + 1} 件，共 {count} 件")

    with TemporaryDirectory() as name:
        folder = Path(name)
        try:
            made, missing = binding.make_pieces(gathering.gather(volume.room, volume.year), folder, told=told)
        except PaperTooLong as fault:
            volumes.give_up(volume, str(fault))
            return {"fault": str(fault)}
        lacks = [one.told() for one in missing]
        operations.show_progress(job, 82, "正在装订全卷")
        whole = binding.bind(volume, made, lacks, folder, readers=WHOLE)
        operations.show_progress(job, 92, "正在装订查阅副本")
        copy = binding.bind(volume, made, lacks, folder, readers=COPY)
        volumes.keep_volume(volume, whole=whole, copy=copy, missing=lacks, left_out=binding.left_out_of(made))
    return {"room": volume.room_id}


@job_task(albums.MAKE, soft_time_limit=BIND_SOFT_LIMIT, time_limit=BIND_HARD_LIMIT)
def make_album(job):
    """Bind the photos of an album that the person may still show. A second run finds it made and does nothing."""
    album = Album.objects.for_page().get(pk=job.arguments["album"])
    if album.made_at:
        return {"album": album.pk}

    def told(number: int, count: int) -> None:
        operations.show_progress(job, 5 + 85 * number // count, f"正在排版第 {number} 页，共 {count} 页")

    shown = shown_in(album)
    if not shown:
        albums.give_up(album, "选中的照片都已经移除或者不再公开，请重新挑选。")
        return {"album": album.pk}
    day = timezone.localdate(album.ordered_at)
    told_of = {"title": album.title, "unit": album.unit.name, "year": album.year, "day": day}
    with TemporaryDirectory() as name:
        made = bind_album(**told_of, per_page=album.per_page, shown=shown, folder=Path(name), told=told)
    albums.keep_album(album, content=made.content, pages=made.pages, count=len(shown))
    return {"album": album.pk}


@job_task("reports.export", soft_time_limit=EXPORT_SOFT_LIMIT, time_limit=EXPORT_HARD_LIMIT)
def export(job):
    """Write a long list as Excel, under the rights that the person has now, and say when it is there."""
    # Read before the rows, and from the same person: these are the roles whose rights the file holds.
    roles = [role.pk for role in job.ordered_by.current_roles]
    with TemporaryFile() as target:
        count = _write_rows(job, target)
        target.seek(0)
        return operations.keep_export(job, File(target), told=f"共 {count} 行", roles=roles)


def _write_rows(job, target) -> int:
    """A list, or what is on record in the layout of a workbook that can be changed and come back."""

    def told(count: int) -> None:
        operations.show_progress(job, 50, f"已写 {count} 行")

    wanted, user = job.arguments, job.ordered_by
    if "workbook" not in wanted:
        return write_list(wanted["list"], user, wanted["query"], target, each=told)
    kind = KINDS[wanted["workbook"]]
    place = Place(user, kind.permission)
    return layout.write_export(target, kind, place, hides_phones=wanted["hides_phones"], each=told)


@job_task(volumes.PACK, soft_time_limit=EXPORT_SOFT_LIMIT, time_limit=EXPORT_HARD_LIMIT)
def pack_volumes(job):
    """Pack every volume of a year that the person may read now, and say which rooms have none."""

    def told(done: int, whole: int) -> None:
        operations.show_progress(job, 5 + 85 * done // whole, f"已装入 {done} 卷，共 {whole} 卷")

    roles = [role.pk for role in job.ordered_by.current_roles]
    with TemporaryFile() as target:
        count, without = packing.write_pack(target, job.ordered_by, job.arguments["year"], told=told)
        target.seek(0)
        said = f"共 {count} 卷" + (f"，{without} 个联络室没有，见压缩包内的说明" if without else "")
        return operations.keep_export(job, File(target), told=said, roles=roles, suffix="zip")


@job_task(imports.CHECK, soft_time_limit=EXPORT_SOFT_LIMIT, time_limit=EXPORT_HARD_LIMIT)
def check_workbook(job):
    """Check a workbook that somebody sent up; nothing is written."""
    imports.check_file(job, told=partial(operations.show_progress, job))


@job_task(imports.WRITE, soft_time_limit=EXPORT_SOFT_LIMIT, time_limit=EXPORT_HARD_LIMIT)
def write_workbook(job):
    imports.write_file(job, told=partial(operations.show_progress_meanwhile, job))


@job_task("reports.order_periodic")
def order_periodic(job):
    """Every hour: whatever is due by the packs of the cities and was not begun."""
    return {"begun": [row.pk for row in periodic.order_due()]}


@job_task(periodic.MAKE, soft_time_limit=EXPORT_SOFT_LIMIT, time_limit=EXPORT_HARD_LIMIT)
def make_periodic(job):
    """Make the reports of a round; killed in the middle, the next run goes on with what is missing."""
    row = PeriodicRound.objects.select_related("region", "office").get(pk=job.arguments["round"])

    def told(made: int, total: int) -> None:
        operations.show_progress(job, 5 + 90 * made // max(total, 1), f"已生成 {made} 份，共 {total} 份")

    return {"made": periodic.make(row, told=told).made, "url": periodic.list_of(row)}


@job_task("reports.follow_inspections")
def follow_inspections(job):
    """Every hour: what rooms that were withdrawn owed is struck; in office hours the office is told of the month."""
    struck = inspection_replies.strike_of_withdrawn()
    if not calendar.is_office_time(timezone.now(), overrides=calendar.overrides()):
        return {"struck": struck, "told": 0}
    return {"struck": struck, "told": inspection_reminders.remind_of_inspections()}


@job_task("reports.count")
def count(job):
    """Let the figures follow the ledger; what is left after a long time without a worker is taken by the next job."""
    return {"followed": facts.catch_up(most=MOST_FOLLOWED)}


@job_task("reports.find_problems", soft_time_limit=EXPORT_SOFT_LIMIT, time_limit=EXPORT_HARD_LIMIT)
def find_problems(job):
    """Compare what is new with what is known, city by city."""
    return {"compared": sum(common_problems.find(region) for region in common_problems.cities())}


@job_task("reports.tidy")
def clear_away(job):
    return {**operations.tidy(), "workbooks": imports.tidy()}
