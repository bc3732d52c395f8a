"""On which line a key stands: tomllib gives values without positions, tree-sitter positions without values."""

import tomllib

import tree_sitter
import tree_sitter_toml

from rooms.practice.faults import Path

LANGUAGE = tree_sitter.Language(tree_sitter_toml.language())
KEYS = ("bare_key", "quoted_key", "dotted_key")


def line_numbers(text: str) -> dict[Path, int]:
    """Every key path of a valid TOML text with its line, tables and array elements included."""
    tree = tree_sitter.Parser(LANGUAGE).parse(text.encode())
    lines: dict[Path, int] = {(): 1}
    # How many elements each array of tables has so far: [[a.b]] belongs to the last [[a]].
    counts: dict[Path, int] = {}
    for node in tree.root_node.named_children:
        if node.type == "pair":
            note_pair(node, (), lines)
        elif node.type in ("table", "table_array_element"):
            note_table(node, lines, counts)
    return lines


def nearest_line(lines: dict[Path, int], path: Path) -> int:
    """The line of the path, or of what encloses it where the path itself does not stand in the text."""
    while path not in lines:
        path = path[:-1]
    return lines[path]


def note_table(node, lines, counts):
    header, *pairs = [child for child in node.named_children if child.type in (*KEYS, "pair")]
    *parents, last = key_parts(header)
    path: Path = ()
    for part in parents:
        path = latest((*path, part), counts)
        lines.setdefault(path, line_of(node))
    path += (last,)
    if node.type == "table_array_element":
        lines.setdefault(path, line_of(node))
        counts[path] = counts.get(path, 0) + 1
        path = latest(path, counts)
    lines[path] = line_of(node)
    for pair in pairs:
        note_pair(pair, path, lines)


def latest(path: Path, counts: dict[Path, int]) -> Path:
    return (*path, counts[path] - 1) if path in counts else path


def note_pair(node, path, lines):
    key, value = [child for child in node.named_children if child.type != "comment"]
    for part in key_parts(key):
        path += (part,)
        lines.setdefault(path, line_of(node))
    note_value(value, path, lines)


def note_value(node, path, lines):
    children = [child for child in node.named_children if child.type != "comment"]
    if node.type == "inline_table":
        for pair in children:
            note_pair(pair, path, lines)
    elif node.type == "array":
        for index, child in enumerate(children):
            lines[(*path, index)] = line_of(child)
            note_value(child, (*path, index), lines)


def key_parts(node) -> list[str]:
    if node.type == "dotted_key":
        # Written without recursion: a hostile file may have thousands of dots.
        nodes, parts = [node], []
        while nodes:
            child = nodes.pop()
            nodes += reversed(child.named_children) if child.type == "dotted_key" else ()
            parts += key_parts(child) if child.type != "dotted_key" else ()
        return parts
    text = node.text.decode()
    # A quoted key may hold escapes; the value parser knows them.
    return list(tomllib.loads(f"{text} = 0")) if node.type == "quoted_key" else [text]


def line_of(node) -> int:
    return node.start_point[0] + 1
