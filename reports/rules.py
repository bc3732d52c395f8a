"""What an office may word in its own way on printed papers: for each kind of paper its texts and their placeholders.

A kind registers itself here with the texts of the house. Placeholders are closed: what stands in braces is one of the
words of the kind and is put in by plain replacing; nothing that somebody typed is ever run.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from members.enums import UnitKind

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
# Field → how it is called, and how long it may be.
FIELDS = {
    "lead": ("导语", 400),
    "closing": ("结语", 400),
    "copies": ("抄送", 200),
    "contact": ("联系方式", 120),
    "issuer": ("落款单位", 60),
    "footnote": ("页脚说明", 200),
}


@dataclass(frozen=True)
class Wording:
    """The texts of one paper. An empty one is not printed."""

    lead: str = ""
    closing: str = ""
    copies: str = ""
    contact: str = ""
    issuer: str = "{单位}"
    footnote: str = ""

    def said(self, words: Mapping[str, str]) -> "Wording":
        """The same with every placeholder replaced; one that this paper has no word for leaves nothing behind."""
        texts = {part.name: put_in(getattr(self, part.name), words) for part in fields(self)}
        return replace(self, **texts)


@dataclass(frozen=True)
class Worded:
    """A kind of paper: its name, its placeholders with an example of each, and the words of the house."""

    name: str
    # The kinds of unit that issue it.
    by: tuple[str, ...]
    words: Mapping[str, str]
    house: Wording

    def unknown(self, text: str) -> list[str]:
        """Placeholders of a text that the kind does not have, as they were typed; a lone brace is one too."""
        wrong = [f"{{{word}}}" for word in PLACEHOLDER.findall(text) if word not in self.words]
        rest = PLACEHOLDER.sub("", text)
        return list(dict.fromkeys([*wrong, *(brace for brace in "{}" if brace in rest)]))


def put_in(text: str, words: Mapping[str, str]) -> str:
    # In one pass: braces inside of a title stay what they are.
    return PLACEHOLDER.sub(lambda found: str(words.get(found[1], "")), text)


# Who words for all units of its region.
OFFICES = (UnitKind.LEADING_OFFICE, UnitKind.OFFICE)
_BODIES = (UnitKind.TOWNSHIP, UnitKind.PARTY_BODY)
_OF_TASK = {
    "年份": "2026",
    "单位": "青石桥街道党工委",
    "标题": "水泥厂宿舍小区下水管网改造",
    "编号": "2026-LH03-005",
    "日期": "2026年9月22日",
    "联络室": "青石桥街道政协委员联络室",
    "承办单位": "市住房和城乡建设局",
}
_OF_AWARD = {
    "年份": "2026",
    "单位": "市政协办公室",
    "确定机构": "主席会议",
    "编号": "政协优提〔2026〕1号",
    "日期": "2026年12月18日",
}
KINDS: dict[str, Worded] = {
    "assignment": Worded(
        "任务单",
        _BODIES,
        {**_OF_TASK, "期限": "2026年12月31日"},
        Wording(
            lead="{联络室}围绕“{标题}”协商议定的下列事项，现确定由你单位承办，请按期办理并报告结果。",
            closing="收到后请及时签收。不属于本单位职责范围的，请写明理由退回。",
            copies="{联络室}",
        ),
    ),
    "request": Worded(
        "商请函",
        _BODIES,
        _OF_TASK,
        Wording(
            lead="{联络室}围绕“{标题}”开展了协商，议定事项中有下列一项涉及贵单位职责，现商请贵单位协助办理：",
            closing="能否承办，请予函复。",
            copies="{联络室}",
        ),
    ),
    "dispatch_sheet": Worded(
        "交办单",
        (UnitKind.DISPATCH_OFFICE, UnitKind.OFFICE),
        {
            "年份": "2026",
            "单位": "市政府办公室",
            "标题": "关于解决老旧小区雨天返水问题的建议",
            "编号": "2026年第 16 期",
            "日期": "2026年10月15日",
            "承办单位": "市住房和城乡建设局",
            "期限": "2026年12月31日",
        },
        Wording(
            lead="“{标题}”（{编号}）所提事项，现交你单位办理，请按要求办理并反馈结果。",
            closing="收到后请及时签收。不属于本单位职责范围的，请写明理由申请退办。",
        ),
    ),
    "reply": Worded(
        "答复函",
        (UnitKind.DEPARTMENT,),
        {
            "年份": "2026",
            "单位": "市住房和城乡建设局",
            "标题": "关于加快老旧小区下水管网改造的提案",
            "编号": "第12号",
            "类别": "提案",
            "日期": "2026年9月22日",
        },
        Wording(
            lead="您提出的《{标题}》（{编号}）收悉。现答复如下：",
            closing="感谢您对我们工作的关心和支持，请继续提出意见建议。",
        ),
    ),
    "award_proposal": Worded(
        "优秀提案证书",
        (UnitKind.OFFICE,),
        {**_OF_AWARD, "获奖者": "周敏", "标题": "关于加快老旧小区下水管网改造的提案", "案号": "2026年第12号"},
        Wording(
            lead="所提《{标题}》（{案号}），经{确定机构}确定，被评为{年份}年度优秀提案。",
            closing="特发此证，以资鼓励。",
        ),
    ),
    "award_unit": Worded(
        "先进承办单位证书",
        (UnitKind.OFFICE,),
        {**_OF_AWARD, "获奖者": "市住房和城乡建设局"},
        Wording(lead="经{确定机构}确定，你单位被评为{年份}年度提案办理先进承办单位。", closing="特发此证，以资鼓励。"),
    ),
    "award_person": Worded(
        "先进个人证书",
        (UnitKind.OFFICE,),
        {**_OF_AWARD, "获奖者": "曹伟"},
        Wording(lead="经{确定机构}确定，你被评为{年份}年度提案办理先进个人。", closing="特发此证，以资鼓励。"),
    ),
    "invitation": Worded(
        "协商会邀请",
        (UnitKind.ROOM,),
        {
            "年份": "2026",
            "单位": "青石桥街道政协委员联络室",
            "标题": "水泥厂宿舍小区下水管网改造",
            "编号": "2026-LH03-005",
            "日期": "2026年9月22日",
            "时间": "2026年9月28日15:00",
            "地点": "水泥厂宿舍小区活动室",
        },
        Wording(
            lead="定于{时间}在{地点}召开协商会，就“{标题}”听取各方意见，请您参加。",
            closing="不能参加的，请提前告知。",
        ),
    ),
}


def kinds_of(unit_kind: str) -> list[str]:
    """The papers that a unit of this kind words: those that it issues; an office those of its region."""
    return [code for code, kind in KINDS.items() if unit_kind in kind.by or unit_kind in OFFICES]
