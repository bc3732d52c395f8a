"""The frame and the small parts of every page: icons, states, badges, the entries of the person. Loaded as builtins."""

from functools import cache

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html

from members.models.users import MOST_COUNTED

register = template.Library()

# One meaning, one color, one icon: what a tone looks like unless the state has an icon of its own.
TONES = {
    "off": "circle-dashed",
    "wait": "hourglass-empty",
    "run": "circle-half-2",
    "done": "circle-check",
    "up": "circle-arrow-up",
    "late": "alert-triangle",
}

# State codes mean the same in every model, so one table serves all: code → tone and icon.
STATES = {
    "draft": ("off", "pencil"),
    "picked": ("run", "news"),
    "candidate": ("wait", "hourglass-empty"),
    "set_aside": ("off", "player-pause"),
    "entered": ("wait", "hourglass-empty"),
    "confirmed": ("done", "circle-check"),
    "struck": ("off", "circle-x"),
    "planned": ("off", "circle-dashed"),
    "noted": ("off", "pencil"),
    "open": ("wait", "hourglass-empty"),
    "pending": ("wait", "hourglass-empty"),
    "offered": ("wait", "hourglass-empty"),
    "issued": ("wait", "hourglass-empty"),
    "reported": ("wait", "hourglass-empty"),
    "sent": ("wait", "hourglass-empty"),
    "submitted": ("wait", "hourglass-empty"),
    "applied": ("wait", "hourglass-empty"),
    "returned": ("wait", "arrow-back-up"),
    "refused": ("wait", "arrow-back-up"),
    "correcting": ("wait", "pencil"),
    "shortlisted": ("run", "bookmark-plus"),
    "moved": ("wait", "calendar-time"),
    "running": ("run", "circle-half-2"),
    "accepted": ("run", "circle-half-2"),
    "taken_up": ("run", "circle-half-2"),
    "approved": ("done", "circle-check"),
    "published": ("done", "circle-check"),
    "settled": ("done", "lock"),
    "upheld": ("done", "circle-check"),
    "denied": ("off", "circle-x"),
    "signed": ("done", "circle-check"),
    "chosen": ("done", "circle-check"),
    "held": ("done", "circle-half-vertical"),
    "received": ("done", "circle-check"),
    "filed": ("run", "circle-check"),
    "not_filed": ("off", "circle-x"),
    "converted": ("up", "circle-arrow-up"),
    "preassigned": ("wait", "send"),
    "proposed": ("wait", "hourglass-empty"),
    "agreed": ("run", "circle-half-2"),
    "objected": ("wait", "arrow-back-up"),
    "answered": ("wait", "hourglass-empty"),
    "replied": ("wait", "hourglass-empty"),
    "rework": ("run", "refresh"),
    "asked": ("wait", "hourglass-empty"),
    "explained": ("done", "circle-check"),
    "ended": ("done", "circle-check"),
    "done": ("done", "circle-check"),
    "closed": ("done", "circle-check"),
    "partly": ("done", "circle-half-vertical"),
    "dropped": ("off", "circle-x"),
    "mended": ("done", "circle-check"),
    "carried": ("off", "arrow-right"),
    "city": ("up", "circle-arrow-up"),
    "diverted": ("up", "circle-arrow-up"),
    "merged": ("off", "git-merge"),
    "replaced": ("off", "refresh"),
    "rejected": ("off", "circle-x"),
    "invited": ("wait", "hourglass-empty"),
    "new": ("wait", "hourglass-empty"),
    "adopted": ("run", "circle-check"),
    "declined": ("off", "circle-x"),
    "opened": ("done", "circle-check"),
    "withdrawn": ("off", "circle-x"),
    "stopped": ("off", "circle-x"),
    "booked": ("wait", "calendar-time"),
    "came": ("done", "circle-check"),
    "missed": ("off", "circle-x"),
    "canceled": ("off", "circle-x"),
    # A time limit.
    "paused": ("wait", "player-pause"),
    "met": ("done", "circle-check"),
    "lapsed": ("off", "circle-check"),
    "void": ("off", "circle-x"),
    # How a member stands.
    "in_office": ("done", "circle-check"),
    "on_leave": ("wait", "clock"),
    "reminded": ("wait", "alert-circle"),
    "interviewed": ("wait", "message-exclamation"),
    "advised_out": ("off", "user-x"),
    "adjusted": ("off", "user-x"),
    "term_over": ("off", "circle-check"),
}

