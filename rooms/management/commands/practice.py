"""Practice packs from a terminal."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from members.models import Region
from members.workflow import Refused
from rooms import operations, practice, queries
from rooms.models import PracticeVersion
from rooms.practice.comparing import differences

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
        commands.add_parser("explain", help="tell a pack in Chinese").add_argument("code")

    def handle(self, *, command, **options):
        if command == "list":
            self.list_packs()
        elif command == "explain":
            self.stdout.write(practice.explain(found(options["code"])))
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
        try:
            # Some editors put a mark before the text.
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"读不了 {path}：{error}") from error
        place = region_of(region) if region else None
        try:
            pack = practice.parse(text, name=path.name)
            version = operations.load_practice(text, by=None, name=path.name) if keep else None
            for warning in practice.warnings(pack):
                self.stderr.write(f"提醒：{warning}")
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


def region_of(code: str) -> Region:
    region = Region.objects.filter(code=code).first()
    if region is None:
        raise CommandError(f"没有区划代码为 {code} 的区域。")
    return region


def found(code: str) -> practice.Practice:
    version = PracticeVersion.objects.filter(code=code).order_by("-loaded_at", "-pk").first()
    if version:
        return practice.of(version)
    if code not in practice.shipped():
        raise CommandError(f"没有代码为 {code} 的做法。有：{'、'.join(practice.shipped())}")
    return practice.load(code)
