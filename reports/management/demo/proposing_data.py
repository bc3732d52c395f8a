"""Proposals of the demonstration on their way: kind, title, texts, who puts them forward, and how far each has come."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Put:
    """`fate` is where it stands; `lead`, `joint` and `co` are codes of units; `answer` the class of its reply."""

    title: str
    situation: str
    advice: str
    fate: str
    member: str = "邓国梁"
    kind: str = "proposal"
    lead: str = "housing"
    joint: tuple[str, ...] = ()
    co: tuple[str, ...] = ()
    answer: str = "A"
    is_key: bool = False


# Said where nothing else is.
DONE = "您提出的建议已经采纳。我局会同有关单位现场核实，列出清单逐项落实，主要工作已经完成。感谢您的关心。"
LATER = "您提出的建议很有价值。因涉及立项和资金安排，已列入下年度计划，分三个阶段推进，进展定期向您反馈。"
NOT_NOW = "您提出的建议我局认真作了研究。受现有线位和用地条件限制，目前不具备实施条件，留作规划参考，敬请理解。"
LETTERS = {"A": DONE, "B": LATER, "C": NOT_NOW}

PUT = (
    Put(
        "关于完善老旧小区消防通道标线和管理的提案",
        "老旧小区机动车占用消防通道的情况较多，标线磨损，居民意见集中。",
        "一、统一施划消防通道标线。\n二、每个小区明确巡查人员。\n三、占用情况按月通报。",
        "closed",
        co=("fire",),
        is_key=True,
    ),
    Put(
        "关于在城区主干道增设过街安全设施的提案",
        "学校、市场周边过街人流大，部分路口没有安全岛和信号灯。",
        "一、在三处路口增设信号灯。\n二、在宽路面增设安全岛。",
        "again",
        lead="traffic-police",
        joint=("housing",),
    ),
    Put(
        "关于加快城区排水管网雨污分流改造的提案",
        "汛期部分路段积水，污水管和雨水管混接较多。",
        "一、先摸清混接点。\n二、分年度实施改造。",
        "closed",
        member="沈雅琴",
        lead="water-supply",
        answer="B",
    ),
    Put(
        "关于优化公交线路方便村民进城的提案",
        "边远村到城区要换乘两次，末班车时间早。",
        "一、调整两条线路走向。\n二、延长末班车时间。",
        "rated",
        lead="transport",
        co=("bus",),
    ),
    Put(
        "关于推进既有住宅加装电梯的提案",
        "六层以上老旧住宅老人上下楼困难，居民意见统一难。",
        "一、简化审批流程。\n二、提供统一的协商文本。",
        "cosigning",
        joint=("land", "market"),
    ),
    Put(
        "关于规范农村自建房安全管理的提案",
        "部分自建房用作出租和经营，安全检查没有覆盖。",
        "一、建立台账。\n二、定期检查。",
        "running",
        member="沈雅琴",
        co=("land",),
    ),
    Put(
        "关于建设社区嵌入式养老服务点的提案",
        "城区独居老人多，就近吃饭、就医不方便。",
        "一、利用闲置用房设点。\n二、引入专业机构运营。",
        "extended",
        lead="civil",
        co=("health",),
    ),
    Put(
        "关于加强河湖岸线保护和垃圾清理的提案",
        "汛后岸线垃圾堆积，责任分段不清。",
        "一、明确分段责任。\n二、汛后集中清理。",
        "running",
        lead="water",
    ),
    Put(
        "关于规范校外托管机构管理的提案",
        "托管机构数量多，食品和消防安全状况不一。",
        "一、部门联合检查。\n二、公布合格名单。",
        "objected",
        lead="schools",
        co=("market",),
    ),
    Put(
        "关于盘活农村闲置校舍的提案",
        "撤并以后的校舍长期闲置，有的已经破损。",
        "一、登记造册。\n二、优先用于养老和文化。",
        "adjusted",
        lead="schools",
    ),
    Put(
        "关于发展乡村旅游配套停车场的提案",
        "节假日景点停车难，乡道拥堵。",
        "一、临时场地限时开放。\n二、建设固定停车场。",
        "preassigned",
        lead="culture",
        co=("transport",),
    ),
    Put(
        "关于推广高标准农田管护经验的提案",
        "部分高标准农田建成以后管护跟不上。",
        "一、落实管护资金。\n二、推广好的做法。",
        "agreed",
        lead="agriculture",
    ),
    Put(
        "关于提升社区卫生服务站能力的提案",
        "服务站设备旧、药品种类少。",
        "一、更新设备。\n二、增加常用药目录。",
        "filed",
        lead="health",
    ),
    Put(
        "关于设立城市书房的提案",
        "社区阅读空间少，开放时间短。",
        "一、每个街道建一处。\n二、延长开放时间。",
        "disputed",
        lead="culture",
    ),
    Put("关于加强电梯维保信息公开的提案", "居民不了解电梯维保情况。", "张贴维保记录。", "chairs", lead="market"),
    Put("关于增加夜间公交班次的提案", "夜班职工下班没有公交。", "试开两条夜间线路。", "group", lead="transport"),
    Put("关于提高某项补贴标准的提案", "现行标准执行多年。", "提高标准。", "declined", member="沈雅琴", lead="civil"),
    Put("关于外卖骑手临时停靠难的提案", "外卖骑手取餐停靠难，占道较多。", "设临时停靠点。", "converted", lead="urban"),
    Put("关于老旧小区消防车通道占用的提案", "消防车通道常被占用。", "施划标线、加强巡查。", "merged", member="沈雅琴"),
    Put("体育公园入口加装无障碍坡道", "入口只有台阶。", "加装无障碍坡道。", "small", kind="suggestion", lead="urban"),
    Put("农贸市场增设直饮水点", "夏季市场没有饮水点。", "增设直饮水点。", "listed", kind="suggestion", lead="market"),
)