# Word, icon, URL name, and the permissions of which one is enough. The head of a page has room for six, a phone's bar
# for five; the rest stands in the account menu.
ENTRIES = (
    ("工作台", "home", "reports:workbench", ("reports.view_workbench",)),
    ("承办件", "stack-2", "reports:asked", ("reports.handle_asked",)),
    ("协商", "messages", "consult:consultations", ("consult.view_consultation",)),
    ("活动", "calendar-event", "rooms:activities", ("rooms.view_activity",)),
    ("事项", "list-check", "consult:matters", ("consult.decide_matter", "consult.edit_matter")),
    ("收文", "inbox", "consult:submissions", ("consult.receive_submission",)),
    ("要报", "news", "proposals:reports", ("proposals.list_reports",)),
    # Whoever looks after a city or a township; the others have it further on.
    ("统计", "chart-bar", "reports:dashboard", ("reports.view_points_list",)),
    ("任务", "clipboard-check", "consult:assignments", ("consult.handle_assignment",)),
    # The office's daily work; who only writes or reads proposals has them further on.
    ("提案", "file-text", "proposals:proposals", ("proposals.receive_proposal",)),
    ("联络室", "users-group", "rooms:rooms", ("rooms.view_room",)),
    ("计划", "calendar-event", "consult:plans", ("consult.edit_plan",)),
    ("提案", "file-text", "proposals:proposals", ("proposals.view_proposal",)),
    # For whoever looks after the roll; the room's own members are reached from its page.
    (
        "委员",
        "user-check",
        "members:members",
        ("members.edit_members", "members.edit_places", "members.view_ledger"),
    ),
    ("账号", "key", "members:accounts", ("members.view_accounts",)),
    ("单位", "building", "members:units", ("members.edit_places",)),
    ("台账", "archive", "members:ledger", ("members.view_ledger",)),
    ("做法", "sitemap", "rooms:practices", ("rooms.view_practice",)),
    ("统计", "chart-bar", "reports:dashboard", ("reports.view_dashboard",)),
    # For bodies that have no figures of their own and read what is sent to them; the others have it inside 统计.
    ("报告通报", "report", "reports:periodic_reports", ("reports.view_periodic",)),
)

# What stands beside each other under 统计: word, URL name, permission.
STATISTICS = (
    ("总览", "reports:dashboard", "reports.view_dashboard"),
    ("工作数据", "reports:figures", "reports.view_figures"),
    ("督办检查", "reports:inspections", "reports.view_inspections"),
    ("报告通报", "reports:periodic_reports", "reports.view_periodic"),
    ("计分考核", "reports:points_rounds", "reports.view_points_list"),
    ("次数要求", "reports:quotas", "reports.view_quotas"),
    ("履职统计", "reports:duty_list", "reports.view_duty_list"),
    ("简报", "reports:bulletins", "reports.view_bulletin"),
    ("媒体稿件", "reports:articles", "reports.view_article"),
    ("普遍性问题", "reports:problems", "reports.view_problem"),
    ("资料库", "reports:topic_library", "reports.view_topic_library"),
)

