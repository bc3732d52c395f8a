"""The house rules that a machine can see."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

# From the lowest to the highest: an app may look at those before it.
APPS = ["members", "rooms", "consult", "proposals", "reports"]
JUNK_DRAWERS = {"base", "common", "core", "handler", "helpers", "manager", "misc", "service", "services", "utils"}
MOST_LINES = 300
MOST_TEST_LINES = 500
MOST_TEMPLATE_LINES = 120
MOST_FUNCTION_LINES = 40
MOST_VIEW_LINES = 25
# Paths of one developer's machine, and notes to oneself.
NOT_FOR_STRANGERS = re.compile(
    r"(?<![\w.~])/(?:work|farm|root|home)/\w|(?:#|//|<!--|--).*\b(?:TODO|FIXME|XXX)\b|(?<!no-emit-)index-url"
)


def _files(pattern: str, *folders: str) -> list[Path]:
    found = [path for folder in folders for path in (settings.BASE_DIR / folder).rglob(pattern)]
    return sorted(path for path in found if "migrations" not in path.parts)


def _name(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


def _nodes(kind):
    for path in _files("*.py", *APPS):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, kind):
                yield path, node


def _too_long(paths, most: int) -> dict[str, int]:
    lengths = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return {name: length for name, length in lengths.items() if length > most}


def test_files_are_short():
    assert _too_long(_files("*.py", *APPS, "deploy"), MOST_LINES) == {}
    assert _too_long(_files("*.py", "tests"), MOST_TEST_LINES) == {}
    assert _too_long(_files("*.html", "templates"), MOST_TEMPLATE_LINES) == {}


def test_functions_are_short():
    long = {}
    for path, node in _nodes((ast.FunctionDef, ast.AsyncFunctionDef)):
        most = MOST_VIEW_LINES if "views" in path.parts else MOST_FUNCTION_LINES
        length = node.end_lineno - node.lineno + 1
        if length > most:
            long[f"{_name(path)}:{node.lineno} {node.name}"] = length
    assert long == {}


def test_modules_have_a_purpose_in_their_name():
    # `base` is no drawer for a template's parent or a form's parent class.
    drawers = JUNK_DRAWERS - {"base"}
    assert [_name(path) for path in _files("*.py", *APPS) if path.stem in drawers] == []


def test_states_move_only_in_the_workflow():
    writers = set()
    for path, node in _nodes((ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Call)):
        if not _is_workflow(path) and _writes_state(node):
            writers.add(f"{_name(path)}:{node.lineno}")
    assert writers == set()


def _is_workflow(path: Path) -> bool:
    return path.name == "workflow.py" or "workflow" in path.parts


def _writes_state(node) -> bool:
    if isinstance(node, ast.Call):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        return called == "update" and any(keyword.arg == "state" for keyword in node.keywords)
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets)


def test_every_save_names_its_fields():
    bare = set()
    for path, node in _nodes(ast.Call):
        is_save = isinstance(node.func, ast.Attribute) and node.func.attr == "save" and not node.args
        # A new row has nothing to overwrite.
        if is_save and not {"update_fields", "force_insert"} & {keyword.arg for keyword in node.keywords}:
            bare.add(f"{_name(path)}:{node.lineno}")
    assert bare == set()


def test_nothing_is_imported_inside_a_function():
    inside = set()
    for path, function in _nodes((ast.FunctionDef, ast.AsyncFunctionDef)):
        for node in ast.walk(function):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                inside.add(f"{_name(path)}:{node.lineno}")
    assert inside == set()


def test_every_model_is_in_the_glossary():
    glossary = (settings.BASE_DIR / "docs" / "glossary.md").read_text(encoding="utf-8")
    words = set(re.findall(r"`(\w+)`", glossary))
    models = {model.__name__ for model in _own_models()}
    assert models - words == set()


def test_no_relation_points_to_an_upper_app():
    upward = set()
    for model in _own_models():
        for field in model._meta.get_fields():
            target = field.related_model if field.concrete else None
            if target and _height(target) > _height(model):
                upward.add(f"{model._meta.label}.{field.name}")
    assert upward == set()


def _own_models():
    return [model for model in apps.get_models() if model._meta.app_label in APPS]


def _height(model) -> int:
    label = model._meta.app_label
    return APPS.index(label) if label in APPS else -1


def test_files_are_fit_for_strangers():
    told = set()
    for path in [
        *_files("*.py", *APPS),
        *_files("*.html", "templates"),
        *_files("*", "deploy"),
        *_files("*.md", "docs"),
    ]:
        if path.is_file() and NOT_FOR_STRANGERS.search(path.read_text(encoding="utf-8")):
            told.add(_name(path))
    assert told == set()


@pytest.mark.parametrize("template", _files("*.html", "templates"), ids=_name)
def test_icons_of_a_template_are_in_the_sprite(template):
    sprite = (settings.BASE_DIR / "static" / "img" / "icons.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'<symbol[^>]* id="([^"]+)"', sprite))
    used = set(re.findall(r'{% icon "([^"]+)"', template.read_text(encoding="utf-8")))
    assert used - drawn == set()
