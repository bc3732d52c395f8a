"""Invented people for the wider city: always the same ones, each name once, nobody's telephone number."""

import itertools
import random

SURNAMES = (
    "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹章潘葛范彭鲁韦马方任袁柳史唐费岑薛雷贺倪汤罗毕郝安常"
)
FIRST = "宏志文国晓建明永春海嘉思子书景若亦可安泽欣俊雅承立德启修尚一"
SECOND = "远平华宁清林川舟禾松柏然涵晨扬恒毅诚谦悦怡岚溪蓉卿桐钧朗瑞和"
SECTORS = {
    "教育界": ("教科卫体委员会", ("市第二中学教师", "市职业教育中心副校长", "实验幼儿园园长")),
    "医药卫生界": ("教科卫体委员会", ("市人民医院主任医师", "镇卫生院院长", "市妇幼保健院护士长")),
    "农业界": ("农业和农村委员会", ("家庭农场主", "农技推广站站长", "水产合作社理事长")),
    "经济界": ("经济委员会", ("机械制造公司总经理", "物流公司经理", "商业银行支行行长")),
    "工商联界": ("经济委员会", ("建材商会会长", "服饰公司董事长", "餐饮协会秘书长")),
    "科学技术界": ("人口资源环境委员会", ("地质勘查院工程师", "环境监测站高级工程师", "电子公司研发主管")),
    "文化艺术界": ("文化文史和学习委员会", ("市文化馆馆员", "民间艺术团团长", "市图书馆副馆长")),
    "妇联界": ("社会和法制委员会", ("社区妇联主席", "家政服务公司经理", "巾帼志愿服务队队长")),
    "社会福利和社会保障界": ("社会和法制委员会", ("养老服务中心主任", "社会工作站社工", "劳动保障所所长")),
    "民建": ("提案委员会", ("会计师事务所合伙人", "电器公司总经理", "工程造价师")),
    "民盟": ("教科卫体委员会", ("市第一中学高级教师", "职业学校教研组长", "书法协会理事")),
    "无党派人士": ("提案委员会", ("律师事务所律师", "规划设计院院长", "气象局工程师")),
}
SPECIALITIES = {
    "教": ("教育教学", "家庭教育"),
    "医": ("健康科普", "慢病管理"),
    "农": ("农业技术", "水产养殖"),
    "经": ("企业经营", "项目投资"),
    "工商": ("商贸流通", "企业经营"),
    "科": ("水利工程", "环境监测"),
    "文": ("群众文化", "地方史志"),
    "妇": ("家事调解", "妇女权益"),
    "社会": ("法律服务", "劳动争议"),
    "工会": ("劳动争议", "职工服务"),
    "总工会": ("劳动争议", "职工服务"),
    "民建": ("财务审计", "工程造价"),
    "民盟": ("教育教学", "书法"),
    "民进": ("教育教学", "出版传媒"),
    "无党派": ("法律服务", "城乡规划"),
}
PARTIES = {
    "民建": "民建",
    "民盟": "民盟",
    "民进": "民进",
    "民革": "民革",
    "中共界": "中共党员",
    "无党派人士": "无党派人士",
}
PARTY_TITLES = ("网格党支部书记", "退休教师党员", "退役军人", "物业党员")
MASS_TITLES = ("楼栋长", "个体工商户", "志愿者", "种植户")
STRETCH = 7919


def names(taken):
    """Names that nobody in the demonstration bears yet."""
    pairs = list(itertools.product(SURNAMES, FIRST, SECOND))
    # A stride that shares no factor with their number meets each once, and neighbours have different surnames.
    found = (pairs[place * STRETCH % len(pairs)] for place in range(len(pairs)))
    yield from (name for name in map("".join, found) if name not in taken)


def particulars(number: int) -> dict:
    """Sector, committee and employer of the member with this number."""
    dice = random.Random(number)  # noqa: S311 - nothing is kept secret by it
    sector = dice.choice(list(SECTORS))
    committee, employers = SECTORS[sector]
    told = {"sector": sector, "committee": committee, "employer": dice.choice(employers)}
    return told | standing_of(sector, str(number))


def standing_of(sector: str, seed: str) -> dict:
    """The party and what the person can be asked about, as goes with the sector."""
    dice = random.Random(f"{sector}:{seed}")  # noqa: S311 - nothing is kept secret by it
    party = PARTIES.get(sector, dice.choice(["中共党员", "群众", "群众"]))
    words = max((start for start in SPECIALITIES if sector.startswith(start)), key=len, default=None)
    known = list(SPECIALITIES.get(words, ("基层治理",)))
    # As a cell of the table holds several words.
    return {"party": party, "specialities": "、".join(known[: dice.randint(1, len(known))])}
