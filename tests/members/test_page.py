from datetime import date, datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from consult import enums
from members.backends import Backend
from members.enums import RoleCode
from members.models import Draft, Notice, User
from members.templatetags import dates, page
from tests import factories as make

TODAY = datetime(2026, 9, 22, 6, 32, tzinfo=timezone.get_default_timezone())


def drawn(source, **context):
    return Template(source).render(Context(context)).strip()


def seen_by(user, path="/", source="{% entries as places %}{{ places|safe }}"):
    request = RequestFactory().get(path)
    request.user = user
    return Template(source).render(Context({"request": request, "user": user}))


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.mark.parametrize(
    ("value", "style", "words"),
    [
        (date(2026, 9, 22), "", "9月22日（周二）"),
        (date(2026, 9, 22), "long", "2026年9月22日（星期二）"),
        (date(2025, 9, 22), "", "2025年9月22日（星期一）"),
        (None, "", ""),
    ],
)
def test_day_names_the_weekday_and_leaves_out_this_year(value, style, words):
    assert dates.day(value, style) == words


def test_moment_is_told_in_local_time():
    assert dates.moment(datetime(2026, 9, 21, 17, 5, tzinfo=timezone.get_fixed_timezone(0))) == "9月22日（周二）01:05"
    assert dates.moment(datetime(2025, 9, 21, 17, 5, tzinfo=timezone.get_fixed_timezone(0))) == "2025年9月22日 01:05"
    assert dates.moment(None) == ""


def test_since_counts_calendar_days():
    assert dates.since(date(2026, 9, 18)) == "已 4 天"
    assert dates.since(timezone.now()) == "今天"
    assert dates.since(None) == ""


def test_size_and_masked():
    assert [dates.size(value) for value in (0, 100, 328_000, 4_404_019)] == ["1 KB", "1 KB", "320 KB", "4.2 MB"]
    assert [dates.masked(value) for value in ("13800001234", "12345", "", None)] == ["138****1234", "*****", "", ""]


def test_every_state_has_a_badge():
    kinds = (
        enums.TopicState,
        enums.ConsultationState,
        enums.ApprovalState,
        enums.MeetingState,
        enums.MinutesState,
        enums.MatterState,
        enums.AssignmentState,
        enums.SubmissionState,
    )
    missing = {value for kind in kinds for value in kind.values} - set(page.STATES)
    assert missing == set()


def test_a_state_is_told_in_its_own_or_a_more_exact_word():
    matter = SimpleNamespace(state="pending", get_state_display=lambda: "待确定")
    assert 'class="st is-wait"' in page.state(matter)
    assert "待确定" in page.state(matter)
    assert "待党工委确定" in page.state(matter, "待党工委确定")
    assert page.tone("city") == "up"


def test_text_in_a_badge_is_escaped():
    assert "&lt;b&gt;" in page.badge("late", "<b>")


def test_an_icon_with_a_label_is_read_aloud():
    assert 'aria-label="搜索"' in page.icon("search", "搜索")
    assert 'aria-hidden="true"' in page.icon("search")


def entries_of(person):
    request = RequestFactory().get("/")
    request.user = person
    return page.entries({"request": request})


@pytest.mark.parametrize("code", RoleCode.values)
def test_one_role_has_few_entries_and_all_lead_somewhere(db, code):
    """The head of a page has room for six, see below; what comes after them is less often asked for."""
    found = entries_of(make.person(code, region=make.city()))
    assert len(found) <= 10
    assert all(entry["url"] for entry in found)


@pytest.mark.parametrize("code", ["township", "township_clerk"])
def test_a_township_has_its_figures_in_the_head_and_what_it_receives_on_the_phone(db, code):
    words = [entry["word"] for entry in entries_of(make.person(code, region=make.city()))]
    assert words[:5] == ["工作台", "协商", "活动", "事项", "收文"]
    assert words[5:7] == ["统计", "任务"]


def test_whoever_has_no_figures_finds_the_reports_that_were_sent_to_the_body(db):
    words = {
        code: [entry["word"] for entry in entries_of(make.person(code, region=make.city()))]
        for code in ("dispatcher", "city_committee", "leading_office", "department")
    }
    assert [("统计" in found, "报告通报" in found) for found in words.values()] == [
        (False, True),
        (False, True),
        (True, False),
        (True, False),
    ]


def test_places_for_which_a_bar_has_no_room_stand_in_the_account_menu(db, client):
    person = make.person("leading_office", unit=make.leading_office())
    make.grant(person, "admin", region=make.city())
    make.grant(person, "auditor", region=make.city())
    client.force_login(person)
    text = client.get("/").text
    head, menu = (text.split(f'aria-label="{label}"')[1].split("</nav>")[0] for label in ("主导航", "我的账号"))
    for entry in entries_of(person):
        assert (f'href="{entry["url"]}"' in head + menu) is True
    assert [head.count("<a "), "bar-only" in menu] == [6, True]


def test_the_entry_of_the_present_page_is_marked(db):
    request = RequestFactory().get("/a/b/c/")
    request.user = make.UserFactory()
    assert page._is_within("/a/b/c/", "/a/b/")
    assert not page._is_within("/a/b/c/", "/")
    assert page._is_within("/", "/")
    assert page.entries({"request": request}) == []


@pytest.mark.parametrize(
    ("path", "word"),
    [("/proposals/7/", "提案"), ("/supervisions/7/", "提案"), ("/instructions/", "要报"), ("/evaluations/", None)],
)
def test_what_belongs_to_a_place_marks_its_entry_from_wherever_it_stands(db, path, word):
    request = RequestFactory().get(path)
    request.user = make.person("office", unit=make.office())
    assert next((entry["word"] for entry in page.entries({"request": request}) if entry.get("current")), None) == word


