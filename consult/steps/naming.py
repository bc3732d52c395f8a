"""Who may be named on paper, and how those who may not are told: 有住户代表提出…

The pack says which categories are printed by name; everybody else stays a voice and a number.
"""

import re

# A plain role such as 住户代表 or 商户代表; anything longer or with figures (3栋2单元住户) would point at one person.
ROLE = re.compile(r"[\u4e00-\u9fff]{1,6}代表")
LONGEST_TITLE = 16
NUMBERS = re.compile(r"(?<![0-9])(?:1[3-9][0-9]{9}|[1-9][0-9]{16}[0-9Xx])(?![0-9])")
# How people begin to speak; in a record it says nothing.
OPENINGS = re.compile(r"^(?:我(?:们)?(?:觉得|认为|想说|的意见是|来说两句|说两句)|我说一下|我讲一下)[，,：:]?")
OWN = (("我们家", "自家"), ("我家", "自家"), ("我们小区", "小区"), ("我们村", "本村"), ("我们单位", "本单位"))
HALF_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
AMONG_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff])[,;:?!](?=[\u4e00-\u9fff]|$)")


def is_named(person, pack) -> bool:
    return pack.category(person.category).named


def private_people(people, pack, *, officials=()) -> list:
    """People of the record whose names stay in the room, with how they are told; who holds an office may be named."""
    officials = {person.name for person in people if is_named(person, pack)} | set(officials)
    private = [person for person in people if not is_named(person, pack) and person.name not in officials]
    for person in private:
        person.told_as = f"{voice(person, pack)}提出"
    return private


def voice(person, pack) -> str:
    """Whose view it was: 市住建局曹伟, or 有住户代表."""
    if person is None:
        return "有与会人员"
    category = pack.category(person.category)
    if category.named:
        return f"{_office(person) or category.name}{person.name}"
    return f"有{_role(person, category)}"


def example(pack) -> str:
    """How the place tells the view of somebody whom it does not name: 有住户代表提出."""
    unnamed = next((category.spoken for category in pack.categories if not category.named), "与会人员")
    return f"有{unnamed}提出"


def with_title(person) -> str:
    """A name as the list of those present gives it: 曹伟（市住建局）."""
    office = _office(person)
    return f"{person.name}（{office}）" if office else person.name


def counted(category, number: int) -> str:
    """Those who are not named: 群众代表3人."""
    name = category.name if category.name.endswith(("代表", "人士", "人员", "群众")) else f"{category.name}人员"
    return f"{name}{number}人"


def _office(person) -> str:
    if person.unit_id:
        return person.unit.short_name
    return person.title if len(person.title) <= LONGEST_TITLE else ""


def _role(person, category) -> str:
    if ROLE.fullmatch(person.title.strip()):
        return person.title.strip()
    return category.spoken


def veil(text: str, people) -> str:
    """Take the names of private people, telephone and identity numbers out of a text."""
    for person in sorted(people, key=lambda each: -len(each.name)):
        if len(person.name) > 1:
            text = text.replace(person.name, "有关人员")
    return NUMBERS.sub("（号码略）", text)


def sentence(text: str) -> str:
    """Make a written sentence of what was said: no first person at the beginning, one mark at the end."""
    text = " ".join(text.split())
    text = OPENINGS.sub("", re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", text))
    for spoken, written in OWN:
        text = text.replace(spoken, written)
    text = AMONG_CHINESE.sub(lambda mark: HALF_WIDTH[mark.group()], text)
    text = text.rstrip("。．.，,；;、 ")
    if not text:
        return ""
    return text if text.endswith(("？", "！", "”。", "…")) else f"{text}。"
