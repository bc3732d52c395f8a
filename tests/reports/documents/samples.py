"""Papers as a room would print them; all people and the places below the city are invented."""

from datetime import date

from reports.documents.papers import (
    CircularPaper,
    Head,
    Imprint,
    Listing,
    MatterRow,
    MattersTable,
    MinutesPaper,
    Paragraph,
    Section,
    SerialPaper,
    Verification,
    paragraphs_from,
    sections_from,
)
from reports.documents.replies import reply_letter

VERIFICATION = Verification(
    code="K7M3-92QX-4TNB", checksum="9F86 D081 884C 7D65", url="https://xieshang.daye.example/verify/K7M3-92QX-4TNB"
)

MATTERS = (
    MatterRow("1", "疏通3处低洼点主管，清掏化粪池6座", "街道城建办", "白杨社区", "2026年10月15日"),
    MatterRow(
        "2",
        "建议更换主管380米，住户每户出资不超过300元，困难户免，依法由业主共同决定后实施",
        "街道城建办，商请市城市供排水公司",
        "白杨社区、物业服务企业",
        "2026年12月31日",
    ),
    MatterRow("3", "列入2027年城镇老旧小区改造计划", "市住房和城乡建设局", "柳湖街道办事处", "2027年1月31日"),
)

OPENING = (
    "2026年9月18日晚，白杨社区政协委员联络室在水泥厂宿舍小区召开协商会（板凳会），社区党总支书记、联络室第一召集人罗建平主持，"
    "应到16人，实到14人。会前，联络室开展调研3次，走访42户，查看管线图纸，形成调研记录。现将协商情况和议定事项纪要如下。"
)
BACKGROUND = (
    "（一）管网现状。小区建于1998年，共6栋216户，其中60岁以上老人占41％。主管口径偏小、坡度不足，3处低洼点反水，近一年堵塞11次。"
    "管道为雨污合流的混凝土管，总长约2.3千米，接口错位、树根侵入较多。\n"
    "（二）群众意见。发放问卷216份，收回198份，支持改造的占93.4％。对“雨天返水”“施工扰民”“费用分担”三个问题反映最集中；"
    "沿街商户希望错开春节前的经营旺季。"
)
CONSENSUS = (
    "（一）先疏通、后改造。由街道城建办牵头，先行疏通低洼点主管，再按设计更换管道，做到“开挖一段、验收一段、恢复一段”。\n"
    "（二）费用共担、困难减免。改造费用由街道背街小巷维修资金、市级老旧小区改造资金（待争取）和住户分担，建议住户每户不超过300元，"
    "低保户、特困户免收，依法由业主共同决定后实施。\n"
    "（三）账目公开、群众监督。收支账目在小区公示栏按月公开，组建7人居民质量监督小组，参与隐蔽工程验收。"
)
DISSENT = (
    "有商户代表提出隔油池费用不应全由商户承担，主持人当场解释，该代表同意统一采购。有住户代表提出不同意按户平摊，会后委员上门说明减免办法，"
    "该代表表示书面写明后同意。"
)
BASIS = "《城镇排水与污水处理条例》《湖北省物业服务和管理条例》。"

PRESENCE = (
    Listing(
        "出席",
        "罗建平、沈雅琴、邓国梁、许文娟、胡长庚、曹伟（市住房和城乡建设局）、魏波（街道城建办）、段永红（市城市供排水公司），"
        "住户、商户、物业和群众代表5人。",
    ),
    Listing("请假", "余秀兰，群众代表1人。"),
    Listing("列席", "周敏。"),
)
SIGN_OFF = (Listing("主持", "罗建平"), Listing("记录", "周敏"), Listing("审签", "罗建平"))


def imprint(**changes):
    values = {
        "organ": "柳湖街道白杨社区政协委员联络室",
        "date": date(2026, 9, 21),
        "recipients": (
            Listing("报", "柳湖街道党工委，市政协办公室（第3项）"),
            Listing("送", "市住房和城乡建设局，市城市供排水公司，街道城建办，白杨社区居民委员会"),
        ),
        "copies": "共印20份",
        "verification": VERIFICATION,
    }
    return Imprint(**(values | changes))


def minutes(**changes):
    values = {
        "mark": "白杨社区协商纪要",
        "number": "第3期",
        "organ": "柳湖街道白杨社区政协委员联络室",
        "date": date(2026, 9, 21),
        "title": "关于水泥厂宿舍小区下水管网改造的协商纪要",
        "opening": paragraphs_from(OPENING),
        "sections": (
            Section("基本情况", paragraphs_from(BACKGROUND)),
            Section("协商一致的意见", paragraphs_from(CONSENSUS)),
            Section("不同意见及解释", paragraphs_from(DISSENT)),
            Section("法律和政策依据", paragraphs_from(BASIS)),
            Section(
                "议定事项",
                (
                    *paragraphs_from("经协商，与会各方达成一致意见，议定以下事项："),
                    MattersTable(MATTERS),
                    *paragraphs_from("请责任单位每月25日前将进展情况告知联络室。"),
                ),
            ),
        ),
        "presence": PRESENCE,
        "sign_off": SIGN_OFF,
        "imprint": imprint(),
    }
    return MinutesPaper(**(values | changes))