def test_unread_counts_only_my_notices(db):
    me, other = make.UserFactory(), make.UserFactory()
    Notice.objects.create(user=me, sentence="一")
    Notice.objects.create(user=me, sentence="二", read_at=timezone.now())
    Notice.objects.create(user=other, sentence="三")

    def bell():
        return seen_by(User.objects.get(pk=me.pk), source="{% unread %}")

    assert bell() == "1"
    Notice.objects.bulk_create(Notice(user=me, sentence="四") for _ in range(98))
    assert bell() == "99"
    Notice.objects.create(user=me, sentence="五")
    assert bell() == "99+"


def test_whoever_is_signed_in_brings_the_count_along(db, django_assert_num_queries):
    me = make.UserFactory()
    Notice.objects.bulk_create(Notice(user=me, sentence="一") for _ in range(3))
    with django_assert_num_queries(1):
        assert len(Backend().get_user(me.pk).unread_notices) == 3
    assert len(User.objects.get(pk=me.pk).unread_notices) == 3


def test_a_closed_account_is_nobody(db):
    assert Backend().get_user(make.UserFactory(is_active=False).pk) is None


def test_an_act_that_is_not_possible_says_why():
    assert "先补写" in drawn('{% act "提请审签" "/x/" why="先补写责任单位。" %}')
    assert 'aria-disabled="true"' in drawn('{% act "提请审签" "/x/" why="先补写责任单位。" %}')
    assert 'href="/x/"' not in drawn('{% act "提请审签" "/x/" why="先补写责任单位。" %}')
    assert 'method="post"' in drawn('{% act "接收" "/x/" post=True %}')
    assert "data-dialog" in drawn('{% act "审签" "/x/" dialog=True %}')


def test_the_step_bar_says_its_states_in_hidden_words():
    steps = [{"name": "确定议题", "status": "done", "fact": "8月11日"}, {"name": "调研", "status": "open"}]
    bar = drawn("{% six steps %}", steps=steps)
    assert "第 1 步，已完成" in bar
    assert bar.count('aria-current="step"') == 1
    assert "第 2 步，共 2 步" in bar


def test_a_gate_lists_only_what_holds():
    assert drawn("{% gate holds %}", holds=[]) == ""
    assert 'href="#m3"' in drawn("{% gate holds %}", holds=[{"sentence": "缺一项。", "url": "#m3", "link": "去补"}])
    assert 'href="#matters"' in drawn("{% gate holds %}", holds=[{"sentence": "缺一项。", "where": "matters"}])


def test_figures_carry_their_unit_and_what_was_not_reported_is_no_zero():
    assert "8<small>人次</small>" in drawn('{% fig "接访" 8 "人次" %}')
    assert "未报" in drawn('{% fig "接访" value "人次" %}', value=None)
    assert drawn('{% rate 25 32 "件" %}') == "78.1%（25/32 件）"
    assert drawn('{% rate 0 0 "件" %}') == "无"
    assert 'width="100"' in drawn("{% bar 5 4 %}")
    assert 'width="0"' in drawn("{% bar 5 0 %}")


def test_the_pager_is_hidden_when_there_is_one_page():
    assert " hidden" in drawn("{% pager %}")
    assert 'rel="next" href="?after=3"' in drawn('{% pager next="?after=3" %}')


def test_a_timeline_names_for_whom_something_was_entered():
    event = SimpleNamespace(
        at=timezone.now(), entered_for="柳湖街道党工委", actor_label="孙倩", sentence="审定议题", note=""
    )
    assert "柳湖街道党工委（孙倩 代录）" in drawn("{% timeline events %}", events=[event])
    assert "还没有记录" in drawn("{% timeline events %}", events=[])


def test_a_draft_is_offered_only_to_a_form_that_was_not_sent(db):
    me = make.UserFactory()
    Draft.objects.create(user=me, key="k", label="登记", url="/x/", fields={"title": ["水泥厂"]})
    request = RequestFactory().get("/x/")
    request.user = me
    context = {"request": request, "fresh": SimpleNamespace(is_bound=False), "sent": SimpleNamespace(is_bound=True)}
    assert "水泥厂" in Template('<form{% draft fresh "k" "登记" %}>').render(Context(context))
    assert "水泥厂" not in Template('<form{% draft sent "k" "登记" %}>').render(Context(context))


def test_large_print_is_a_cookie_set_without_a_script(client, db):
    response = client.post("/large-print/", {"large": "1", "next": "/accounts/login/"})
    assert (response.status_code, response.url) == (302, "/accounts/login/")
    assert '<html lang="zh-CN" data-bs-theme="light" class="large">' in client.get("/accounts/login/").content.decode()
    client.post("/large-print/", {"large": "", "next": "/accounts/login/"})
    assert 'class="large"' not in client.get("/accounts/login/").content.decode()


def test_large_print_leads_to_no_other_site(client, db):
    assert client.post("/large-print/", {"large": "1", "next": "https://elsewhere.example/"}).url == "/"


def test_pages_of_faults_say_what_to_do(client, db):
    client.force_login(make.UserFactory())
    assert "没有这一页" in client.get("/nowhere/").content.decode()
    assert "不能处理的字符" in client.get("/?q=%00").content.decode()


def test_the_page_of_an_error_inside_needs_no_context(rf):
    assert "系统出错" in drawn('{% include "500.html" %}')
