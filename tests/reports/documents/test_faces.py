import pytest

from reports.documents import faces
from reports.documents.papers import Paragraph, paragraphs_from


@pytest.fixture
def folder(tmp_path, settings):
    """A fonts folder of its own, with nothing remembered from another one."""
    settings.FONTS_DIR = tmp_path
    _forget()
    yield tmp_path
    _forget()


def _forget():
    for remembered in (faces.face_path, faces.glyph_widths, faces._folder_names):
        remembered.cache_clear()


def test_every_role_has_a_face():
    assert faces.missing_faces() == []


def test_a_missing_face_is_named(folder):
    assert "FandolFang-Regular.otf" in faces.missing_faces()


def test_an_official_face_wins(folder, monkeypatch):
    for name in ("FandolFang-Regular.otf", "FandolKai-Regular.otf"):
        (folder / name).write_bytes(b"")
    monkeypatch.setattr(faces, "_names_of", lambda path: ["仿宋_GB2312"] if "Kai" in path.name else [])
    assert faces.face_path("").name == "FandolKai-Regular.otf"


def test_a_broken_font_file_is_passed_over(folder):
    (folder / "broken.ttf").write_bytes(b"no font")
    assert faces.face_path("xbs") is None or "broken" not in faces.face_path("xbs").name


def test_figures_are_half_as_wide_as_characters():
    assert (faces.advance("2"), faces.advance("协"), faces.advance("“")) == (0.5, 1.0, 1.0)


def test_rare_characters_are_set_apart():
    assert [faces.is_covered(character) for character in "协䶮涇"] == [True, False, False]


def test_a_short_first_sentence_runs_in():
    text = "（一）管网现状。小区建于1998年。\n\n无标题的一段。"
    assert paragraphs_from(text) == (Paragraph("小区建于1998年。", "（一）管网现状。"), Paragraph("无标题的一段。"))