# What belongs to a place and stands at an address of its own.
OF_PUBLISHING = ("/albums/", "/articles/", "/bulletins/", "/contributions/", "/highlights/", "/problems/", "/library/")
SENT_OUT = ("/periodic/", "/distribution-lists/")
ASSESSED = ("/points/", "/commendations/")
INSIDE = {
    "members:accounts": ("/channels/", "/deliveries/"),
    "reports:dashboard": ("/figures/", *SENT_OUT, "/quotas/", "/duty/", *ASSESSED, "/inspections/", *OF_PUBLISHING),
    "reports:asked": ("/handlings/",),
    "proposals:reports": ("/instructions/", "/past-reports/", "/past-publications/", "/handlings/", "/inbox/"),
    "proposals:proposals": (
        "/clues/",
        "/proposal-calls/",
        "/replies/",
        "/advices/",
        "/key-proposals/",
        "/supervisions/",
        "/look-backs/",
        "/awards/",
        "/rectifications/",
        "/fund-pots/",
        "/fund-grants/",
    ),
}


@register.simple_tag
def icon(name: str, label: str = ""):
    """Draw one icon of the sprite; with a label it is read aloud, without it is decoration."""
    if label:
        return format_html(
            '<svg class="i" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
            label,
            static("img/icons.svg"),
            name,
        )
    return _decoration(name)


@cache
def _decoration(name: str):
    # A list draws a hundred of them, and asking for the sprite's address each time costs more than drawing.
    return format_html('<svg class="i" aria-hidden="true"><use href="{}#{}"/></svg>', static("img/icons.svg"), name)


@register.simple_tag
def badge(tone: str, word: str, symbol: str = ""):
    """Draw a badge of one tone (off, wait, run, done, up, late)."""
    return format_html('<span class="st is-{}">{}{}</span>', tone, icon(symbol or TONES[tone]), word)


@register.simple_tag
def state(obj, word: str = "", field: str = "state"):
    """Draw the badge of a record's state; `word` says it more exactly, as 待党工委确定 for 待确定."""
    tone, symbol = STATES[getattr(obj, field)]
    return badge(tone, word or getattr(obj, f"get_{field}_display")(), symbol)


@register.filter
def note_tone(level: str) -> str:
    """Return the tone in which a message of this level is shown."""
    return {"success": "done", "error": "late", "warning": "wait"}.get(level, "run")


@register.filter
def tone(code: str) -> str:
    """Return the tone of a state code, for a class: `is-{{ matter.state|tone }}`."""
    return STATES[code][0]


@register.filter
def symbol(code: str) -> str:
    """Return the icon of a state code, for a badge whose word is said by itself."""
    return STATES[code][1]


@register.simple_tag(takes_context=True)
def entries(context) -> list[dict]:
    """Return the places that this person may open, the present one marked; asked three times on every page."""
    request = context["request"]
    if not hasattr(request, "entries"):
        request.entries = _entries(request)
    return request.entries


def _entries(request) -> list[dict]:
    found, inside = {}, ()
    for word, symbol, name, permissions in ENTRIES:
        url = _url(name)
        if url and url not in inside and any(request.user.has_perm(permission) for permission in permissions):
            inside += INSIDE.get(name, ())
            found.setdefault(url, {"word": word, "icon": symbol, "url": url, "around": (url, *INSIDE.get(name, ()))})
    found = list(found.values())
    here = [entry for entry in found if any(_is_within(request.path, each) for each in entry["around"])]
    if here:
        max(here, key=lambda entry: len(entry["url"]))["current"] = True
    return found


@register.inclusion_tag("partials/statistics.html", takes_context=True)
def statistics(context) -> dict:
    """Draw the row of pages under 统计 that this person may open, the present one marked."""
    request = context["request"]
    found = [
        {"word": word, "url": url, "current": _is_within(request.path, url)}
        for word, name, permission in STATISTICS
        if (url := _url(name)) and request.user.has_perm(permission)
    ]
    return {"pages": found}


@register.simple_tag(takes_context=True)
def unread(context) -> int | str:
    """Count the person's unread notices, on every page: no further than the bell can show."""
    count = len(context["request"].user.unread_notices)
    return count if count < MOST_COUNTED else f"{MOST_COUNTED - 1}+"


@register.simple_tag
def url_of(name: str, *args) -> str:
    """Return the address of a page, or nothing where the installation has no such page."""
    return _url(name, *args)


@register.simple_tag
def is_demo() -> bool:
    return settings.DEMO


def _url(name: str, *args) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _is_within(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
