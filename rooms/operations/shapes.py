"""Outlines of regions out of a GeoJSON file: what fits a region by code or name is kept, the rest is named."""

import json
from dataclasses import dataclass, field

from django.db import transaction

from members import ledger
from members.workflow import Refused
from rooms.models import RegionShape
from rooms.models.geometry import area_of, centre_of, simplified

LARGEST_FILE = 8_000_000
MOST_FEATURES = 2_000
MOST_POINTS = 200_000
# Enough for a picture a thousand units wide.
MOST_CORNERS = 400
MOST_RINGS = 20
CODES = ("code", "adcode", "区划代码", "代码", "id")
NAMES = ("name", "NAME", "名称", "区域")


@dataclass
class Imported:
    kept: list = field(default_factory=list)
    # Features that fit no region of the place.
    unknown: list[str] = field(default_factory=list)


@transaction.atomic
def import_shapes(content: bytes, *, regions, by, source: str = "") -> Imported:
    """Keep the outlines of a file for these regions; a region's former outline is replaced."""
    features = _features(content)
    by_code = {region.code: region for region in regions}
    by_name: dict[str, list] = {}
    for region in by_code.values():
        by_name.setdefault(region.name, []).append(region)
    found = Imported()
    for feature in features:
        told = feature.get("properties") if isinstance(feature.get("properties"), dict) else {}
        region = _region_of(feature, told, by_code, by_name)
        if region is None:
            found.unknown.append(next((str(told[key])[:40] for key in (*NAMES, *CODES) if told.get(key)), "没有名称"))
            continue
        rings = _rings(feature.get("geometry"), told)
        x, y = centre_of(max(rings, key=area_of)) if rings else _point(feature.get("geometry"))
        values = {"rings": rings, "longitude": round(x, 6), "latitude": round(y, 6), "source": source[:120]}
        RegionShape.objects.update_or_create(region=region, defaults=values)
        found.kept.append(region)
    if not found.kept:
        raise Refused("文件里没有一个区域对得上：请在每个区域的属性里写 code（区划代码）或者 name（名称）。")
    top = min(found.kept, key=lambda region: len(region.path))
    unit = top.units.first() or next((role.unit for role in getattr(by, "current_roles", []) if role.unit_id), None)
    ledger.record(top, "rooms.edit_map", by=by, unit=unit, sentence=f"导入 {len(found.kept)} 个区域的轮廓")
    return found


def _features(content: bytes) -> list[dict]:
    if len(content) > LARGEST_FILE:
        raise Refused(f"文件太大，最多 {LARGEST_FILE // 1_000_000} MB。请先简化轮廓再导入。")
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise Refused("这不是 GeoJSON 文件，读不出内容。请选择 .geojson 或 .json 文件。") from None
    features = data.get("features") if isinstance(data, dict) and data.get("type") == "FeatureCollection" else None
    if not isinstance(features, list) or not all(isinstance(each, dict) for each in features):
        raise Refused("文件里没有区域：GeoJSON 最外层应当是 FeatureCollection。")
    if len(features) > MOST_FEATURES:
        raise Refused(f"文件里有 {len(features)} 个区域，最多 {MOST_FEATURES} 个。")
    return features


def _region_of(feature, told, by_code, by_name):
    codes = [told.get(key) for key in CODES] + [feature.get("id")]
    for code in (str(each) for each in codes if each):
        for wanted in (code, code.ljust(12, "0")):
            if wanted in by_code:
                return by_code[wanted]
    named = next((by_name.get(str(told[key]), []) for key in NAMES if told.get(key)), [])
    return named[0] if len(named) == 1 else None


def _rings(geometry, told) -> list:
    """The outer rings, made small; holes are left out."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    parts = geometry.get("coordinates") if kind in ("Polygon", "MultiPolygon") else []
    parts = [parts] if kind == "Polygon" else parts
    try:
        outer = [[_checked(point, told) for point in part[0]] for part in parts]
    except (TypeError, IndexError, ValueError, KeyError):
        raise Refused(f"“{_called(told)}”的轮廓写得不对，坐标应当是 [经度, 纬度]。") from None
    outer = sorted((ring for ring in outer if len(ring) > 3), key=area_of, reverse=True)[:MOST_RINGS]
    if sum(map(len, outer)) > MOST_POINTS:
        raise Refused(f"“{_called(told)}”的轮廓点太多，最多 {MOST_POINTS} 个。请先简化轮廓再导入。")
    return [[[round(x, 5), round(y, 5)] for x, y in _small(ring)] for ring in outer]


def _small(ring: list) -> list:
    """As few corners as the picture needs, the more tolerant the more there are."""
    tolerance = 0.0002
    while len(ring) > MOST_CORNERS:
        ring, tolerance = simplified(ring, tolerance), tolerance * 1.6
    # A closed ring repeats its first point.
    return ring[:-1] if ring[0] == ring[-1] else ring


def _checked(point, told):
    x, y = float(point[0]), float(point[1])
    if not (70 <= x <= 140 and 3 <= y <= 55):
        raise Refused(f"“{_called(told)}”的坐标不在我国范围内，应当是经纬度（度），先经度、后纬度。")
    return x, y


def _point(geometry):
    try:
        if geometry["type"] == "Point":
            return _checked(geometry["coordinates"], {})
    except (TypeError, KeyError, IndexError, ValueError):
        pass
    raise Refused("有的区域既没有轮廓，也没有中心点。请补上以后再导入。")


def _called(told) -> str:
    return next((str(told[key])[:40] for key in NAMES if told.get(key)), "有的区域")
