"""Divide a title into balanced lines at word boundaries (GB/T 9704-2012, 7.3.1: 梯形 or 菱形, words kept whole)."""

from itertools import combinations

from pypinyin.constants import PHRASES_DICT

LONGEST_LINE = 18
MOST_LINES = 5
# In a narrow column the shape does not matter, only the words.
NARROW = 8

# Everyday words of consultation titles; the phrase list of pypinyin knows mostly words with ambiguous readings.
WORDS = frozenset(
    "关于 有关 协商 纪要 协商纪要 通报 通知 意见 建议 报告 函 复函 议题 议定 事项 问题 情况 工作 落实 推进 开展 加快 加强 进一步 规范 完善 优化 提升 "
    "改造 改建 扩建 新建 建设 修建 修复 修缮 维修 维护 整治 治理 清理 清淤 疏浚 疏通 拆除 安装 加装 增设 设置 更换 管理 运营 使用 保护 利用 分配 "
    "老旧 既有 住宅 小区 宿舍 宿舍区 水泥厂 社区 街道 乡镇 村庄 村组 村民 居民 住户 业主 群众 商户 物业 委员 联络室 委员会 办公室 "
    "下水 下水管 管网 水管 污水 雨水 排水 雨污 分流 供水 自来水 饮水 饮用水 水井 机井 灌溉 沟渠 水渠 塘堰 河道 水库 堤防 内涝 积水 "
    "电梯 路灯 照明 道路 公路 桥梁 巷道 背街 小巷 停车 停车场 停车位 车位 车辆 电动车 充电 充电桩 飞线 交通 红绿灯 校门 学校 幼儿园 食堂 养老 医疗 "
    "卫生 卫生室 垃圾 分类 厕所 环境 绿化 广场 公园 健身 文化 农贸市场 市场 市场化 油烟 噪音 噪声 施工 扰民 消防 安全 隐患 费用 分担 资金 补偿 征地 土地 流转 "
    "提出 理由 提出理由 主要 领导 小组 领导小组 召集人 党委 党工委 市委 初审 审定 审签 把关 备案 了解 困难 初步 重要 "
    "住房 城乡 城乡建设 建设局 供排水 公司 管网部 经理 科长 主任 "
    "产业 发展 合作社 种植 养殖 乡村 振兴 移风易俗 红白 督办 季度 年度 第一 第二 第三 第四 上半年 下半年 实施 方案 试点".split()
)
# A line never begins with these, and seldom ends with those.
NEVER_FIRST = frozenset("的了、，。；：？！）》〉”’—…")
NEVER_LAST = frozenset("（《〈“‘在对将把为由")
# In a narrow column a line may have to turn beside these, but never inside a word.
JOINING = frozenset("和与及")


def split_title(title, *, longest=LONGEST_LINE):
    """Return the lines of a title; line feeds typed by the writer are kept as they are."""
    if "\n" in title:
        return [line for part in title.split("\n") if part.strip() for line in _split(part.strip(), longest)]
    return _split(title.strip(), longest)


def _split(title, longest):
    if len(title) <= longest:
        return [title]
    fewest = -(-len(title) // longest)
    for count in range(fewest, MOST_LINES + 1):
        best = _best_division(title, count, longest)
        if best:
            return best
    return [title[start : start + longest] for start in range(0, len(title), longest)]


def _best_division(title, count, longest):
    places = [place for place in range(2, len(title) - 1) if _break_cost(title, place) < 50]
    best, least = None, None
    for breaks in combinations(_near_even(places, title, count), count - 1):
        edges = [0, *breaks, len(title)]
        lines = [title[start:end] for start, end in zip(edges, edges[1:], strict=False)]
        if max(map(len, lines)) > longest:
            continue
        cost = _shape_cost([len(line) for line in lines], longest) + sum(_break_cost(title, place) for place in breaks)
        if least is None or cost < least:
            best, least = lines, cost
    return best


def _near_even(places, title, count):
    """Keep the places that can matter, so that long titles do not try every combination."""
    step = len(title) / count
    reach = 6 if count < 4 else 3
    return [place for place in places if min(abs(place - step * k) for k in range(1, count)) <= reach]


def _break_cost(title, place):
    if title[place] in NEVER_FIRST or title[place - 1] in NEVER_LAST:
        return 100
    if _is_inside_number(title, place) or _is_inside_book_title(title, place):
        return 40
    if any(title[start:end] in WORDS for start, end in _spans(title, place)):
        return 20
    if title[place] in JOINING or title[place - 1] in JOINING:
        return 15
    if title[place - 1] in "的、，》”）" or _stands_between_words(title, place, WORDS):
        return 1
    if any(title[start:end] in PHRASES_DICT for start, end in _spans(title, place)):
        return 10
    return 2 if _stands_between_words(title, place, _BothLists()) else 4


class _BothLists:
    """Our words and pypinyin's, without copying its forty thousand."""

    def __contains__(self, text):
        return text in WORDS or text in PHRASES_DICT


def _stands_between_words(title, place, words):
    ends = any(title[place - size : place] in words for size in (2, 3, 4) if place >= size)
    return ends and any(title[place : place + size] in words for size in (2, 3, 4))


def _spans(title, place):
    for size in (2, 3, 4):
        for start in range(max(0, place - size + 1), place):
            if start + size <= len(title):
                yield start, start + size


def _is_inside_number(title, place):
    return title[place - 1].isascii() and title[place].isascii()


def _is_inside_book_title(title, place):
    return title.rfind("《", 0, place) > title.rfind("》", 0, place)


def _shape_cost(lengths, longest):
    """Prefer nearly even lines that grow or shrink steadily; punish a waist (沙漏) and one-word lines."""
    mean = sum(lengths) / len(lengths)
    cost = sum(abs(length - mean) for length in lengths) * 0.8
    if longest <= NARROW:
        return cost
    if len(set(lengths)) == 1:
        cost += 1
    if any(before > middle < after for before, middle, after in zip(lengths, lengths[1:], lengths[2:], strict=False)):
        cost += 12
    return cost + sum(10 for length in lengths if length < 4)