def short_minutes():
    return minutes(
        mark="协商纪要",
        head=Head.PLAIN,
        number="第1期",
        correction="更正1",
        title="关于幸福路夜间照明的协商纪要",
        sections=(
            Section("协商一致的意见", paragraphs_from("幸福路加装路灯12盏，由街道城建办在国庆节前装好。")),
            Section("议定事项", (MattersTable(MATTERS[:1]),)),
        ),
        sign_off=(),
    )


def long_minutes():
    """Eight pages: tables across pages, rare characters, long ASCII, marks that hang."""
    rare = (
        "䶮泉社区与𠮷祥巷、埇桥路、涇水渠相接，調查涉及原國營厰房區，水表编号GB/T-2026-XYZ/0001至GB/T-2026-XYZ/0216，"
        "记录见https://xieshang.daye.example/records/2026/0918/board-meeting/attachments/photo-0001.html。"
    )
    rows = tuple(
        MatterRow(str(number), f"{row.text}（第{number}处，管径DN{200 + number}）", row.unit, row.helpers, row.due)
        for number, row in enumerate(MATTERS * 9, start=1)
    )
    part = f"{BACKGROUND}\n{CONSENSUS}\n{DISSENT}\n{rare}"
    return minutes(
        title="关于白杨社区六号楼既有住宅加装电梯费用分担和底层住户补偿问题的协商纪要",
        sections=(
            Section("基本情况", paragraphs_from(part)),
            Section("议定事项", (*paragraphs_from("议定以下事项："), MattersTable(rows))),
            Section("协商过程", paragraphs_from("\n".join([part] * 3))),
        ),
        attachments=("水泥厂宿舍小区下水管网改造调研报告", "费用测算表"),
    )


def circular():
    return CircularPaper(
        mark="青石桥街道协商议事会文件",
        number="青协议〔2026〕9号",
        title="关于2026年第四季度协商议定事项督办情况的通报",
        recipients="各社区居民委员会，街道各办公室，有关责任单位",
        organ="青石桥街道协商议事会",
        date=date(2026, 12, 30),
        opening=paragraphs_from(
            "2026年第四季度，街道协商议事会共形成协商纪要6份，议定事项31项。办公室按照“一事一单、逐项销号”的办法开展督办，现将办理情况通报如下。"
        ),
        sections=(
            Section(
                "总体情况", paragraphs_from("截至12月25日，31项议定事项中已办结24项，正在办理5项，逾期未办结2项。")
            ),
            Section(
                "有关要求",
                paragraphs_from(
                    "各责任单位要对照议定事项逐项检查，明确专人，按月报送进展。连续两次督办仍未办结的，由街道党工委约谈负责人。"
                ),
            ),
        ),
        imprint=imprint(
            organ="青石桥街道协商议事会办公室",
            date=date(2026, 12, 30),
            recipients=(Listing("抄送", "区政协办公室，区委社会工作部"),),
            copies="",
        ),
    )


def serial(**changes):
    """An issue of an internal serial, as the office sends it up."""
    opening, sections = sections_from(
        "今年以来，全市46个委员联络室开展六步协商51场次，群众反映较集中的是老旧小区雨天返水问题。现将有关情况和建议报告如下。\n"
        f"一、基本情况\n{BACKGROUND}\n二、存在的主要问题\n管网权属不清，维修资金没有来源，责任单位之间衔接不够。\n"
        "三、意见建议\n"
        "（一）摸清底数。由市住房和城乡建设局牵头，年底前完成全市1998年以前建成小区的管网普查。\n"
        "（二）先急后缓。低洼点先行疏通，其余分三年纳入老旧小区改造计划。"
    )
    fields = {
        "mark": "资政建言要报",
        "marking": "内部资料　注意保存",
        "number": "2026年第16期",
        "organ": "大冶市政协办公室",
        "date": date(2026, 10, 12),
        "title": "关于解决老旧小区雨天返水问题的建议",
        "opening": (Paragraph("", "编者按：白杨社区等5个联络室就这一问题开展了协商。"), *opening),
        "sections": sections,
        "contact": "（联系人：周敏　8765432）",
        "imprint": Imprint(
            organ="大冶市政协办公室",
            date=date(2026, 10, 12),
            recipients=(
                Listing("报", "市委书记、副书记、常委，市人大常委会主任，市政府市长、副市长，市政协主席、副主席"),
                Listing("送", "市委办公室、市政府办公室"),
                Listing("发", "各乡镇（场）、街道，市直有关单位"),
            ),
            copies="共印60份",
        ),
    }
    return SerialPaper(**fields | changes)


def letter(**changes):
    """The reply of a unit to a proposal."""
    data = {
        "mark": "大冶市住房和城乡建设局",
        "class": "A类",
        "number": "冶建函〔2026〕12号",
        "organ": "大冶市住房和城乡建设局",
        "date": "2026-09-22",
        "title": "对政协提案2026年第12号的答复",
        "recipients": "沈雅琴委员、邓国梁委员",
        "body": f"您提出的提案（第12号）收悉。现答复如下：\n{CONSENSUS}\n感谢您对我们工作的关心和支持。",
        "contact": "周敏　8765432",
        "note": "",
        "copies": "大冶市政协办公室，市政府督查室",
    }
    return reply_letter(data | changes)
