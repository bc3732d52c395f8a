"""A pack told in Chinese prose, as a clerk would read it."""

from collections.abc import Iterator

from rooms.practice import codes, standing_prose
from rooms.practice.gates import bodies_named, gate_sentence, turns
from rooms.practice.labels import citation_words
from rooms.practice.numerals import numeral
from rooms.practice.pack import Practice
from rooms.practice.proposal_year import proposal_year_words
from rooms.practice.proposing import proposal_kinds_words
from rooms.practice.quotas import quota_sentence, quotas_of
from rooms.practice.shape import Category, Deadline, Disposition, Route, Stage
from rooms.practice.shares import share_after
from rooms.practice.spans import span_words

# Where people come from, in a place's own words.
PERSON_SOURCES = {
    "convener": "由本室{convener}参加",
    "member": "从驻室委员中确定",
    "representative": "从本室代表中确定",
    "unit": "由单位派出",
    "typed": "由{room_short}登记",
}
MATTER_ROUTES = {
    "room": "{room_short}自办",
    "township": "由{committee}{decision}并{assignment}",
    "city": "报{office}",
    "third_party": "督促第三方实施",
    "reference": "报党组织决策参考",
}
NEEDS = {"reason": "写明理由", "explanation": "向持不同意见的人作出解释", "evidence": "有佐证材料"}


def explain(pack: Practice) -> str:
    parts = [
        ("步骤", stages(pack)),
        (f"{pack.words['topic']}来源和{pack.words['approval']}", topics(pack)),
        (pack.words["participant"], participants(pack)),
        (pack.words["meeting"], meeting(pack)),
        (f"{pack.words['matter']}的去向和结果", matters(pack)),
        ("期限", deadlines(pack)),
        ("文书", documents(pack)),
        ("常用列表", views(pack)),
        ("提案的审查和办理", proposal_kinds_words(pack)),
        ("提案的全年工作", proposal_year_words(pack)),
        ("次数要求", quotas(pack)),
        *standing_prose.parts(pack),
    ]
    told = [(title, list(lines)) for title, lines in parts]
    text = [
        f"《{pack.name}》",
        f"{pack.place}，{pack.version} 版。" + (f"依据：{citation_words(pack.source)}。" if pack.source else ""),
    ]
    for index, (title, lines) in enumerate((title, lines) for title, lines in told if lines):
        text += ["", f"{numeral(index + 1)}、{title}", *lines]
    return "\n".join(text)


def stages(pack: Practice) -> Iterator[str]:
    for index, stage in enumerate(pack.stages):
        who = "、".join(pack.role_name(role) for role in stage.who)
        yield f"第{numeral(index + 1)}步　{stage.name}{counted_as(pack, stage)}。由{who}办理。{stage.help}"
        for checkpoint in stage.checkpoints:
            yield f"　　{gate_sentence(checkpoint, pack)}"
    used = {step for stage in pack.stages for step in stage.steps}
    unused = [pack.step_name(step) for step in codes.STEPS if step not in used]
    if unused:
        yield f"这里没有单独的步骤：{'、'.join(unused)}。"


def counted_as(pack: Practice, stage: Stage) -> str:
    """Named only where the place's own word differs from the canonical step that figures count."""
    names = [pack.step_name(step) for step in stage.steps]
    return "" if names == [stage.name] else f"（统计为{'、'.join(names)}）"


def topics(pack: Practice) -> Iterator[str]:
    yield f"{pack.words['topic']}来自：{'、'.join(source.name for source in pack.topic_sources)}。"
    if pack.topic_classes:
        yield f"{pack.words['topic']}按内容分为：{'、'.join(each.name for each in pack.topic_classes)}。可以不分。"
    for triage in pack.triages:
        yield f"{triage.name}：{codes.TRIGGERS[triage.triggers]}。{triage.help}"
    # Where no checkpoint asks for a route, none is taken.
    for route in pack.routes if pack.asks_route else ():
        yield from way(pack, route)


def way(pack: Practice, route: Route) -> Iterator[str]:
    yield f"{case_words(pack, route)}：{turns(pack, route)}。"
    for step in route.steps:
        verdicts = "、".join(codes.VERDICTS[verdict] for verdict in step.may)
        entered = "".join(dict.fromkeys(entered_by(pack, body) for body in step.bodies))
        yield f"　　{bodies_named(pack, step)}{step.name}时，可以{verdicts}。{step.help}{entered}"
    for code in route.raised_by:
        yield f"　　{pack.body(code).name}可以把它{codes.VERDICTS['raise']}。"


def entered_by(pack: Practice, code: str) -> str:
    roles = "、".join(pack.role_name(role) for role in pack.body(code).enters)
    return f"决定由{roles}代录，写明依据。" if roles else ""


