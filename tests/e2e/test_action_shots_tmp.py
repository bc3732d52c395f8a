from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import sync_playwright

from consult.models import Assignment, Matter
from consult.steps import assignment, submission
from tests import action_scenes as scene
from tests import scenes

ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.mark.django_db(transaction=True)
def test_shots(live_server, client):
    house = scenes.house()
    case = scene.received(house, township=3, city=1)
    waiting = scene.signed(house, township=2, city=1, disputed=1)
    first, second, third, city = case.matter_set.order_by("number")
    first.opinions = {"agree": 12, "disagree": 1, "reserve": 1}; first.cost = 86; first.legal_basis = "《城镇排水与污水处理条例》"; first.suggested_due = "12月31日前"
    first.save()
    unit, person = scene.own_unit(house)
    first.suggested_units.add(unit); first.suggested_helpers.add(house.department_unit)
    parts = (("街道背街小巷维修资金", Decimal(40), "ready"), ("市级老旧小区改造资金", Decimal(40), "sought"), ("住户，200 户每户 300 元", Decimal(6), "owners"))
    scene.decide(second, house.township_clerk, opinion="同意。先做低洼点一段，缺口向市级争取。", plan=scene.plan(unit, helping=(house.department_unit,), cost=Decimal(86), money=parts))
    task = second.assignments.get(asked=False)
    assignment.accept(task, by=person)
    assignment.report(task, by=person, text="已清掏化粪池 4 座，剩余 2 座本周完成。")
    asked = second.assignments.get(asked=True)
    Assignment.objects.filter(pk=task.pk).update(due_on=timezone.localdate() - timedelta(days=6))
    submission.send(waiting, by=house.convener)
    from django.test import Client
    def cookie(user):
        c = Client(); c.force_login(user); return c.cookies["sessionid"].value
    pages = [
        ("matter-form", house.township_clerk, f"/matters/{first.pk}/"),
        ("matter-running", house.township, f"/matters/{second.pk}/"),
        ("matter-city", house.township, f"/matters/{city.pk}/"),
        ("matters", house.township, "/matters/"),
        ("assignments", house.township, "/assignments/"),
        ("assignment-unit", person, f"/assignments/{task.pk}/"),
        ("assignment-asked", house.department, f"/assignments/{asked.pk}/"),
        ("submissions", house.township, "/submissions/"),
        ("submission", house.township, f"/submissions/{waiting.submission_set.first().pk}/"),
        ("submission-office", house.office, f"/submissions/{case.submission_set.get(kind='matter').pk}/"),
        ("case-action", house.township, f"/consultations/{case.pk}/"),
        ("case-submission", house.clerk, f"/consultations/{waiting.pk}/"),
        ("close", house.township, f"/matters/{second.pk}/close/"),
    ]
    todo = scene.signed(house, township=1, city=1, disputed=1)
    pages.append(("send", house.clerk, f"/consultations/{todo.pk}/send/"))
    wanted = __import__("os").environ.get("SHOTS", "").split(",")
    with sync_playwright() as p:
        b = p.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        for name, user, path in pages:
            if wanted != [""] and name not in wanted:
                continue
            for w, h in ((1440, 900), (390, 844)):
                ctx = b.new_context(viewport={"width": w, "height": h})
                ctx.add_cookies([{"name": "sessionid", "value": cookie(user), "url": live_server.url}])
                page = ctx.new_page()
                page.on("console", lambda m: print(name, m.type, m.text[:200]) if m.type in ("error", "warning") else None)
                r = page.goto(live_server.url + path)
                page.wait_for_timeout(900)
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > w: print("WIDE", name, w, wide)
                if r.status != 200: print("STATUS", name, r.status)
                page.screenshot(path=f"/tmp/w/shots/{name}-{w}.png", full_page=True)
                ctx.close()
        b.close()
