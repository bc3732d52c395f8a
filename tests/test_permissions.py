"""Every page as everybody: what the permission table says is what happens, for one's own room and for the other."""

import pickle
from contextlib import nullcontext
from http import HTTPStatus

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection, models, transaction
from django.http import Http404
from django.test import Client
from django.test.client import ClientHandler
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from consult.models import Assignment, Consultation, Matter, Meeting, Statement, Submission
from members import permissions
from members.access import visible
from members.backends import Backend
from members.models import Attachment, Channel, Job, Member, Region, Unit
from proposals.models import Instruction, ReportItem
from reports.models import Document, PeriodicReport, PointsAppeal, PointsMark
from rooms.models import ActivityDay, CalendarDay, GuidanceContact, PracticeDraft, Room
from tests import world as worlds
from tests import world_proposals
from tests.address_parts import PARTS, PARTS_OF, WORKBOOKS
from tests.world_reports import SECRET

pytestmark = pytest.mark.django_db

# Strangers may open these and no others.
PUBLIC = {
    "account_login",
    "account_logout",
    "account_inactive",
    "members:large_print",
    "consult:meeting_worker",
    "consult:rate_by_code",
    "consult:rate_by_link",
    "proposals:ask_clue",
    "proposals:public_clue",
    "proposals:public_clues",
    "proposals:tracked_proposal",
    "proposals:tracked_proposals",
    "reports:feed",
    "reports:healthz",
    "reports:verify",
    "reports:verify_document",
}
# The sign-in library's own pages about one's own account.
LIBRARY = ("account_", "mfa_")
# Open to everybody who signed in, with or without a role.
SIGNED_IN = {"members:me", "members:sign_out_elsewhere", "rooms:attend"}
# Which record the key of an address names, where the view finds it by a function or by itself.
KEYS = {
    "part_of_proposal": world_proposals.PartOfProposal,
    "file_seen_by": Attachment,
    "waiting_file": Attachment,
    "item_of": ReportItem,
    "own_room": Room,
    "minutes_of": Consultation,
    "to_decide": Consultation,
    "recorded_meeting": Meeting,
    "statement_of": Statement,
    "printed": Document,
    "paper_of": PeriodicReport,
    "subject": Consultation,
    "room_subject": Room,
    "member_subject": Member,
    "points_subject": Member,
    "account": Member,
    "own_account": Member,
    "round_seen": Region,
    "mark_of": PointsMark,
    "appeal_of": PointsAppeal,
    "group_subject": Region,
    "room_draft": PracticeDraft,
    "contact_to_be": GuidanceContact,
    "group_of": Unit,
    "own_unit": worlds.AskedUnit,
    "keeping_unit": worlds.AskedUnit,
    "wordings": Unit,
    "sending_unit": Unit,
    "own_channel": Channel,
    "region_to_adopt": Region,
    "rated_record": Matter,
    "rooms:edit_day": CalendarDay,
    "rooms:remove_day": CalendarDay,
    "reports:exported_file": Job,
}
RECORD_PARTS = {"day": ActivityDay}  # parts that name a record of the same side
# A page of many lists asks the right of the list as well.
ALSO = {
    "reports:export_list": "consult.view_consultation",
    "reports:print_batch": "consult.view_assignment",
    **dict.fromkeys(WORKBOOKS, "members.edit_members"),
}
# When somebody was last seen.
BOOKKEEPING = ('"django_session"',)


def pages(patterns=None, space="") -> list:
    """Every address of the site: its name and its pattern."""
    found = []
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found += pages(pattern.url_patterns, inner)
        else:
            found.append((f"{space}{pattern.name}", pattern))
    return found


def permission_of(pattern):
    return getattr(pattern.callback, "permission", None)


GUARDED = [
    pytest.param(name, pattern, id=f"{name}({','.join(pattern.pattern.converters)})")
    for name, pattern in pages()
    if permission_of(pattern) in permissions.BY_PERMISSION
]


def test_every_page_names_its_permission():
    bare = {name for name, pattern in pages() if permission_of(pattern) is None and not name.startswith(LIBRARY)}
    assert bare == set()


def test_no_permission_has_two_rows():
    """The later one would take the place of the earlier without a word."""
    names = [row.permission for row in permissions.TABLE]
    assert sorted(names) == sorted(set(names))


