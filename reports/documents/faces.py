"""Which font file serves each role of an official document, and what it can print.

Official faces win where they are installed or lie in the fonts folder; the free Fandol set stands in for
them, and Noto CJK behind both prints rare characters. Tables are read once per process, when first asked for.
"""

import shutil
import subprocess
import unicodedata
from ctypes.util import find_library
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont, TTLibError

from reports.documents.lines import clusters, nominal_advance

# 〓, the printer's sign for a character that no face has.
MISSING = "〓"

SERIF_FALLBACK = "Noto Serif CJK SC"
SANS_FALLBACK = "Noto Sans CJK SC"


@dataclass(frozen=True, slots=True)
class Role:
    """A kind of type that the standard asks for; the style is the CSS class that uses it."""

    style: str
    css_family: str
    official: tuple[str, ...]
    bundled: str
    fallback: str = SERIF_FALLBACK


ROLES = {
    role.style: role
    for role in (
        Role("", "GW Fang", ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋"), "FandolFang-Regular.otf"),
        Role(
            "xbs",
            "GW XBS",
            (
                "FZXiaoBiaoSong-B05S",
                "方正小标宋简体",
                "FZXiaoBiaoSong-B05",
                "方正小标宋_GBK",
                "STZhongsong",
                "华文中宋",
            ),
            "FandolSong-Bold.otf",
        ),
        Role("kai", "GW Kai", ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体"), "FandolKai-Regular.otf"),
        Role("hei", "GW Hei", ("SimHei", "黑体"), "FandolHei-Regular.otf", SANS_FALLBACK),
        Role("song", "GW Song", ("SimSun", "宋体", "NSimSun"), "FandolSong-Regular.otf"),
        # The standard does not fix the digits of the text; offices set them in Times.
        Role("n", "GW Num", ("Times New Roman",), "LiberationSerif-Regular.ttf"),
    )
}


@cache
def face_path(style):
    """Return the file that serves a role, or None when only the fallback is left."""
    role = ROLES[style]
    for names in (_folder_names(), _installed_names()):
        for name in role.official:
            if name in names:
                return names[name]
    bundled = Path(settings.FONTS_DIR) / role.bundled
    return bundled if bundled.is_file() else None


def missing_faces():
    """List the roles that have no face of their own, for the start-up check."""
    return [role.bundled for role in ROLES.values() if face_path(role.style) is None]


def has_fallback():
    """Say whether Noto CJK stands behind the faces for rare characters."""
    return any(name == SERIF_FALLBACK for name, _ in _installed_fonts())


def has_harfbuzz_subset():
    """Say whether the system library is there without which WeasyPrint cuts faces 50 times slower, silently."""
    return find_library("harfbuzz-subset") is not None


def font_face_css():
    """Write the @font-face rules, each naming one file that the fetcher may read."""
    rules = []
    for role in ROLES.values():
        path = face_path(role.style)
        if path:
            rules.append(f'@font-face{{font-family:"{role.css_family}";src:url("{path.as_uri()}")}}')
    return "\n".join(rules)


def font_urls():
    return frozenset(face_path(style).as_uri() for style in ROLES if face_path(style))


def advance(character, style=""):
    """Width in cells of one character (with its combining marks) in the face that prints it."""
    base = ord(character[0])
    glyphs = glyph_widths("n") if character.isascii() and base != 0x20 else glyph_widths(style)
    return glyphs.get(base, nominal_advance(character))


def is_covered(character, style=""):
    """Say whether the role's own face prints the character; if not, it is set apart as rare."""
    glyphs = glyph_widths(style)
    return not glyphs or all(ord(part) in glyphs for part in character)


@cache
def glyph_widths(style):
    """Map every code point of a role's face to its width in cells."""
    path = face_path(style)
    if path is None:
        return {}
    with TTFont(path, lazy=True) as font:
        metrics, units = font["hmtx"], font["head"].unitsPerEm
        return {code: metrics[name][0] / units for code, name in font.getBestCmap().items()}


def printable(text):
    """Clean text for paper: control characters go, spaces around figures close up, unknown characters become 〓."""
    feeds = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(character for character in feeds if character == "\n" or _is_printed(character))
    joined = "".join(cluster if _has_glyph(cluster) else MISSING for cluster in clusters(kept))
    return _close_up(joined)


def unprintable(text):
    """List the characters that no face at hand can print, so that a page can name them before signing off."""
    return sorted({cluster for cluster in clusters(text) if _is_printed(cluster[0]) and not _has_glyph(cluster)})


def _is_printed(character):
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp") and not _is_selector(character)


def _is_selector(character):
    return 0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character) <= 0xE01EF


def _has_glyph(cluster):
    if cluster == "\n" or cluster.isascii():
        return True
    return is_covered(cluster) or all(ord(part) in _fallback_characters() for part in cluster)


def _close_up(text):
    """Official text has no spaces between Chinese and figures; a typed space there is a habit of the screen."""
    kept = []
    for index, character in enumerate(text):
        if character == " " and 0 < index < len(text) - 1:
            before, after = text[index - 1], text[index + 1]
            if before == " " or before.isascii() != after.isascii():
                continue
        kept.append(character)
    return "".join(kept)


@cache
def _folder_names():
    """Map every name of every font in the fonts folder to its file."""
    names = {}
    folder = Path(settings.FONTS_DIR)
    for path in sorted(folder.glob("*.[ot]tf")) if folder.is_dir() else ():
        for name in _names_of(path):
            names.setdefault(name, path)
    return names


def _names_of(path):
    """Read family, full, PostScript and typographic family names; a broken file has none."""
    try:
        with path.open("rb") as file, TTFont(file, lazy=True) as font:
            return [name.toUnicode(errors="replace") for name in font["name"].names if name.nameID in (1, 4, 6, 16)]
    except (TTLibError, KeyError):
        return []


@cache
def _installed_names():
    return {name: path for name, path in _installed_fonts() if path.suffix.lower() in (".ttf", ".otf")}


@cache
def _installed_fonts():
    """Ask fontconfig for (name, file) of every installed font."""
    command = shutil.which("fc-list")
    if command is None:
        return ()
    asked = [command, "--format", "%{file}\t%{family}\t%{fullname}\t%{postscriptname}\n"]
    listing = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=30).stdout  # noqa: S603
    found = []
    for line in listing.splitlines():
        path, *names = line.split("\t")
        found += [(name, Path(path)) for group in names for name in group.split(",") if name]
    return tuple(found)


@cache
def _fallback_characters():
    paths = [path for name, path in _installed_fonts() if name == SERIF_FALLBACK and "Regular" in path.name]
    if not paths:
        return frozenset()
    # The collection's faces share their characters; any of them tells what is there.
    with TTFont(paths[0], lazy=True, fontNumber=0) as font:
        return frozenset(font.getBestCmap())
