import importlib.util
import re
import tomllib

import pytest
from django.conf import settings
from packaging.requirements import Requirement


@pytest.fixture(scope="module")
def setup():
    spec = importlib.util.spec_from_file_location("setup", settings.BASE_DIR / "deploy" / "setup.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_system_packages_are_read_by_section(setup):
    run, both = setup._system_packages(["run"]), setup._system_packages(["run", "test"])
    assert "libharfbuzz-subset0" in run
    assert "chromium" not in run
    assert both[: len(run)] == run
    assert "chromium" in both


def test_missing_packages_are_asked_for_in_one_command(setup):
    assert setup._please_install(["fonts-noto-cjk", "chromium"]).splitlines()[-1] == (
        "    sudo sh -c 'apt-get update && apt-get install --yes --no-install-recommends fonts-noto-cjk chromium'"
    )


def test_assets_name_no_source_map(setup):
    assert setup._without_source_map("a\n//# sourceMappingURL=a.js.map\n") == "a\n"
    assert setup._without_source_map("b{}\n/*# sourceMappingURL=b.css.map */") == "b{}\n"


def test_assets_and_fonts_are_in_place(setup):
    assets = [target for files in setup.ASSETS.values() for target in files.values()]
    fonts = [target for files in setup.FONTS.values() for target in files.values()]
    assert [name for name in assets if not (settings.VAR_DIR / "assets" / name).is_file()] == []
    assert [name for name in fonts if not (settings.VAR_DIR / "fonts" / name).is_file()] == []


def test_the_lock_holds_every_dependency_and_no_address():
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (settings.BASE_DIR / "requirements.txt").read_text(encoding="utf-8")
    pinned = dict(re.findall(r"^([a-z0-9._-]+)(?:\[[a-z0-9,]+\])?==([^ ]+) ", lock, flags=re.MULTILINE))
    wanted = [Requirement(text) for text in [*project["dependencies"], *project["optional-dependencies"]["dev"]]]
    unmet = [str(each) for each in wanted if not each.specifier.contains(pinned.get(each.name.lower(), "0"))]
    assert unmet == []
    assert "://" not in lock


def test_the_front_end_lock_names_no_address():
    lock = (settings.BASE_DIR / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