def test_strangers_open_only_what_is_listed():
    assert {name for name, pattern in pages() if permission_of(pattern) == "public"} == PUBLIC


def test_only_the_own_account_needs_no_role():
    assert {name for name, pattern in pages() if permission_of(pattern) == "signed_in"} == SIGNED_IN


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Built once for all pages; every request is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        media = pytest.MonkeyPatch()
        media.setattr("django.conf.settings.MEDIA_ROOT", tmp_path_factory.mktemp("media"))
        made = worlds.build()
        made.people = {name: getattr(made.house, name) for name in worlds.PEOPLE}
        made.clients = {name: signed_in(person) for name, person in made.people.items()}
        # Asked once: every request is undone, so nobody's rights change.
        made.users = {name: type(user).objects.get(pk=user.pk) for name, user in made.people.items()}
        made.hidden = {name: hidden_words(made, user) for name, user in made.users.items()}
        made.said = {}
        yield made
        media.undo()
        transaction.set_rollback(True)


class AsPerson(ClientHandler):
    """Brings along who asks, as the session would find the person with every request: each of them is undone."""

    def __init__(self, person):
        super().__init__(enforce_csrf_checks=False)
        user = Backend().get_user(person.pk)
        assert user.current_roles == list(person.roles.all())
        # In bytes, so that no request gets anything that another one had in hands.
        self.kept = pickle.dumps(user)

    def get_response(self, request):
        request._cached_user = pickle.loads(self.kept)
        return super().get_response(request)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    client.handler = AsPerson(person)
    keep_seen(client)
    return client


def keep_seen(client) -> None:
    """Write down that the person is there, which every first request would do anew: each of them is undone."""
    session = client.session
    session["seen"] = timezone.now().timestamp() + 3600
    session.save()


def key_of(name, pattern, records):
    """The record whose key stands in the address, or None."""
    loader = getattr(pattern.callback, "loader", None)
    if not {"pk", "key"} & set(pattern.pattern.converters):
        return None
    if isinstance(loader, type) and issubclass(loader, models.Model):
        model = loader
    else:
        model = KEYS.get(getattr(loader, "__name__", name))
    assert model in records, f"tests/world.py makes no {model}; tests/test_permissions.py knows no key for {name}"
    return records[model]


def parts_of(name, pattern, records) -> dict:
    record = key_of(name, pattern, records)
    named = {part: records[model].pk for part, model in RECORD_PARTS.items()}
    parts = {**PARTS, **named, **PARTS_OF.get(name, {})}
    return {part: record.pk if part in ("pk", "key") else parts[part] for part in pattern.pattern.converters}


def said_before(world, name, pattern, who, parts) -> str:
    """Many pages ask for the same right of the same record: every request is undone, so the table says the same."""
    view = pattern.callback
    asked = (who, view.loader, view.permission, ALSO.get(name), tuple(sorted(parts.items())))
    if asked not in world.said:
        world.said[asked] = expected(name, pattern, world.users[who], parts)
    return world.said[asked]


def expected(name, pattern, user, parts) -> str:
    """What the table says: missing, refused or open."""
    view = pattern.callback
    if view.loader is None:
        rights = (view.permission, ALSO.get(name, view.permission))
        return "open" if all(user.has_perm(right) for right in rights) else "refused"
    try:
        if isinstance(view.loader, type):
            record = visible(view.loader, user).filter(pk=parts["pk"]).first()
        else:
            record = view.loader(user, **parts)
    except Http404:
        record = None
    except PermissionDenied:
        # The right is somebody's at another time, and the loader says when.
        return "refused"
    if record is None:
        return "missing"
    return "open" if user.has_perm(view.permission, record) else "refused"


def happened(client, method, url) -> tuple:
    """Ask, undo everything, and return what happened: the outcome, the answer, its text, what was written."""
    cookies = client.cookies.copy()
    point, written = transaction.savepoint(), []
    # What a GET writes is a fault; what a POST writes is not looked at.
    watched = connection.execute_wrapper(watch(written)) if method == "get" else nullcontext()
    try:
        with watched:
            response = getattr(client, method)(url, {"q": "水泥厂"} if method == "get" else {})
            told = b"".join(response.streaming_content) if response.streaming else response.content
    finally:
        transaction.savepoint_rollback(point)
        client.cookies = cookies
    outcome = {404: "missing", 403: "refused"}.get(response.status_code, "open")
    return outcome, response, told.decode(errors="replace"), written


