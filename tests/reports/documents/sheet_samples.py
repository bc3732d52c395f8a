"""Table papers as a room would print them; all people and the places below the city are invented."""

from datetime import date
from io import BytesIO

from PIL import Image, ImageDraw

from reports.documents.sheets import (
    ApprovalSheet,
    AttendanceSheet,
    Attendee,
    Category,
    Entry,
    Opinion,
    ParticipantSheet,
    Party,
    Photo,
    ResearchSheet,
    SignatureSheet,
)

UNIT = "柳湖街道白杨社区政协委员联络室"
TOPIC = "水泥厂宿舍小区下水管网改造"
REASON = (
    "水泥厂宿舍小区建于1998年，共6栋216户。主管口径偏小、坡度不足，3处低洼点反水，近一年堵塞11次，群众反映强烈。"
    "管道改造涉及街道、供排水公司和住户三方，费用如何分担、先修哪里意见不一，适宜协商。"
)


def approval(**changes):
    values = {
        "unit": UNIT,
        "date": date(2026, 8, 8),
        "number": "白杨〔2026〕3号",
        "topic": TOPIC,
        "entries": (
            Entry("提出人", "沈雅琴（市政协委员）"),
            Entry("提出日期", "2026年8月6日"),
            Entry("议题来源", "委员走访"),
            Entry("议题类别", "重要议题"),
            Entry("所在地点", "柳湖街道白杨社区水泥厂宿舍小区"),
            Entry("联系人", "周敏"),
            Entry("列为重要议题的理由", "涉及市级老旧小区改造资金和市城市供排水公司，街道不能独自决定。", is_wide=True),
            Entry("相似议题", "2024年第2期《关于白杨社区三号楼化粪池清掏的协商纪要》，已落实。", is_wide=True),
        ),
        "reason": REASON,
        "opinions": (
            Opinion("联络室召集人", "", "同意提交。", signer="罗建平", decided_on=date(2026, 8, 8)),
            Opinion(
                "柳湖街道党工委",
                "初审",
                "同意列为协商议题，建议作为重要议题报领导小组办公室。",
                basis="党工委书记签批，2026年8月11日",
                signer="柳湖街道党工委",
                decided_on=date(2026, 8, 11),
                entered_by="党政办 高翔，2026年8月11日",
            ),
            Opinion("领导小组办公室", "把关"),
            Opinion("市委", "审定"),
        ),
    }
    return ApprovalSheet(**(values | changes))


PEOPLE = (
    Category(
        "利益相关方代表",
        tuple(
            Attendee(name, f"{n}栋住户代表", "138****1234")
            for n, name in enumerate(["孙长林", "何玉珍", "王爱莲", "李国强", "黄文斌"], 1)
        ),
    ),
    Category(
        "驻室委员",
        (
            Attendee("沈雅琴", "市政协委员、大冶市第三小学副校长", "139****5678"),
            Attendee("邓国梁", "市政协委员", "137****2468"),
            Attendee("许文娟", "市政协委员", "136****1357"),
        ),
    ),
    Category("党员代表", (Attendee("胡长庚", "社区第二党支部书记", "135****8642"),)),
    Category(
        "群众代表", (Attendee("余秀兰", "退休教师", "134****9753", "请假"), Attendee("郑凯", "临街商户", "133****8642"))
    ),
    Category(
        "职能部门负责人",
        (
            Attendee("曹伟", "市住房和城乡建设局城建科科长", "159****2020"),
            Attendee("魏波", "柳湖街道城建办主任", "158****3030"),
            Attendee("段永红", "市城市供排水公司管网部经理", "157****4040"),
        ),
    ),
    Category("专业人士", (Attendee("冯毅", "给排水工程师", "156****5050"), Attendee("䶮𠮷", "律师", "155****6060"))),
)


def participants(**changes):
    values = {
        "unit": UNIT,
        "date": date(2026, 8, 20),
        "topic": TOPIC,
        "categories": PEOPLE,
        "note": "电话号码隐去中间四位，完整号码存联络室。",
    }
    return ParticipantSheet(**(values | changes))


def attendance(**changes):
    values = {
        "unit": UNIT,
        "date": date(2026, 9, 18),
        "topic": TOPIC,
        "entries": (
            Entry("时间", "2026年9月18日19时30分"),
            Entry("地点", "水泥厂宿舍小区院内（板凳会）"),
            Entry("主持", "罗建平　　记录：周敏"),
        ),
        "people": tuple(person for category in PEOPLE for person in category.people),
    }
    return AttendanceSheet(**(values | changes))


def signatures(**changes):
    values = {
        "unit": UNIT,
        "date": date(2026, 9, 21),
        "topic": TOPIC,
        "statement": (
            "《关于水泥厂宿舍小区下水管网改造的协商纪要》（第3期）所载内容与2026年9月18日协商会议定的一致。"
            "各方代表签名如下；不愿签名的，在备注栏注明。"
        ),
        "parties": (
            Party("住户代表", "孙长林"),
            Party("住户代表", "何玉珍"),
            Party("商户代表", "郑凯", "对隔油池费用保留意见，未签名"),
            Party("街道城建办", "魏波"),
            Party("市城市供排水公司", "段永红"),
            Party("物业服务企业"),
        ),
    }
    return SignatureSheet(**(values | changes))


def research(**changes):
    values = {
        "unit": UNIT,
        "date": date(2026, 8, 26),
        "topic": TOPIC,
        "entries": (
            Entry("调研时间", "2026年8月26日上午"),
            Entry("调研方式", "入户走访、现场踏勘"),
            Entry("调研地点", "水泥厂宿舍小区1—6栋"),
            Entry("记录人", "周敏"),
            Entry("调研人员", "沈雅琴、邓国梁、胡长庚、冯毅", is_wide=True),
            Entry("走访对象", "住户42户、临街商户5家、社区网格员2人", is_wide=True),
        ),
        "figures": (
            Entry("反水点", "3处"),
            Entry("近一年堵塞", "11次"),
            Entry("需更换主管", "380米"),
            Entry("估算费用", "86万元"),
        ),
        "findings": (
            Entry(
                "了解到的情况",
                "小区建于1998年，主管口径200毫米，坡度不足千分之三。一层住户雨天返水，化粪池6座近三年未清掏。\n临街5家餐饮商户没有隔油池。",
            ),
            Entry("群众意见", "多数住户赞成先疏通、后改造，愿意分担部分费用；困难户希望减免。商户希望避开春节前施工。"),
            Entry("初步建议", "先行疏通低洼点，同步做更换主管的设计和预算，费用由街道、市级资金和住户分担，账目公开。"),
        ),
    }
    return ResearchSheet(**(values | changes))


def photo():
    image = Image.new("RGB", (640, 480), "#d7dde4")
    draw = ImageDraw.Draw(image)
    draw.rectangle((80, 120, 560, 420), fill="#9aa7b5")
    draw.ellipse((260, 260, 380, 380), fill="#3d4650")
    target = BytesIO()
    image.save(target, "JPEG", quality=80)
    return Photo(target.getvalue(), caption="3栋东侧低洼点")
