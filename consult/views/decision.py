"""Step 6, first half: matters, and what the body decides on each."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from consult import queries
from consult.enums import Adoption
from consult.filters import MatterFilter
from consult.forms.action import ClosingForm, DecisionForm, LimitForm, spans_of
from consult.models import Matter
from consult.steps import action, assignment, closing, naming, products
from consult.views import columns
from consult.views.way import way_of
from consult.workflow import guards, pack_of
from members.access import may
from members.operations import forget_draft
from members.queries import page_after
from rooms import calendar, practice
from rooms.practice.codes import PRODUCTS


@may("consult.view_consultation")
@require_GET
def matters(request):
    """List matters; a committee sees those of its rooms."""
    found = MatterFilter(request.GET, Matter.objects.visible_to(request.user), request=request)
    page = page_after(queries.matters_for_list(found.qs), request.GET, order=found.order)
    queries.with_deadlines([task for row in page.rows for task in row.assignments.all()])
    for row in page.rows:
        row.tasks = row.assignments.all()
    template = "consult/matter_list.html" + ("#rows" if request.htmx else "")
    context = {"filter": found, "page": page, "view": found.chosen_view}
    if found.chosen_view:
        table = columns.matter_table(found.chosen_view, page.rows, practice.of_person(request.user))
        context |= {"headings": columns.headings(found.chosen_view), "table": table}
    return render(request, template, context)


@may("consult.view_consultation", Matter)
@require_GET
def matter(request, matter):
    """One matter: its way, the decision or the form for it, the minutes' text beside."""
    form = None
    if request.user.has_perm("consult.decide_matter", matter) and not guards.deciding(matter, request.user):
        form = _form(request, matter)
    return _page(request, matter, form)


@may("consult.decide_matter", Matter)
@require_http_methods(["GET", "POST"])
def decide_matter(request, matter):
    form = _form(request, matter)
    if form.is_valid() and form.carry_out(action.decide, matter, by=request.user, **form.details()):
        forget_draft(request.user, _key(matter))
        messages.success(request, _said(form.result))
        return redirect("consult:matter", matter.pk)
    possible = form.is_bound or not guards.deciding(matter, request.user, Adoption.RAISE)
    return _page(request, matter, form if possible else None)


@may("consult.decide_matter", Matter)
@require_GET
def explain_limit(request, matter, which):
    """The day that a limit leads to, with 计算依据, while the form is filled in."""
    params = request.GET
    chosen = {"limit": params.get(f"{which}_limit", ""), "on": params.get(f"{which}_on", "")}
    told = LimitForm({**chosen, "basis_on": params.get("basis_on", "")}).found()
    if told.get("found"):
        told["left"] = calendar.left(timezone.localdate(), told["found"], overrides=calendar.overrides()).sentence
    return render(request, "consult/matter_limit.html", told)


