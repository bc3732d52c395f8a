import pytest
from django.core.management import CommandError, call_command

from reports.management.commands import workflow_diagram


def test_the_page_of_the_states_fits_the_tables():
    call_command("workflow_diagram", check=True)


def test_a_page_that_no_longer_fits_is_told(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    with pytest.raises(CommandError, match="make diagram"):
        call_command("workflow_diagram", check=True)
    call_command("workflow_diagram")
    call_command("workflow_diagram", check=True)


def test_a_drawing_names_states_in_chinese_and_moves_by_code():
    drawn = workflow_diagram.page()
    for line in ('state "待确定" as pending', "pending --> running", "[*] --> noted", "declined --> [*]"):
        assert line in drawn
