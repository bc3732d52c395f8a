"""Minutes, submission, decisions and tasks of a demonstration case."""

from django.utils import timezone

from consult.models import Matter, Minutes, Submission
from consult.steps import action, assignment, closing, correction, minutes, research, signing, submission, topic
from reports.management.demo.sitting import tell_meeting
from reports.management.demo.story import Story, step_back, tell_beginning, tell_preparation, tell_research


def tell(story: Story):
    """The whole case, act by act, up to where its file stops."""
    yield from tell_beginning(story)
    yield from tell_preparation(story)
    yield from _tell_middle(story)
    if story.data.stop_at == "withdrawn":
        yield from _tell_withdrawal(story)
        return
    yield from _tell_minutes(story)
    yield from _tell_submission(story)
    yield from _tell_matters(story)


def _tell_middle(story: Story):
    """Research and meetings, with the steps back between them, in the order of their days."""
    data = story.data
    if not data.reaches("research") or data.fixed is None:
        return
    pending = sorted(data.research, key=lambda each: each.day)
    backs = list(data.step_backs)
    for number, sitting in enumerate(data.meetings, start=1):
        before = [each for each in pending if each.day < sitting.day or data.backfill_reason]
        pending = [each for each in pending if each not in before]
        yield from tell_research(story, before)
        if not data.reaches("meeting_planned") and not backs:
            return
        if story.again().step == "research":
            research.finish(story.case, by=story.convener)
        yield from tell_meeting(story, number)
        if backs:
            back = backs.pop(0)
            yield story.clock.at(back.day, "09:10")
            step_back(story, back)
    yield from tell_research(story, pending)


def _tell_withdrawal(story: Story):
    ending = story.data.ending
    yield story.clock.at(ending.day, "11:00")
    topic.stop(story.again(), by=story.city.person(ending.by), reason=story.told(ending.note))


def _tell_minutes(story: Story):
    data = story.data.minutes
    if data is None or not story.data.reaches("minutes_draft") or story.data.stop_at == "withdrawn":
        return
    by = story.city.person(data.by)
    yield story.clock.at(data.drafted, "16:20")
    draft = minutes.compose(story.again(), by=by)
    _write(story, draft, data.sections, by=by)
    if story.data.backfill_reason:
        _date(story)
    if not story.data.reaches("minutes_offered"):
        return
    yield story.clock.at(data.offered, "10:10")
    minutes.offer(_minutes(story), by=by, version=_minutes(story).version)
    if not story.data.reaches("minutes_signed"):
        return
    yield story.clock.at(data.signed, "15:30")
    signing.sign(_minutes(story), by=story.convener, seen=signing.as_read(_minutes(story)))
    if data.countersigned is not None and story.second:
        yield story.clock.at(data.countersigned, "16:40")
        signing.countersign(_minutes(story), by=story.second)
    for told in data.corrections:
        yield from _correct(story, told)


def _correct(story: Story, told):
    by = story.city.person(told.by)
    yield story.clock.at(told.day, "09:40")
    correction.correct(_minutes(story), by=story.convener, reason=story.told(told.reason))
    _write(story, _minutes(story), told.sections, by=by)
    signing.sign(_minutes(story), by=story.convener, seen=signing.as_read(_minutes(story)))


def _write(story: Story, draft, sections, *, by) -> None:
    """Replace the texts that the file gives; the rest stays as it was composed."""
    known = {part["key"] for part in draft.sections}
    texts = {each.key: story.told(each.text) for each in sections if each.key in known}
    if texts:
        draft = _minutes(story)
        minutes.edit(draft, by=by, version=draft.version, title=draft.title, texts=texts)


def _date(story: Story) -> None:
    """Minutes of a meeting held on paper carry the day on which they were signed there, and a scan of the paper."""
    draft, by = _minutes(story), story.city.person(story.data.minutes.by)
    minutes.edit(
        draft,
        by=by,
        version=draft.version,
        title=draft.title,
        texts={},
        dated_on=story.day(story.data.minutes.signed),
        attachments=[story.scan("协商纪要原件扫描", by=by)],
    )


def _minutes(story: Story) -> Minutes:
    return Minutes.objects.get(consultation=story.case)