def watch(written: list):
    """Note what is written, and nothing else: keeping every query takes time."""

    def execute(run, sql, params, many, context):
        if is_writing(sql):
            written.append(sql[:120])
        return run(sql, params, many, context)

    return execute


def is_writing(sql: str) -> bool:
    return sql.startswith(("INSERT", "UPDATE", "DELETE")) and not any(table in sql[:60] for table in BOOKKEEPING)


@pytest.mark.parametrize(("name", "pattern"), GUARDED)
def test_a_page_answers_as_the_table_says(name, pattern, world):
    """Asked once as everybody for both sides: the answer, what of the other room it shows, what it writes."""
    wrong, leaks, changes, untaken = [], [], [], set()
    for turn, (who, client) in enumerate(world.clients.items()):
        hidden = world.hidden[who]
        for side, parts in sides_of(name, pattern, world):
            says, url = said_before(world, name, pattern, who, parts), reverse(name, kwargs=parts)
            for method in methods_for(name, says, side, turn):
                if says == "open" and method in untaken:
                    continue
                did, response, told, written = happened(client, method, url)
                if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
                    # Of the method, not of the person: what a page does not take from one it takes from nobody.
                    untaken.add(method)
                # A page may hold back a thing of the open record that is not there: a document, a thumbnail.
                if did != says and not (says == "open" and did == "missing" and is_optional(name)):
                    wrong.append(f"{who} {method} {side}: {says}, but {response.status_code}")
                leaks += [f"{who} {method} {side}: {word}" for word in hidden if word in told]
                changes += [f"{who} {side}: {sql}" for sql in written]
    assert (wrong, leaks, changes) == ([], [], [])


def sides_of(name, pattern, world) -> list[tuple]:
    """The parts of the address for both rooms; an address that names neither is one page, and asked once."""
    own, other = (parts_of(name, pattern, world.records[side]) for side in ("own", "other"))
    return [("either", own)] if own == other else [("own", own), ("other", other)]


def methods_for(name, says: str, side: str, turn: int) -> tuple[str, ...]:
    """An open door is looked through by everybody; that it takes a form as well, every third person tries.

    A closed one is closed before the method is looked at, by one guard for all, who asks the table as this test does:
    every other person tries it, on one side in one way, and together they try both sides both ways. Who it is changes
    from page to page.
    """
    if name in ALSO:
        # What is only read says so before it asks for the right of the list.
        return ("get",)
    turn += len(name)
    if says == "open":
        return ("get", "post") if turn % 3 == 0 else ("get",)
    closed = {"own": {0: ("post",), 4: ("get",)}, "other": {2: ("get",), 6: ("post",)}}
    closed["either"] = closed["own"] | closed["other"]
    return closed[side].get(turn % 8, ())


def hidden_words(world, user) -> list[str]:
    """The words of sides of which the person sees neither the case nor a task or a submission of it."""
    words = []
    for side, records in world.records.items():
        case = records[Consultation]
        shown = (
            Consultation.objects.visible_to(user).filter(pk=case.pk),
            Submission.objects.visible_to(user).filter(consultation=case),
            Assignment.objects.visible_to(user).filter(matter__consultation=case),
        )
        if not any(rows.exists() for rows in shown):
            words.append(worlds.CANARY[side])
    reads = Instruction.objects.visible_to(user).exists()
    return words if reads else [*words, SECRET]


def is_optional(name) -> bool:
    return name.startswith("reports:") or name in ("members:thumbnail", "members:file", "consult:compare_minutes")


def test_whoever_asks_is_the_one_who_signed_in(world):
    """What the walk brings along is what the session finds."""
    for name, person in world.people.items():
        plain = Client()
        plain.force_login(person)
        found, brought = (
            client.get(reverse("members:me")).wsgi_request.user for client in (plain, world.clients[name])
        )
        assert (found, brought.pk) == (person, person.pk)
        assert [(role.pk, role.asks_second_factor) for role in brought.current_roles] == [
            (role.pk, role.asks_second_factor) for role in found.current_roles
        ]


