"""The house rules that a machine can see."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from rooms import practice
from rooms.practice import codes

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

# Words that a practice pack may give a name of its own: what the pages of a case say of them is read from its pack.
WORDS_OF_A_PLACE = re.compile(
    "党工委|党（工）委|召集人|协商主体|协商纪要|一委员两代表|审签|抄告|商请|联络室|市政协办|领导小组办公室|六步|议事厅"
    "|利益相关方|驻室委员|党员代表|群众代表|专业人士|职能部门|建议责任单位|建议配合单位|意见统计|重要议题|普通议题"
    "|不同意见|达成一致|补录|办理结果|调查研究|协商会"
)
# Where they stand all the same, and why.
WORDS_ALLOWED = {
    "consult/enums/": "the canonical names, by which statistics and the ledger call states and steps",
    "consult/models/": "the canonical names of fields, for the ledger's revisions",
    "consult/filters.py": "a list stands over the rooms of all places",
    "templates/consult/assignment_list.html": "a list stands over the rooms of all places",
    "templates/consult/consultation_list.html": "a list stands over the rooms of all places",
    "templates/consult/matter_list.html": "a list stands over the rooms of all places",
    "templates/consult/submission_list.html": "a list stands over the rooms of all places",
    "consult/forms/past.py": "what was before the system has no pack: old papers are told in the canonical words",
    "consult/steps/past.py": "what was before the system has no pack: old papers are told in the canonical words",
    "consult/views/past.py": "what was before the system has no pack: old papers are told in the canonical words",
    "templates/consult/past_": "what was before the system has no pack: old papers are told in the canonical words",
    "templates/consult/task_due.html": "stands in the rows of these lists",
}


def _files(pattern: str, *folders: str) -> list[Path]:
    found = [path for folder in folders for path in (settings.BASE_DIR / folder).rglob(pattern)]
    return sorted(path for path in found if not {"migrations", "__pycache__"} & set(path.parts))


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


def _literals(path: Path):
    """The strings of a module, without its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_words_of_a_place_are_read_from_its_pack():
    texts = {_name(path): " ".join(_literals(path)) for path in _files("*.py", "consult")}
    texts |= {_name(path): path.read_text(encoding="utf-8") for path in _files("*.html", "templates/consult")}
    found = {name: sorted(set(WORDS_OF_A_PLACE.findall(text))) for name, text in texts.items()}
    assert {name: words for name, words in found.items() if words and not name.startswith(tuple(WORDS_ALLOWED))} == {}
    assert [name for name in WORDS_ALLOWED if not any(each.startswith(name) and found[each] for each in found)] == []


def test_sentences_of_a_place_name_only_words_that_every_pack_has():
    """`say` fills the braces of a sentence: a slip of the pen would show only when the sentence is said."""
    known, wrong = {*codes.WORDS, *codes.ROLES}, set()
    for path, node in _nodes(ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr == "say":
            values = {keyword.arg for keyword in node.keywords}
            told = {name for each in node.args for text in _texts(each) for name in re.findall(r"{(\w+)", text)}
            if None not in values and told - known - values:
                wrong.add(f"{_name(path)}:{node.lineno}")
    for path in _files("*.html", "templates"):
        for sentence in re.findall(r'"([^"]*)"\|say:', path.read_text(encoding="utf-8")):
            if set(re.findall(r"{(\w+)", sentence)) - known:
                wrong.add(_name(path))
    assert wrong == set()


def _texts(node):
    return [each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)]


@pytest.mark.parametrize("template", _files("*.html", "templates"), ids=_name)
def test_icons_of_a_template_are_in_the_sprite(template):
    sprite = (settings.BASE_DIR / "static" / "img" / "icons.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'<symbol[^>]* id="([^"]+)"', sprite))
    used = set(re.findall(r'{% icon "([^"]+)"', template.read_text(encoding="utf-8")))
    assert used - drawn == set()


def test_no_code_knows_a_place():
    """The engine asks the pack and never which pack it runs: no code or place of a shipped pack stands in the apps."""
    packs = [practice.load(code) for code in practice.shipped()]
    places = [
        re.split("[省市县区镇乡]|街道", pack.place.rstrip("省市县区镇乡").removesuffix("街道"))[-1] for pack in packs
    ]
    named = re.compile("|".join([*(rf"(?<![\w-]){pack.code}(?![\w-])" for pack in packs), *places]))
    found = set()
    for path in _files("*.py", *APPS):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = {id(node) for node in _docstrings(tree)}
        for node in ast.walk(tree):
            if id(node) not in told and named.search(_said(node)):
                found.add(f"{_name(path)}: {_said(node)[:40]}")
    assert found == {"rooms/practice/codes.py: daye"}


def _docstrings(tree):
    """Prose that is nobody's code: it may say from which place a rule comes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def _said(node) -> str:
    """A word or a name that stands in code."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return (
        getattr(node, "id", "")
        or getattr(node, "attr", "")
        or getattr(node, "name", "")
        or getattr(node, "arg", "")
        or ""
    )