def case_words(pack: Practice, route: Route) -> str:
    labels = {
        "importance": {key: pack.words[key] for key in codes.IMPORTANCE},
        "room_kind": codes.ROOM_KINDS,
        "source": {source.code: source.name for source in pack.topic_sources},
        "triage": {triage.code: triage.name for triage in pack.triages},
    }
    said = []
    for key, value in route.when.items():
        chosen = value if isinstance(value, tuple) else (value,)
        said.append("或".join(labels[key][one] for one in chosen))
    others = "其他" if len(pack.routes) > 1 else ""
    return "、".join(said) or f"{others}{pack.words['topic']}"


def participants(pack: Practice) -> Iterator[str]:
    group = pack.participants
    yield f"{'、'.join(codes.JOINING[way] for way in group.join)}。" + (
        "名单固定，不随议题改变。" if group.fixed else ""
    )
    total = between(group.min, group.max, "人")
    if total:
        yield f"总人数{total}（{codes.MODES[group.mode]}）。"
    for category in group.categories:
        yield f"　　{category_words(category, pack)}"


def category_words(category: Category, pack: Practice) -> str:
    source = PERSON_SOURCES[category.source].format_map(pack.words)
    if category.representatives:
        source = f"从本室{codes.REPRESENTATIVES[category.representatives]}中确定"
    numbers = [between(category.min, category.max, "人")]
    if category.ratio is not None:
        numbers.append(f"不少于全部人数的{share_after(category.ratio)}")
    wanted = "，".join(number for number in numbers if number)
    rule = f"，{wanted}（{codes.MODES[category.mode]}）" if wanted and category.mode != "off" else ""
    printed = "" if category.named else f"，印发时只写人数，发言写“有{category.spoken}提出”"
    return f"{category.name}：{source}{rule}{printed}。{category.help}"


def between(least, most, unit: str) -> str:
    said = ([f"至少 {least} {unit}"] if least else []) + ([f"最多 {most} {unit}"] if most is not None else [])
    return "，".join(said)


def meeting(pack: Practice) -> Iterator[str]:
    rules = pack.meeting
    yield f"形式：{'、'.join(mode.name for mode in rules.modes)}。"
    yield f"程序：{' → '.join(part.name for part in rules.agenda)}。"
    yield f"会上分工：{'、'.join(role.name for role in rules.floor)}。" + ("可以旁听。" if rules.observers else "")
    if rules.key_points_min is not None and rules.key_points_max is not None:
        yield f"不逐句记录时，记 {rules.key_points_min}—{rules.key_points_max} 条要点即可。"
    labels = "、".join(label.name for label in pack.opinions.labels)
    yield f"{pack.opinions.name}：{labels}，{pack.opinions.note}。"


def matters(pack: Practice) -> Iterator[str]:
    for disposition in pack.dispositions:
        yield f"{disposition.name}：{disposition_words(pack, disposition)}"
    for outcome in pack.outcomes:
        needs = "，".join(NEEDS[need] for need in outcome.needs)
        yield f"结果“{outcome.name}”" + (f"要{needs}。" if needs else "。")


def disposition_words(pack: Practice, disposition: Disposition) -> str:
    needs = "，".join(NEEDS[need] for need in disposition.needs)
    also = "、".join(pack.product_name(product) for product in disposition.also)
    said = [disposition.help or pack.say(f"{MATTER_ROUTES[disposition.route]}。")]
    said += [f"要{needs}。"] if needs else []
    said += [f"接着转入{pack.stage(disposition.next).name}。"] if disposition.next else []
    said += [f"同时形成{also}。"] if also else []
    return "".join(said)


def deadlines(pack: Practice) -> Iterator[str]:
    for deadline in pack.deadlines:
        if deadline.is_on:
            yield deadline_words(pack, deadline)
    off = [deadline.name for deadline in pack.deadlines if not deadline.is_on]
    if off:
        yield f"不设期限：{'、'.join(off)}。"


def deadline_words(pack: Practice, deadline: Deadline) -> str:
    text = f"{deadline.name}：{span_words(deadline.within)}内"
    if deadline.extension:
        text += f"，可以延长 {span_words(deadline.extension)}"
    if deadline.reminders:
        text += f"，到期前 {'、'.join(str(days) for days in deadline.reminders)} 个工作日提醒"
    if deadline.reminders_after != (1,):
        text += f"，逾期后第 {'、'.join(str(days) for days in deadline.reminders_after)} 个工作日再提醒"
    if deadline.escalate_to:
        text += f"，逾期告知{'、'.join(pack.role_name(role) for role in deadline.escalate_to)}"
    return f"{text}。{deadline.help}"


def documents(pack: Practice) -> Iterator[str]:
    for document in pack.documents:
        text = document.name
        if document.number:
            text += f"：编号“{document.number}”，每个{pack.person_name(document.series)}单独编号，按年起编"
        if document.recipients:
            text += f"；报{pack.people_named(document.recipients)}"
        if document.signatures:
            text += f"；由{pack.people_named(document.signatures)}签字"
        yield f"{text}。"


def views(pack: Practice) -> Iterator[str]:
    yield f"{'、'.join(view.name for view in pack.views)}。"


def quotas(pack: Practice) -> Iterator[str]:
    yield from (f"{quota.name}：{quota_sentence(quota, pack)}" for quota in quotas_of(pack.resolved))
