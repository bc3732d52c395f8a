"""A draft of a pack: its overview, its tables row by row, and what becomes of it."""

from copy import deepcopy
from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.access import may
from members.views.form_page import form_page
from rooms import operations, practice
from rooms.forms import DiscardForm, NewRowForm, PublishForm, RemoveForm, RowForm
from rooms.models import PracticeDraft
from rooms.practice import comparing, drafting, tree
from rooms.practice.codes import KIND_HELP
from rooms.practice.fault_words import form_sentence
from rooms.practice.flow import flow_of
from rooms.practice.labels import PARTS, label_of, part_of
from rooms.practice.tables import Kinded, Tables
from rooms.practice.walking import find, is_table, keys_of, names_only
from rooms.views.practices import told


@may("rooms.edit_draft", PracticeDraft)
@require_GET
def draft(request, draft):
    """The picture, what is still wrong, what differs from the version it was made of, and the parts to go into."""
    faults, data = drafting.faults_of(draft.data), draft.data
    base = practice.to_resolved(practice.of(draft.base))
    found = comparing.differences(base, data)
    changed = frozenset(comparing.changed_stages(base, data))
    context = {
        "draft": draft,
        "faults": [(tree.told(data, fault), form_sentence(fault, data)) for fault in faults[:100]],
        "parts": parts_of(draft, faults),
        "flow": flow_of(data, drafting.pack_of(data), changed=changed),
        **told(found),
        "go_word": "启用" if draft.room_id else "发布",
        # Who keeps the packs of the city may mend a room's draft, and does not set the room's practice.
        "may_go": not draft.room_id or request.user.has_perm("rooms.set_room_practice", draft),
    }
    return render(request, "rooms/draft.html", context)


@may("rooms.edit_draft", PracticeDraft)
@require_GET
def draft_part(request, draft, part):
    title = next((title for code, title, _ in PARTS if code == part), None)
    if title is None:
        raise Http404
    faults = drafting.faults_of(draft.data)
    lists = tree.lists_of_part(draft.data, part, faults, allowed_of(draft))
    context = {"draft": draft, "title": title, "lists": lists, "part": part, "parts": parts_of(draft, faults)}
    return render(request, "rooms/draft_part.html", context)


@may("rooms.edit_draft", PracticeDraft)
@require_http_methods(["GET", "POST"])
def draft_row(request, draft, at):
    if request.method == "POST":
        at = where_now(request, draft, at)
        if not at:
            return offer_as_new(request, draft)
    path = table_path(draft, at)
    form = RowForm(request.POST or None, pack=draft.data, path=path, user=request.user, allowed=allowed_of(draft))
    if request.method == "POST" and form.is_valid():
        keys = form.keys()
        if form.carry_out(
            operations.save_row, draft, path, form.values(), keys=keys, seal=form.cleaned_data["seal"], by=request.user
        ):
            return after_saving(request, form.result, path)
    faults = drafting.faults_of(draft.data)
    if request.method == "GET":
        form.point_out(faults)
    context = {"draft": draft, "form": form, "at": at, **page_words(draft, path)}
    context["lists"] = tree.lists_in(draft.data, path, faults, allowed_of(draft))
    return render(request, "rooms/draft_row.html", context, status=422 if request.method == "POST" else 200)


@may("rooms.edit_draft", PracticeDraft)
@require_http_methods(["GET", "POST"])
def new_row(request, draft, at):
    path = array_path(draft, at)
    field, _ = find(draft.data, path)
    kind = request.GET.get("kind", "")
    if isinstance(field.each, Kinded) and kind not in field.each.names:
        kinds = [(code, name, KIND_HELP.get(code, "")) for code, name in field.each.names.items()]
        context = {"draft": draft, "kinds": kinds, **page_words(draft, path)}
        return render(request, "rooms/draft_kind.html", context)
    pack, row = with_new_row(draft.data, path, kind)
    form = NewRowForm(request.POST or None, pack=pack, path=row, user=request.user, allowed=allowed_of(draft))
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carry_out(operations.add_row, draft, path, form.values(), by=request.user):
        saved = (*path, len(drafting.whole_row(form.result.data, path)) - 1)
        return after_saving(request, form.result, saved)
    context = {"draft": draft, "form": form, "is_new": True, **page_words(draft, path)}
    return render(request, "rooms/draft_row.html", context, status=422 if request.method == "POST" else 200)


