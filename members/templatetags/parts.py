"""Parts that several pages share, drawn from partials. Parameters are written down in docs/pages.md. Builtins."""

import json
import re

from django import template
from django.utils.html import format_html

from members.models import Draft
from members.templatetags.dates import moment

register = template.Library()

STEP_WORDS = {"done": "已完成", "open": "进行中", "later": "未开始", "ended": "在此终止"}
STEP_CLASSES = {"done": "ok", "open": "now", "later": "todo", "ended": "end"}
# The day that a fact begins with: a narrow step breaks its line there and nowhere in a body's name.
FACT_DAY = re.compile(r"(\d+月\d+日)(.+)")


@register.inclusion_tag("partials/six.html")
def six(steps):
    """Draw the step bar. A step: name, status (done, open, later, ended), fact."""
    steps = [
        {
            **step,
            "fact_parts": found.groups() if (found := FACT_DAY.fullmatch(step.get("fact", ""))) else (),
            "number": number,
            "word": STEP_WORDS[step["status"]],
            "class": STEP_CLASSES[step["status"]],
        }
        for number, step in enumerate(steps, 1)
    ]
    return {"steps": steps, "count": len(steps)}


@register.inclusion_tag("partials/gate.html")
def gate(holds, title: str = "现在还不能进入下一步："):
    """Draw what is missing. A hold: sentence, and the way out: url and link (its words), or where (an anchor)."""
    return {"holds": holds, "title": title}


@register.inclusion_tag("partials/act.html", takes_context=True)
def act(context, label: str, url: str, why: str = "", **options):
    """Draw an act as a link or, with post=True, as a button; with `why` it is disabled and says so.

    Options: primary, post, dialog (open the page's form as a dialog), symbol (icon), small, name and value (button).
    """
    return {
        "csrf_token": context.get("csrf_token"),
        "label": label,
        "url": url,
        "why": why,
        "look": "btn-primary" if options.get("primary") else "btn-line",
        **options,
    }


@register.inclusion_tag("partials/timeline.html")
def timeline(events, more: str = "", count=None):
    """Draw the ledger of a case, newest first; `more` is the address of the whole of it."""
    return {"events": events, "more": more, "count": count}


@register.inclusion_tag("partials/pager.html")
def pager(previous: str = "", next: str = "", first: int = 0, last: int = 0):
    """Draw 上一页 and 下一页 of a keyset list; addresses, empty where there is none."""
    return {"previous": previous, "next": next, "first": first, "last": last}


@register.inclusion_tag("partials/blank.html")
def blank(symbol: str, title: str, text: str = "", url: str = "", label: str = ""):
    """Say what belongs here and offer the one act to begin."""
    return {"symbol": symbol, "title": title, "text": text, "url": url, "label": label}


@register.inclusion_tag("partials/figure.html")
def fig(label: str, value, unit: str, url: str = "", note: str = ""):
    """Draw a figure with its unit and its way down; None is 未报, never 0."""
    return {"label": label, "value": value, "unit": unit, "url": url, "note": note}


@register.simple_tag
def rate(part, whole, unit: str):
    """Write a rate with its fraction: 78.1%（25/32 件）; with nothing to divide by: 无."""
    if not whole:
        return "无"
    return f"{part / whole * 100:.1f}%（{part}/{whole} {unit}）"


@register.simple_tag
def bar(part, whole, tone: str = "run"):
    """Draw a proportion as a bar; the number must stand beside it in words."""
    width = min(100, round(100 * part / whole)) if whole else 0
    return format_html(
        '<svg class="bar is-{}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="8"/></svg>',
        tone,
        width,
    )


@register.inclusion_tag("partials/draft.html", takes_context=True)
def draft(context, form, key: str, label: str):
    """Attributes of a <form> whose text is kept while typing; a stored draft is offered unless the form was sent."""
    user = context["request"].user
    stored = Draft.objects.filter(user=user, key=key).first()
    return {
        "key": key,
        "label": label,
        "url": context["request"].get_full_path()[:200],
        "sent": form.is_bound,
        "fields": None if form.is_bound or stored is None else stored.fields,
        "saved": moment(stored.saved_at) if stored else "",
    }


@register.filter
def as_json(value) -> str:
    """Write data for a data attribute; the template escapes it."""
    return json.dumps(value, ensure_ascii=False)


@register.filter
def control(field):
    """Draw the control of a filter, whose label is only read aloud: a text field says in itself what it looks for."""
    widget = field.field.widget
    is_text = getattr(widget, "input_type", "") in ("text", "search", "number")
    return field.as_widget(attrs={"placeholder": widget.attrs.get("placeholder", field.label)} if is_text else {})


@register.inclusion_tag("partials/save.html")
def save():
    """The place beside the title where the page says when it last saved."""
    return {}
