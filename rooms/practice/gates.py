"""One sentence for each checkpoint: what it asks, of whom, and how strictly."""

from rooms.practice import codes, counting
from rooms.practice.pack import Practice
from rooms.practice.shape import Checkpoint, Span
from rooms.practice.shares import share_after
from rooms.practice.spans import span_words


def gate_sentence(checkpoint: Checkpoint, pack: Practice) -> str:
    params = checkpoint.params
    asked = WORDS[checkpoint.kind](params, pack)
    limits = case_words(checkpoint, pack)
    strict = codes.MODES[checkpoint.mode]
    if checkpoint.waivable:
        strict += f"，确有特殊情况的可以予以{pack.words['waiver']}"
    return f"关口“{checkpoint.name}”：{limits}{asked}（{strict}）。{checkpoint.help}"


def asked_words(checkpoint: Checkpoint, pack: Practice) -> str:
    """What a case is asked for at this checkpoint, without how strictly: for its page and its paper."""
    return f"{WORDS[checkpoint.kind](checkpoint.params, pack)}。{checkpoint.help}"


def case_words(checkpoint: Checkpoint, pack: Practice) -> str:
    said = []
    for key, value in checkpoint.when.items():
        if key == "consensus":
            said.append(pack.words["consensus"] if value else f"没有{pack.words['consensus']}")
        else:
            labels = {
                "importance": {key: pack.words[key] for key in codes.IMPORTANCE},
                "room_kind": codes.ROOM_KINDS,
                "source": {source.code: source.name for source in pack.topic_sources},
                "triage": {triage.code: triage.name for triage in pack.triages},
            }[key]
            said.append("或".join(labels[one] for one in (value if isinstance(value, tuple) else (value,))))
    return f"{'、'.join(said)}的，" if said else ""


def approval(params, pack):
    if params.get("by_route"):
        ways = {turns(pack, route) for route in pack.routes}
        return ways.pop() if len(ways) == 1 else f"按{pack.words['approval']}路线逐级同意"
    bodies = [pack.body(code).name for code in params["bodies"]]
    if params.get("filing"):
        return f"报{'、'.join(bodies)}备案"
    return f"{'、'.join(bodies)}会签" if params.get("together") else f"{' → '.join(bodies)}同意"


def turns(pack: Practice, route) -> str:
    """党（工）委初审 → 市委审定: the bodies of a route in turn."""
    return " → ".join(bodies_named(pack, step) + step.name for step in route.steps)


def bodies_named(pack: Practice, step) -> str:
    """党委办、政府办、政协办, who look at it together."""
    return "、".join(pack.body(code).name for code in step.bodies)


def publicity(params, pack):
    where = f"在{codes.PLACES[params['where']]}" if "where" in params else ""
    answered = "，异议都已答复" if params.get("objections") else ""
    return f"{where}公示 {span_words(Span(days=params.get('days'), workdays=params.get('workdays')))}{answered}"


def vote(params, pack):
    quorum = f"，到会不少于{share_after(params['quorum'])}" if "quorum" in params else ""
    way = "无记名" if params.get("secret") else ""
    return f"{pack.person_name(params['voters'])}{way}表决，赞成不少于{share_after(params['threshold'])}{quorum}"


def count(params, pack):
    measure, what = params["measure"], measured(params, pack)
    if "ratio_of" in params:
        whole = params["ratio_of"]
        whole = pack.measure_name(whole) if whole in counting.MEASURES else pack.category(whole).name
        return f"{what}占{whole}的比例{between(params, share_after)}"
    if params.get("max") == 0 and measure in counting.NONE_LEFT and "where" not in params:
        return pack.say(counting.NONE_LEFT[measure])
    return what + between(params, lambda number: f" {number} {counting.MEASURE_UNITS[measure]}")


def measured(params, pack):
    """The measure with what it is narrowed by: 协商主体人数（利益相关方代表）."""
    named = {
        "category": lambda code: pack.category(code).name,
        "kind": codes.PERSON_KINDS.get,
        "form": lambda code: next(mode.name for mode in pack.meeting_modes if mode.code == code),
        "level": counting.LEVELS.get,
    }
    narrowed = [named[key](value) for key, value in params.get("where", {}).items()]
    return pack.measure_name(params["measure"]) + (f"（{'、'.join(narrowed)}）" if narrowed else "")


def between(params, show):
    bounds = [f"不少于{show(params['min'])}"] if "min" in params else []
    bounds += [f"不多于{show(params['max'])}"] if "max" in params else []
    return "，".join(bounds)


def form(params, pack):
    return f"填好{'、'.join(field['label'] for field in params['fields'])}"


def sign(params, pack):
    back = "，可以退回修改" if params.get("may_return") else ""
    what = params.get("what")
    act = pack.words["sign_off"] if what == "minutes" else "签批"
    return f"{pack.people_named(params['by'])}{act}{pack.product_name(what) if what else ''}{back}"


def respond(params, pack):
    each = {"matter": "逐件", "dissent": "逐条"}.get(params.get("each"), "")
    return f"{pack.people_named(params['who'])}{each}答复{pack.people_named(params['to'])}"


def evaluate(params, pack):
    least = f"，至少 {params['min_raters']} 人" if "min_raters" in params else ""
    passing = f"，满意率不低于{share_after(params['pass'])}" if "pass" in params else ""
    return f"{pack.people_named(params['raters'])}评议{least}{passing}"


def wait(params, pack):
    again = f"，共 {params['repeat']} 次" if "repeat" in params else ""
    return f"{span_words(Span(**params['after']))}后回头看{again}"


def notify(params, pack):
    what = pack.product_name(params["what"]) if "what" in params else "结果"
    within = f"{span_words(Span(**params['within']))}内" if "within" in params else ""
    return f"{within}把{what}告知{pack.people_named(params['to'])}"


def produce(params, pack):
    return f"形成{pack.product_name(params['product'])}"


WORDS = {
    "approval": approval,
    "count": count,
    "publicity": publicity,
    "vote": vote,
    "form": form,
    "sign": sign,
    "respond": respond,
    "evaluate": evaluate,
    "wait": wait,
    "notify": notify,
    "produce": produce,
}
