"""Steps 4 to 6 of the synthetic consultations: meetings, minutes, submissions, decisions, tasks."""

from datetime import timedelta
from uuid import UUID

from consult import models as m
from members.models import Notice
from tests.bench import words
from tests.bench.cases import Case, Opening

STATEMENTS, MANY_STATEMENTS = 20, 300
BATCH = 500


class Maker(Opening):
    """Writes whole consultations, in batches."""

    def make(self) -> int:
        """Write all of them; return how many rows that were."""
        total = 0
        for number in range(self.cases):
            self.one(number)
            if number % BATCH == BATCH - 1:
                total += self.tables.write(with_triggers=[m.Topic])
        self.one_running_meeting()
        total += self.tables.write(with_triggers=[m.Topic])
        self.tables.finish()
        return total

    def one(self, number: int) -> None:
        case = self.begin(number)
        if case.reached < 3:
            return
        statements = MANY_STATEMENTS if number % 200 == 0 else STATEMENTS
        matters = self._discussion(case, statements=statements)
        if case.is_past(3):
            edition = self._minutes(case)
            self._submission(case, edition)
        for key, text, state in matters if case.is_past(4) else ():
            if state in ("running", "done", "partly"):
                self._decision(case, key, text)

    def one_running_meeting(self) -> None:
        """The meeting in which statements are saved while everything else is measured."""
        case = self.begin(self.cases, stand="discussion", place=self.city.places[0])
        self._discussion(case, statements=MANY_STATEMENTS, state="running")

    # ── step 4 ───────────────────────────────────────────────────────────────────────────────────────────────────
    def _discussion(self, case: Case, *, statements: int, state: str = "") -> list[tuple]:
        state = state or ("ended" if case.is_past(3) else self.dice.choice(("planned", "running", "ended", "ended")))
        begun = case.at(30)
        times = {} if state == "planned" else {"started_at": begun}
        times |= {"ended_at": begun + timedelta(minutes=4), "outcome": "agreed"} if state == "ended" else {}
        meeting = self.tables[m.Meeting].add(
            consultation_id=case.key, number=1, mode="bench", place=f"{case.title[:8]}门前", planned_at=begun,
            state=state, chair_id=case.people[0], recorder_id=case.place.clerk, changes=statements,
            background="会前调研 2 次，走访 42 户。", **times,
        )  # fmt: skip
        self.event(case, "consult.plan_meeting", 25, "安排协商会")
        if state == "planned":
            return []
        self.photo(m.Meeting, meeting, case)
        for index, person in enumerate(case.people):
            attendance = "leave" if index == 7 else "present"
            self.tables[m.MeetingSeat].add(
                meeting_id=meeting, participant_id=person, attendance=attendance, noted_by_id=case.place.clerk,
                noted_at=begun,
            )  # fmt: skip
        for index in range(statements):
            self._statement(case, meeting, index, begun)
        self.event(case, "consult.end_meeting", 30, "结束会议记录")
        return [self._matter(case, meeting, number) for number in (1, 2, 3)]

    def _statement(self, case: Case, meeting: int, index: int, begun) -> None:
        said_at = begun + timedelta(seconds=index)
        explained = {}
        if index % 10 == 9:
            explained = {"is_dissent": True, "explanation": "会上已当面解释，费用由集体补贴一部分。"}
            explained |= {"explained_by_id": case.place.clerk, "explained_at": said_at}
        self.tables[m.Statement].add(
            uuid=UUID(int=self.dice.getrandbits(128), version=4), meeting_id=meeting, position=index + 1.0,
            participant_id=self.dice.choice(case.people), text=words.sentence(self.dice, words.STATEMENTS),
            said_at=said_at, agenda_part=min(1, index // 5), change=index + 1, created_by_id=case.place.clerk,
            created_at=said_at, changed_at=said_at, **explained,
        )  # fmt: skip

    def _matter(self, case: Case, meeting: int, number: int) -> tuple:
        text = words.sentence(self.dice, words.MATTERS)
        city = number == 3 and case.key % 4 == 0
        state = "noted" if not case.is_past(3) else "pending"
        closed = {}
        if case.state == "closed":
            state = self.dice.choice(("done", "done", "done", "partly"))
            closed = {
                "outcome_code": "solved", "outcome": "已经完成，住户代表参加了验收。", "satisfaction": "satisfied",
                "closed_by_id": case.place.secretary, "closed_at": case.at(110),
            }  # fmt: skip
        elif case.is_past(4):
            state = "city" if city else "pending" if self.dice.random() < 0.15 else "running"
        key = self.tables[m.Matter].add(
            consultation_id=case.key, number=number, state=state, text=text, level="city" if city else "township",
            meeting_id=meeting, suggested_due="15日内", opinions={"agree": 10, "disagree": 1, "reserve": 1},
            created_by_id=case.place.clerk, created_at=case.at(30), **closed,
        )  # fmt: skip
        self.tables[m.Matter.suggested_units.through].add(
            matter_id=key, unit_id=self.dice.choice(self.city.departments)
        )
        return key, text, state

    def _minutes(self, case: Case) -> int:
        place, year = case.place, case.at(33).year
        number = self.minutes_numbers[place.room, year] = self.minutes_numbers.get((place.room, year), 0) + 1
        title = f"关于{case.title}的协商纪要"
        minutes = self.tables[m.Minutes].add(
            consultation_id=case.key, state="signed", title=title, sections=_sections(case, self.dice), year=year,
            number=number, created_by_id=place.clerk, offered_by_id=place.clerk, offered_at=case.at(32),
            created_at=case.at(31), signed_by_id=place.convener, signed_at=case.at(33),
        )  # fmt: skip
        self.event(case, "consult.offer_minutes", 32, "提请审签纪要")
        self.event(case, "consult.sign_minutes", 33, f"审签纪要，第 {number} 期")
        return self.tables[m.MinutesEdition].add(
            minutes_id=minutes, edition=0, sha256="0" * 64, signed_by_id=place.convener, signed_at=case.at(33),
            paper={"title": title, "number": f"第{number}期", "sections": _sections(case, self.dice)},
        )  # fmt: skip

    # ── steps 5 and 6 ────────────────────────────────────────────────────────────────────────────────────────────
    def _submission(self, case: Case, edition: int) -> None:
        is_received = case.is_past(4)
        if not is_received and self.dice.random() < 0.3:
            return
        received = {"received_by_id": case.place.secretary, "received_at": case.at(37)} if is_received else {}
        self.tables[m.Submission].add(
            consultation_id=case.key, kind="minutes", state="received" if is_received else "sent",
            to_id=case.place.approver, edition_id=edition, sent_by_id=case.place.clerk, sent_at=case.at(35), **received,
        )  # fmt: skip
        self.event(case, "consult.send_minutes", 35, "报送协商纪要")
        if is_received:
            self.event(case, "consult.receive_submission", 37, "接收协商纪要")

    def _decision(self, case: Case, matter: int, text: str) -> None:
        due = case.on(self.dice.randint(60, 200))
        self.tables[m.Decision].add(
            matter_id=matter, body_id=case.place.approver, adoption="adopt", basis="meeting", basis_note="党委会议",
            basis_on=case.on(40), cost=12, due_on=due, decided_by_id=case.place.secretary, decided_at=case.at(40),
        )  # fmt: skip
        self.event(case, "consult.decide_matter", 40, "确定事项：采纳")
        for role in ("responsible", "helping"):
            self._assignment(case, matter, role=role, text=text, due=due)

    def _assignment(self, case: Case, matter: int, *, role: str, text: str, due) -> None:
        unit, place = self.dice.choice(self.city.departments), case.place
        done = case.state == "closed"
        state = "closed" if done else self.dice.choice(("issued", "accepted", "accepted", "reported"))
        accepted = {"accepted_by_id": self.city.contacts[unit], "accepted_at": case.at(45)} if state != "issued" else {}
        closed = {"closed_by_id": place.secretary, "closed_at": case.at(105)} if done else {}
        task = self.tables[m.Assignment].add(
            matter_id=matter, unit_id=unit, role=role, state=state, task=text, due_on=due, issued_by_id=place.secretary,
            issued_by_unit_id=place.approver, issued_at=case.at(40), **accepted, **closed,
        )  # fmt: skip
        if state in ("reported", "closed"):
            self._progress(case, task, unit)

    def _progress(self, case: Case, task: int, unit: int) -> None:
        contact = self.city.contacts[unit]
        for index, text in enumerate(words.PROGRESS[-2:]):
            key = self.tables[m.Progress].add(
                assignment_id=task, text=text.format(m=5), asks_closing=index == 1, reported_by_id=contact,
                reported_at=case.at(70 + index),
            )  # fmt: skip
        self.photo(m.Progress, key, case)
        self.event(case, "consult.report_progress", 71, "报告进展，申请办结")
        if case.key % 20 == 0:
            self.tables[Notice].add(
                user_id=case.place.secretary, sentence=f"{case.title}：申请办结", url=f"/assignments/{task}/",
                case_id=case.key, created_at=case.at(71), read_at=case.at(72),
            )  # fmt: skip


def _sections(case: Case, dice) -> list[dict]:
    texts = {
        "opening": "召集人主持召开协商会，就议题进行协商。",
        "background": words.sentences(dice, words.WHY, 4),
        "research": words.sentences(dice, words.FINDINGS, 4),
        "discussion": words.sentences(dice, words.STATEMENTS, 8),
    }
    return [{"key": key, "heading": "", "text": text, "composed": text, "rows": []} for key, text in texts.items()]