@may("rooms.edit_draft", PracticeDraft)
@require_POST
def move_row(request, draft, at):
    path = table_path(draft, at)
    up = request.POST.get("to") == "up"
    operations.move_row(draft, path, seal=request.POST.get("seal", ""), up=up, by=request.user)
    return redirect(list_url(draft, path))


@may("rooms.edit_draft", PracticeDraft)
@require_http_methods(["GET", "POST"])
def remove_row(request, draft, at):
    path = table_path(draft, at)
    title, back = tree.place_words(draft.data, path), list_url(draft, path)
    form = RemoveForm(request.POST or None, user=request.user, initial={"seal": request.GET.get("seal", "")})
    if form.is_valid() and form.carry_out(operations.remove_row, draft, path, by=request.user, **form.cleaned_data):
        messages.success(request, f"已删去{title}。")
        return redirect(back)
    text = "连同它里面的各行一起删去，不能恢复；所依据的版本里的不受影响。"
    return form_page(request, form, title=f"删去{title}", verb="删去", back=back, crumb=draft.name, text=text)


@may("rooms.edit_draft", PracticeDraft)
@require_http_methods(["GET", "POST"])
def publish_draft(request, draft):
    form = PublishForm(request.POST or None, user=request.user, initial={"seen": draft.version})
    if form.is_valid() and form.carry_out(operations.publish_draft, draft, by=request.user, **form.cleaned_data):
        messages.success(request, f"已发布《{form.result.name}》{form.result.version} 版。现在可以让区域采用。")
        return redirect("rooms:practice", form.result.pk)
    text = "发布以后成为一个新的版本，不再改动；还没有区域采用它，正在进行的协商不受影响。"
    back = reverse("rooms:draft", args=[draft.pk])
    return form_page(request, form, title="发布做法", verb="发布", back=back, crumb=draft.name, text=text)


@may("rooms.edit_draft", PracticeDraft)
@require_http_methods(["GET", "POST"])
def discard_draft(request, draft):
    room, back = draft.room, reverse("rooms:draft", args=[draft.pk])
    form = DiscardForm(request.POST or None, user=request.user, initial={"seen": draft.version})
    if form.is_valid() and form.carry_out(operations.discard_draft, draft, by=request.user, **form.cleaned_data):
        messages.success(request, f"已丢弃草稿《{draft.name}》。")
        return redirect("rooms:room_practice", room.pk) if room else redirect("rooms:practices")
    text = "草稿里改过的内容都不保留，不能恢复；已经载入的版本不受影响。"
    return form_page(request, form, title="丢弃草稿", verb="丢弃", back=back, crumb=draft.name, text=text)


def where_now(request, draft, at: str) -> str:
    """Where the row of the form stands now, wherever others moved it; nothing where it is gone."""
    seal, name = (request.POST.get(key, "") for key in ("seal", "row_name"))
    try:
        path = drafting.standing_at(draft.data, drafting.read_path(at), seal, name)
    except (KeyError, ValueError) as error:
        raise Http404 from error
    return "" if path is None else drafting.written(path)


def offer_as_new(request, draft):
    """Somebody else removed the row that was being written: what was typed can still become one."""
    at, kind = request.resolver_match.kwargs["at"], request.POST.get("row_kind", "")
    path = array_path(draft, at.rpartition(".")[0])
    pack, row = with_new_row(draft.data, path, kind)
    sent = request.POST.copy()
    sent["form_key"] = str(uuid4())
    form = NewRowForm(sent, pack=pack, path=row, user=request.user, allowed=allowed_of(draft))
    form.is_valid()
    form.add_error(None, "这一行已经被别人删去，您写的都在下面。再保存一次，就作为新的一行加在最后。")
    action = reverse("rooms:new_row", args=[draft.pk, drafting.written(path)]) + (f"?kind={kind}" if kind else "")
    context = {"draft": draft, "form": form, "is_new": True, "action": action, **page_words(draft, path)}
    return render(request, "rooms/draft_row.html", context, status=422)