def _tell_submission(story: Story):
    data = story.data.submission
    if data is None or not story.data.reaches("submitted"):
        return
    yield story.clock.at(data.sent, "17:00")
    submission.send(story.again(), by=story.city.person(data.by))
    if data.copy_opinion:
        copy = Submission.objects.filter(consultation=story.case, kind="copy").first()
        by, opinion = story.city.person(data.received_by), story.told(data.copy_opinion)
        submission.add_opinion(copy, by=by, version=copy.version, opinion=opinion)
    if data.received is not None and story.data.reaches("matters_pending"):
        yield story.clock.at(data.received, "08:40")
        received = Submission.objects.get(consultation=story.case, kind="minutes", state="sent")
        submission.receive(received, by=story.city.person(data.received_by))
    if data.office_received is not None:
        yield story.clock.at(data.office_received, "09:00")
        office = story.city.person(_name_of(story, "office"))
        for sent in Submission.objects.filter(consultation=story.case, kind="matter", state="sent"):
            submission.receive(sent, by=office)


def _name_of(story: Story, username: str) -> str:
    return next(account.name for account in story.city.data.accounts if account.username == username)


def _tell_matters(story: Story):
    """Decisions, tasks and results, in the order of their days over all matters of the case."""
    if not story.data.reaches("matters_pending") or story.data.stop_at == "no_consensus":
        return
    acts = []
    for number, data in enumerate(story.data.matters, start=1):
        if data.decision and story.data.reaches("matters_running"):
            acts.append((data.decision.day, 0, lambda data=data, number=number: _decide(story, data, number)))
            acts += _task_acts(story, data, number)
        if data.result and story.data.reaches("closed"):
            acts.append((data.result.day, 9, lambda data=data, number=number: _close(story, data, number)))
    for day, _, act in sorted(acts, key=lambda each: each[:2]):
        if day > 0:
            continue
        yield story.clock.at(day, "10:30")
        act()


def _matter(story: Story, number: int) -> Matter:
    return Matter.objects.select_related("consultation").get(
        consultation=story.case, number=number, removed_at__isnull=True
    )


def _decide(story: Story, data, number: int) -> None:
    decided, units = data.decision, story.city.units
    by_role = {"responsible": [], "helping": []}
    for task in data.assignments:
        if not _is_own(task, data):
            by_role[task.role].append(units[task.unit])
    plan = action.Plan(
        responsible=tuple(by_role["responsible"]),
        helping=tuple(by_role["helping"]),
        start=story.day(decided.start),
        due=story.day(decided.due),
        cost=decided.cost,
        money=tuple((part.source, part.amount, part.state) for part in decided.money),
    )
    action.decide(
        _matter(story, number),
        by=story.city.person(decided.by),
        adoption=decided.adoption,
        opinion=story.told(decided.opinion),
        basis=decided.basis,
        basis_note=decided.basis_note,
        basis_on=timezone.localdate(),
        plan=plan,
    )
    for task in data.assignments:
        if _is_own(task, data):
            assignment.add_unit(
                _matter(story, number),
                by=story.city.person(decided.by),
                unit=units[task.unit],
                role=task.role,
                due_on=story.day(task.due),
                task=story.told(task.task),
            )


def _is_own(task, data) -> bool:
    """A helping unit with a day of its own is given its task apart."""
    return task.role == "helping" and not task.asked and task.due is not None and task.due != data.decision.due


def _task_acts(story: Story, data, number: int) -> list:
    acts = []
    for task in data.assignments:
        handler = story.city.person(story.city.data.unit_by_code[task.unit].contact)

        def on(day, order, verb, task=task, **fields):
            acts.append((day, order, lambda: verb(_assignment(story, task, number), **fields)))

        if task.accepted is not None:
            on(task.accepted, 1, assignment.accept, by=handler)
        if task.refused is not None:
            on(task.refused, 1, assignment.refuse, by=handler, reason=story.told(task.refusal))
        body = story.city.person(data.decision.by)
        for each in task.progress:
            on(each.day, 2, _report, story=story, report=each, handler=handler, body=body)
        if task.closed is not None:
            on(task.closed, 4, assignment.close, by=body)
    return acts


def _report(given, *, story: Story, report, handler, body) -> None:
    assignment.report(
        given,
        by=handler,
        text=story.told(report.text),
        asks_closing=report.asks_closing,
        attachments=story.pictures(report.photos, by=handler),
    )
    if report.answer:
        given.refresh_from_db()
        assignment.send_back(given, by=body, reason=story.told(report.answer))


def _assignment(story: Story, task, number: int):
    return _matter(story, number).assignments.filter(unit=story.city.units[task.unit]).order_by("-pk").first()


def _close(story: Story, data, number: int) -> None:
    result = data.result
    by = story.city.person(result.by)
    closing.close_matter(
        _matter(story, number),
        by=by,
        outcome=result.outcome,
        text=story.told(result.text),
        satisfaction=result.satisfaction,
        attachments=story.pictures(result.photos, by=by),
    )
