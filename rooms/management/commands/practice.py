"""Practice packs from a terminal."""

from difflib import get_close_matches
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from members.models import Region
from members.workflow import Refused
from rooms import operations, practice, queries
from rooms.models import PracticeVersion
from rooms.practice.comparing import differences

UNREADABLE = {
    FileNotFoundError: "没有这个文件",
    IsADirectoryError: "这是一个文件夹",
    PermissionError: "没有读取的权限",
    UnicodeDecodeError: "不是 UTF-8 编码的文字，请用 UTF-8 另存",
}
STANDING = {"now": "正在采用", "coming": "到时采用", "past": "以前采用"}


class Command(BaseCommand):
    help = "Practice packs: list them, check a file, load a file as a version, explain one in Chinese."

    def add_arguments(self, parser):
        commands = parser.add_subparsers(dest="command", required=True)
        commands.add_parser("list", help="shipped packs, loaded versions, and which region follows what")
        commands.add_parser("check", help="validate a file").add_argument("file", type=Path)
        load = commands.add_parser("load", help="validate a file and keep it as a version")
        load.add_argument("file", type=Path)
        load.add_argument("--region", metavar="CODE", help="and let this region follow it from today")
        explain = commands.add_parser("explain", help="tell a pack in Chinese: a loaded one, a shipped one, or a file")
        explain.add_argument("name", metavar="CODE|FILE")
        commands.add_parser("regions", help="the codes that --region takes")

    def handle(self, *, command, **options):
        if command == "list":
            self.list_packs()
        elif command == "regions":
            self.stdout.write("\n".join(named(region) for region in Region.objects.active()))
        elif command == "explain":
            self.stdout.write(practice.explain(found(options["name"])))
        else:
            self.read_file(options["file"], keep=command == "load", region=options.get("region"))

    def list_packs(self):
        for code in practice.shipped():
            pack = practice.load(code)
            self.stdout.write(f"随程序提供  {pack.code}  {pack.version}  {pack.place}《{pack.name}》")
        for version in PracticeVersion.objects.of_places().lean():
            self.stdout.write(
                f"已载入      {version.code}  {version.version}  《{version.name}》  {version.loaded_at:%Y-%m-%d}"
            )
        for row in queries.followings(["/"]):
            said = f"{row.region.code}  {row.region.name}  {row.practice.code}  {row.practice.version}"
            self.stdout.write(f"{STANDING[row.standing]}    {said}  {row.starts_on:%Y年%-m月%-d日}起")

    def read_file(self, path, *, keep, region):
        text = text_of(path)
        place = region_of(region) if region else None
        try:
            pack = practice.parse(text, name=path.name)
            version = operations.load_practice(text, by=None, name=path.name) if keep else None
            done = f"已载入，编号 {version.pk}" if version else "没有错误"
            self.stdout.write(f"{pack.place}《{pack.name}》{pack.version} 版：{done}。")
            if place:
                self.follow(place, version)
        except (practice.PracticeError, Refused) as error:
            raise CommandError(str(error)) from error

    def follow(self, region, version):
        """Tell what differs from what the region follows now, then let it follow the version from today."""
        now = practice.current(region)
        told = differences(practice.to_resolved(now), practice.to_resolved(practice.of(version)))
        self.stdout.write(f"{region.name}现在采用《{now.name}》{now.version} 版，有 {len(told)} 处不同。")
        for one in told:
            self.stdout.write(
                f"  {one.table_name}  {one.kind_word}  {one.label}：{one.was or '没有'} → {one.now or '没有'}"
            )
        chosen = operations.adopt_practice(region, version=version, starts_on=timezone.localdate(), by=None)
        self.stdout.write(
            f"{region.name}自{chosen.starts_on:%Y年%-m月%-d日}起采用，正在进行的协商仍按开始时的做法办理。"
        )


def text_of(path: Path) -> str:
    try:
        # Some editors put a mark before the text.
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        why = next((why for kind, why in UNREADABLE.items() if isinstance(error, kind)), "打不开这个文件")
        raise CommandError(f"读不了 {path}：{why}。") from error


def region_of(code: str) -> Region:
    region = Region.objects.filter(code=code).first()
    if region is None:
        near = "、".join(named(each) for each in near_to(code))
        known = f"相近的有：{near}。" if near else ""
        raise CommandError(f"没有区划代码为 {code} 的区域。{known}全部区划代码用 manage.py practice regions 列出。")
    return region


def near_to(code: str) -> list[Region]:
    """Codes that look alike; a name that was written instead of a code leads to its code."""
    known = {region.code: region for region in Region.objects.active()}
    called = [each for each in known.values() if code in each.name]
    return called[:5] or [known[each] for each in get_close_matches(code, known, n=5, cutoff=0.3)]


def named(region: Region) -> str:
    return f"{region.code} {region.name}"


def is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        # No file can have so long a name.
        return False


def found(name: str) -> practice.Practice:
    version = PracticeVersion.objects.filter(code=name).order_by("-loaded_at", "-pk").first()
    if version:
        return practice.of(version)
    if name in practice.shipped():
        return practice.load(name)
    path = Path(name)
    if not path.suffix and not is_there(path):
        raise CommandError(f"没有代码为 {name} 的做法，也没有这个文件。有：{'、'.join(practice.shipped())}")
    try:
        return practice.parse(text_of(path), name=path.name)
    except practice.PracticeError as error:
        raise CommandError(str(error)) from error