def allowed_of(draft) -> list | None:
    return practice.of(draft.base).resolved.get("room_may", []) if draft.room_id else None


def table_path(draft, at: str):
    """The table at the address, or 404: a row that went away in between, or no table at all."""
    path = found_path(draft, at)
    if not is_table(find(draft.data, path)[0]) or not drafting.holds_settable(allowed_of(draft), path):
        raise Http404
    return path


def array_path(draft, at: str):
    path = found_path(draft, at)
    if not isinstance(find(draft.data, path)[0], Tables) or not drafting.may_set(allowed_of(draft), path):
        raise Http404
    return path


def found_path(draft, at: str):
    try:
        path = drafting.read_path(at)
        find(draft.data, path)
    except (KeyError, ValueError) as error:
        raise Http404 from error
    return path


def with_new_row(data: dict, path, kind: str):
    """The pack with an empty row at the end of the array, for a form that is not sent yet."""
    pack = deepcopy(data)
    rows = drafting.rows_at(pack, path)
    each = find(pack, path)[0].each
    row = {each.key: kind} if isinstance(each, Kinded) and kind in each.names else {}
    rows.append(row)
    at = (*path, len(rows) - 1)
    key = next((key for key in ("code", "key") if key in keys_of(*find(pack, at))), "")
    if key:
        taken = {one.get(key) for one in rows if isinstance(one, dict)}
        stem = kind or path[-1].replace("_", "-")
        row[key] = next(f"{stem}-{number}" for number in range(len(rows), 999) if f"{stem}-{number}" not in taken)
    return pack, at


def page_words(draft, path) -> dict:
    part = part_of(path[0]) if path else "head"
    words = {"title": tree.place_words(draft.data, path) if path else "基本情况"}
    words["table"] = label_of(names_only(path)) if path else ""
    words |= {"part": part, "part_title": next((title for code, title, _ in PARTS if code == part), "")}
    above = [path[:length] for length in range(1, len(path)) if isinstance(path[length - 1], int)]
    words["above"] = [(drafting.written(one), tree.place_words(draft.data, one)) for one in above]
    return words | {"back": list_url(draft, path)}


def list_url(draft, path) -> str:
    """The page on which a row or a table stands: that of the table above it, or of its part."""
    for length in range(len(path) - 1, 0, -1):
        if is_table(find(draft.data, path[:length])[0]):
            return reverse("rooms:draft_row", args=[draft.pk, drafting.written(path[:length])])
    if not path:
        return reverse("rooms:draft", args=[draft.pk])
    return reverse("rooms:draft_part", args=[draft.pk, part_of(path[0])])


def parts_of(draft, faults) -> list[dict]:
    allowed = allowed_of(draft)
    found = []
    for code, title, _ in PARTS:
        lists = tree.lists_of_part(draft.data, code, faults, allowed)
        if lists:
            told = [
                f"{each.title} {len(each.lines)} 项" if each.is_array else each.title for each in lists if each.lines
            ]
            wrong = sum(each.faults for each in lists)
            found.append({"code": code, "title": title, "told": "、".join(told) or "还没有", "faults": wrong})
    return found


def after_saving(request, draft, path):
    """Go on to the list when the row is right; stay with it while it is not, or while there is more in it."""
    faults = drafting.faults_of(draft.data)
    wrong = tree.within(faults, path)
    if wrong and path:
        messages.warning(request, f"已保存，{tree.place_words(draft.data, path)}还有 {wrong} 处要改。")
        return redirect("rooms:draft_row", draft.pk, drafting.written(path))
    messages.success(request, f"已保存{tree.place_words(draft.data, path) if path else '基本情况'}。")
    if path and drafting.inner_tables(*find(draft.data, path), path):
        return redirect("rooms:draft_row", draft.pk, drafting.written(path))
    return redirect(list_url(draft, path))
