import threading, os
import pytest
from pathlib import Path
from members.operations import jobs
from members.models import Job
from django.db import connection
from tests import minutes_scene as scene, scenes
from tests import factories as make
OUT = Path("/tmp/w/shots_minutes"); OUT.mkdir(exist_ok=True)

@pytest.mark.django_db(transaction=True)
def test_shots(live_server, page, enter, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    from reports import tasks
    import members.operations.jobs as j, members.operations as ops
    import time
    T = []
    lock = threading.Lock()
    def ring(job):
        def run():
            try:
                with lock:
                    t=time.monotonic(); tasks.render(job.pk) if job.kind=="reports.render" else None; T.append(time.monotonic()-t)
            finally: connection.close()
        threading.Thread(target=run).start()
    monkeypatch.setattr(j, "ring", ring)
    monkeypatch.setattr("reports.operations.ring", ring)
    house = scenes.house()
    unit = house.room.unit; unit.name="柳湖街道白杨社区政协委员联络室"; unit.short_name="白杨社区"; unit.save()
    a = house.room.approver; a.name="中共大冶市柳湖街道工作委员会"; a.short_name="柳湖街道党工委"; a.save()
    r = a.region; r.name="柳湖街道"; r.save()
    house.convener.set_password("correct horse battery"); house.convener.save()
    draft = scene.drafted(house)
    base = live_server.url
    u = f"{base}/consultations/{draft.consultation_id}/minutes/"
    ctx = page.context
    enter(ctx, house.clerk)
    def shot(name, full=False, wait=None):
        for (w,h) in ((1440,900),(390,844)):
            page.set_viewport_size({"width":w,"height":h}); page.wait_for_timeout(300)
            page.screenshot(path=str(OUT/f"{name}-{w}.png"), full_page=full)
    page.goto(u); page.wait_for_selector("svg.page", timeout=60000); page.wait_for_timeout(800)
    shot("editor"); page.set_viewport_size({"width":1440,"height":900}); page.screenshot(path=str(OUT/"editor-full.png"), full_page=True)
    page.set_viewport_size({"width":1440,"height":900})
    page.fill("[name=part_discussion]", "（一）情况介绍。有住户代表提出，吴德胜家一楼返水。"); page.wait_for_timeout(1500)
    page.wait_for_selector("rect.hot", state="attached", timeout=60000); page.wait_for_timeout(500); page.screenshot(path=str(OUT/"marked-1440.png"))
    page.click("text=保存 >> nth=-1") if False else page.click("form#minutes-form button.btn-line"); page.wait_for_selector("#missing"); page.wait_for_timeout(1500); shot("blocked")
    from consult.steps import minutes as step, signing
    draft.refresh_from_db()
    draft = step.renew(draft, by=house.clerk, version=draft.version, key="discussion")
    draft = step.offer(draft, by=house.clerk, version=draft.version)
    ctx.clear_cookies(); enter(ctx, house.convener)
    page.set_viewport_size({"width":1440,"height":900}); page.goto(u); page.wait_for_selector("svg.page", timeout=60000); page.wait_for_timeout(800); shot("offered")
    page.set_viewport_size({"width":1440,"height":900}); page.click("a:has-text('审签'):visible"); page.wait_for_selector("dialog[open]"); page.wait_for_timeout(500); shot("sign")
    page.set_viewport_size({"width":1440,"height":900}); page.fill("dialog input[type=password]", "correct horse battery"); t=time.monotonic(); page.click("dialog button.btn-primary"); page.wait_for_selector("text=下载 PDF", timeout=60000); print("CLICK TO FILE", time.monotonic()-t); page.wait_for_timeout(600); shot("signed")
    page.set_viewport_size({"width":1440,"height":900}); page.screenshot(path=str(OUT/"signed-full.png"), full_page=True)
    ed = draft.editions.get()
    signing.correct(draft, by=house.convener, reason="户数写错"); draft.refresh_from_db()
    t2 = scene.text_of(draft,"background").replace("216户","218户")+"\n另有临街商铺12间。"
    step.edit(draft, by=house.clerk, version=draft.version, title=draft.title, texts={"background":t2})
    page.goto(u+"compare/"); shot("compare")
    page.set_viewport_size({"width":1440,"height":900}); page.goto(f"{base}/consultations/{draft.consultation_id}/"); shot("case", full=True)
    from reports.models import Document
    d = Document.objects.get(is_official=True)
    page.set_viewport_size({"width":1440,"height":900}); page.goto(f"{base}/verify/{d.verify_code}/"); shot("verify", full=True)
    page.goto(f"{base}/verify/AAAABBBBCCCC/"); shot("verify-unknown")
    for kind, pk in (("approval_form", draft.consultation_id),("participant_list", draft.consultation_id),("attendance", draft.consultation.meeting_set.get().pk),("signature_page", draft.pk),("research_record", draft.consultation.research_set.get().pk)):
        page.set_viewport_size({"width":1440,"height":900}); page.goto(f"{base}/documents/{kind}/{pk}/"); page.wait_for_selector("svg.page", timeout=60000); page.wait_for_timeout(700); page.screenshot(path=str(OUT/f"{kind}.png"), full_page=True)
    import shutil
    shutil.copy(settings.MEDIA_ROOT/ d.file.name, OUT/"minutes.pdf"); shutil.copy(settings.MEDIA_ROOT/ d.word.name, OUT/"minutes.docx")
    print("RENDER", T)
