"""The page about the pack file: it fits the schema, and tells all of it."""

from django.core.management import call_command

from rooms.practice.kinds import KIND_TABLES
from rooms.practice.reference import reference
from rooms.practice.schema import HEAD, TABLES


def test_the_page_of_the_pack_file_fits_the_schema():
    call_command("practices_page", "--check")


def test_every_key_and_every_kind_of_checkpoint_is_told():
    text = reference()
    assert [key for key in (*HEAD, *TABLES) if f"| `{key}` |" not in text and f"[{key}]" not in text] == []
    assert [kind for kind in KIND_TABLES if f'`kind = "{kind}"`' not in text] == []


def test_a_table_that_stands_in_several_places_is_told_once():
    text = reference()
    assert text.count("| `weekday` |") == 1
    assert "| `rule` | 日期（必填） | 见 `[activity_day.rule]` |" in text
    assert "## `[[roster]]` 值班日程\n\n同 `[[activity_day]]`。" in text
