"""What is wrong with a text that is no TOML at all, in Chinese: the parser speaks English only."""

import re

# How the parser's sentence begins → what a reader of the file is told.
SAID = {
    "Invalid statement": "这里应当是键、表头或者注释",
    "Expected newline": "一行只能写一个键，后面不能再有内容",
    "Expected ']": "表头没有写完，少了右方括号",
    "Expected '='": "键的后面应当是等号",
    "Expected": "这里还没有写完",
    "Found invalid character": "有不能用的字符",
    "Cannot declare": "这张表前面已经写过，不能写两次",
    "Cannot overwrite a value": "这个键前面已经写过，不能写两次",
    "Cannot mutate": "这张表前面已经写完，不能再往里加",
    "Cannot redefine": "这张表前面已经写过，不能写两次",
    "Duplicate inline table key": "花括号里的键写了两次",
    "Invalid initial character": "键只能由字母、数字、下划线和连字符组成，别的要加引号",
    "Unclosed array": "数组没有写完，少了逗号或者右方括号",
    "Unclosed inline table": "花括号没有写完，少了逗号或者右花括号",
    "Unescaped": "反斜杠后面的写法不对，文字里的反斜杠要写两个",
    "Invalid hex value": "反斜杠后面的编码不对",
    "Escaped character": "反斜杠后面的编码不对",
    "Unterminated string": "文字没有写完，少了引号",
    "Illegal character": "有不能用的字符，可能是少了引号或者混进了控制字符",
    "Invalid date": "没有这个日期",
    "Invalid value": "等号后面的值写得不对，文字要加英文引号",
    "Exceeds the limit": "数字太长",
    "maximum recursion depth": "一层套一层，套得太深",
}
PLACE = re.compile(r"at line (\d+), column (\d+)")


def syntax_problem(error: Exception, text: str) -> tuple[int, str]:
    """The line, and the sentence about it."""
    said = next((words for begins, words in SAID.items() if str(error).startswith(begins)), str(error))
    place = PLACE.search(str(error))
    if place is None:
        return text.count("\n") + 1, f"不是有效的 TOML：{said}"
    return int(place[1]), f"不是有效的 TOML：第 {place[2]} 个字符，{said}"