def test_no_request_gets_what_another_one_had_in_hands(world):
    person, client = world.people["clerk"], world.clients["clerk"]
    first = client.get(reverse("members:me")).wsgi_request.user
    first.name = "别人"
    first.current_roles[0].code = "admin"
    first.current_roles.clear()
    second = client.get(reverse("members:me")).wsgi_request.user
    assert (second.name, [role.code for role in second.current_roles]) == (person.name, ["clerk"])


def test_what_is_written_is_noted_and_what_is_read_is_not(world):
    written = []
    with connection.execute_wrapper(watch(written)):
        Region.objects.exists()
        keep_seen(world.clients["clerk"])
        Region.objects.filter(pk=0).update(name="别处")
    assert [sql.split()[:2] for sql in written] == [["UPDATE", '"members_region"']]


@pytest.mark.parametrize(("name", "pattern"), GUARDED)
def test_a_stranger_is_sent_to_sign_in(name, pattern, world):
    url = reverse(name, kwargs=parts_of(name, pattern, world.records["own"]))
    for method in ("get", "post"):
        _, response, _, _ = happened(Client(), method, url)
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")


MODELS = {
    "consult.view_consultation": Consultation,
    "consult.view_assignment": "consult.Assignment",
    "consult.view_submission": "consult.Submission",
    "consult.view_plan": "consult.Plan",
    "consult.view_round": "consult.EvaluationRound",
    "consult.view_call": "consult.Call",
    "consult.view_nomination": "consult.Nomination",
    "consult.view_common": "consult.CommonTopic",
    "proposals.view_proposal": "proposals.Proposal",
    "proposals.view_call": "proposals.ProposalCall",
    "proposals.view_clue": "proposals.Clue",
    "proposals.view_report": "proposals.SpecialReport",
    "proposals.view_handling": "proposals.Handling",
    "proposals.read_instruction": "proposals.Instruction",
    "rooms.view_room": Room,
    "rooms.view_activity": "rooms.Activity",
    "members.view_members": "members.Member",
    "members.view_accounts": "members.User",
    "members.edit_places": "members.Unit",
    "rooms.view_registers": "rooms.Assembly",
    "rooms.view_duties": "rooms.StaffDuty",
    "rooms.view_rule_documents": "rooms.RuleDocument",
    "rooms.view_contacts": "rooms.GuidanceContact",
    "rooms.view_hearings": "rooms.Hearing",
    "rooms.view_requirement": "rooms.Requirement",
}


@pytest.mark.parametrize("permission", MODELS)
def test_visible_to_agrees_with_the_table(permission, world):
    model = MODELS[permission]
    wanted = [
        row
        for records in world.records.values()
        for each, row in records.items()
        if each is model or each._meta.label == model
    ]
    if model is Consultation:
        wanted.append(world.important)
    wrong = []
    for who, person in world.people.items():
        user = type(person).objects.get(pk=person.pk)
        for row in [type(each).objects.get(pk=each.pk) for each in wanted]:
            listed = type(row).objects.visible_to(user).filter(pk=row.pk).exists()
            if listed != user.has_perm(permission, row):
                wrong.append(f"{who}: {row!r} listed {listed}")
    assert wrong == []


# Who may do it to the own case; written out by hand, so that a slip in the table shows.
RIGHTS = {
    "consult.view_consultation": {
        "clerk",
        "convener",
        "second_convener",
        "member",
        "township",
        "township_clerk",
        "leading_office",
        "two_bodies",
        "auditor",
    },
    "consult.edit_participants": {"clerk", "convener", "second_convener"},
    "consult.sign_minutes": {"convener", "second_convener"},
    "consult.decide_matter": {"township", "township_clerk"},
    "consult.handle_assignment": set(),
    "consult.stop_consultation": {"convener", "second_convener"},
    "consult.waive_checkpoint": {"leading_office", "two_bodies"},
    "consult.view_phones": {"clerk", "convener", "second_convener"},
}


@pytest.mark.parametrize("permission", RIGHTS)
def test_the_table_gives_what_was_meant(permission, world):
    case = Consultation.objects.get(pk=world.records["own"][Consultation].pk)
    allowed = {
        who for who, person in world.people.items() if type(person).objects.get(pk=person.pk).has_perm(permission, case)
    }
    assert allowed == RIGHTS[permission]


def test_nobody_signed_in_may_do_nothing(world):
    case = world.records["own"][Consultation]
    assert not any(AnonymousUser().has_perm(permission, case) for permission in permissions.BY_PERMISSION)