@may("consult.close_matter", Matter)
@require_http_methods(["GET", "POST"])
def close_matter(request, matter):
    pack, key = pack_of(matter.consultation), f"consult:close_matter:{matter.pk}"
    initial = {"disposition": matter.disposition}
    form = ClosingForm(request.POST or None, pack=pack, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(closing.close_matter, matter, by=request.user, **form.cleaned_data):
        forget_draft(request.user, key)
        messages.success(request, _word(matter, "{matter} {n} 已办结：{said}。", said=form.result.get_state_display()))
        return redirect("consult:matter", matter.pk)
    why = "" if form.is_bound else guards.closing(matter, request.user)
    context = {"matter": matter, "consultation": matter.consultation, "form": form, "why": why, "draft_key": key}
    words = {"title": _word(matter, "办结{matter} {n}"), "verb": "办结", "text": matter.text}
    return render(request, "consult/matter_ask.html", {**context, **words}, status=422 if form.is_bound else 200)


def _word(matter, sentence: str, **values) -> str:
    return matter.consultation.say(sentence, n=matter.number, **values)


def _said(decision) -> str:
    """What was entered and who has been told; units without an account are told by phone."""
    matter = decision.matter
    units = [task.unit for task in matter.assignments.open().select_related("unit")]
    by_phone = assignment.by_phone(units)
    others = "和其他单位" if by_phone else "和有关单位"
    reached = decision.adoption == Adoption.RAISE or len(queries.out_of_reach(units)) < len(units)
    told = {"body": decision.body.short_name, "said": decision.get_adoption_display()}
    sentence = "已登记{body}的决定：{said}。{room_short}{others}已收到通知。"
    return matter.consultation.say(sentence, others=others if reached else "", **told) + by_phone


def _key(matter) -> str:
    return f"consult:decide_matter:{matter.pk}"


def _form(request, matter):
    pack = pack_of(matter.consultation)
    initial = {
        "basis_on": timezone.localdate(),
        "seen": matter.decisions.count(),
        "responsible": list(matter.suggested_units.all()),
        "helping": list(matter.suggested_helpers.all()),
        "cost": matter.cost,
        "due_limit": spans_of(pack)[0][0],
    }
    return DecisionForm(request.POST or None, matter=matter, pack=pack, user=request.user, initial=initial)


def _page(request, matter, form):
    consultation, user = matter.consultation, request.user
    pack = pack_of(consultation)
    sent = list(consultation.submission_set.select_related("to"))
    decisions = _decisions_of(matter)
    tasks = queries.with_deadlines(matter.assignments.select_related("unit").order_by("pk"))
    context = {
        "matter": matter,
        "consultation": consultation,
        "pack": pack,
        "by_phone": assignment.by_phone(_asked_units(matter, tasks, form)),
        "form": form,
        "draft_key": _key(matter),
        "entered": action.enters_for_body(user, consultation),
        "why_not_decide": "" if form else guards.deciding(matter, user),
        **_why_not(matter, user),
        "way": way_of(matter, pack, sent=sent, decisions=decisions, tasks=tasks),
        "copy": next((each for each in sent if each.matter_id == matter.pk and each.kind == "copy"), None),
        "decisions": decisions,
        "tasks": tasks,
        **beside(matter, pack, user),
    }
    status = 422 if form and form.is_bound else 200
    return render(request, "consult/matter_page.html", context, status=status)


def _decisions_of(matter) -> list:
    decisions = list(matter.decisions.select_related("body", "decided_by").prefetch_related("money", "attachments"))
    for decision in decisions:
        decision.gap = action.gap_of(decision.money.all())
    return decisions


def _asked_units(matter, tasks, form) -> list:
    """The units that have a task, or would get one by the decision that is being written."""
    if form and not tasks:
        return [*matter.suggested_units.all(), *matter.suggested_helpers.all()]
    return [task.unit for task in tasks if task.is_open]


def _why_not(matter, user) -> dict:
    """Why the person cannot do what the page of a matter offers to its body."""
    return {
        "why_not_close": guards.closing(matter, user),
        "why_not_raise": guards.deciding(matter, user, Adoption.RAISE),
        "own_work": guards.own_work(user, matter.consultation),
        "owed_products": [PRODUCTS[code] for code in products.owed_of(matter)],
    }


def beside(matter, pack, user) -> dict:
    """What stands beside a decision: opinions, dissent, matters alike, and the others of the same minutes."""
    labels = pack.opinions.labels
    opinions = [(label.name, matter.opinions[label.code]) for label in labels if label.code in matter.opinions]
    siblings = list(queries.standing_matters(matter.consultation).prefetch_related("suggested_units"))
    at = next((index for index, each in enumerate(siblings) if each.pk == matter.pk), 0)
    return {
        "opinions": opinions,
        "dissents": _dissents_of(matter, pack),
        "similar": queries.similar_matters(user, matter),
        "siblings": siblings,
        "place": at + 1,
        "earlier": siblings[at - 1] if at > 0 else None,
        "later": siblings[at + 1] if at + 1 < len(siblings) else None,
        "files": matter.attachments.standing(),
        "events": list(queries.events_of_matter(matter)[:6]),
    }


def _dissents_of(matter, pack) -> list[dict]:
    """Dissents behind the matter, told as the minutes tell them: who said what stays in the record of the room."""
    said = matter.statements.standing().filter(is_dissent=True).select_related("participant__unit")
    if not (said := list(said)):
        return []
    case = matter.consultation
    conveners = case.room.conveners.on(timezone.localdate()).select_related("user")
    people = list(case.participant_set.select_related("unit"))
    private = naming.private_people(people, pack, officials=[convener.user.name for convener in conveners])
    return [
        {
            "text": f"{naming.voice(each.participant, pack)}提出：{naming.sentence(naming.veil(each.text, private))}",
            "explanation": naming.sentence(naming.veil(each.explanation, private)),
        }
        for each in said
    ]
