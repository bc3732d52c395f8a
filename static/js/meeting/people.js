// The left column: who is here. A press chooses the speaker; in 点名 each person has four words to press.

import { el } from "./dom.js";

const ATTENDANCE = [["present", "出席"], ["leave", "请假"], ["observer", "列席"], ["listener", "旁听"]];
const WORDS = Object.fromEntries(ATTENDANCE);

export class People {
  constructor(model, sync, root, { onSpeak, addUrl }) {
    Object.assign(this, { model, sync, root, onSpeak, addUrl, calling: false, speaker: null });
    this.list = root.querySelector("[data-people]");
    this.count = root.querySelector("[data-count]");
    this.call = root.querySelector("[data-call]");
    this.rest = root.querySelector("[data-rest]");
    this.adding = root.querySelector("form");
    this.call.addEventListener("click", () => this.turn());
    this.rest.addEventListener("click", () => this.seatRest());
    root.querySelector("[data-add]").addEventListener("click", () => this.openAdding());
    this.adding.addEventListener("submit", (event) => this.add(event));
    this.adding.querySelector("[data-cancel]").addEventListener("click", () => this.openAdding(false));
  }

  turn() {
    this.calling = !this.calling;
    this.call.textContent = this.calling ? "点完了" : "点名";
    this.call.setAttribute("aria-pressed", String(this.calling));
    this.rest.hidden = !this.calling;
    this.draw();
    // Who has called the roll goes on to write.
    if (!this.calling) document.dispatchEvent(new CustomEvent("meeting:write"));
  }

  draw() {
    const { model } = this;
    const people = model.persons();
    const spoken = new Map();
    for (const row of model.statements()) spoken.set(row.participant, (spoken.get(row.participant) ?? 0) + 1);
    const chair = people.find((person) => person.id === model.sheet.chair);
    const groups = [["主持", chair ? [chair] : []], ...model.config.categories.map(([code, name]) =>
      [name, people.filter((person) => person.category === code && person !== chair)])];
    this.list.replaceChildren(...groups.filter(([, members]) => members.length).flatMap(([name, members]) => [
      el("li", { class: "grp" }, name), ...members.map((person) => (this.calling ? this.callLine(person) : this.line(person, spoken))),
    ]));
    this.count.textContent = `到会 ${model.present()}/${people.length} 人`;
    this.root.dispatchEvent(new CustomEvent("counted", { detail: `${model.present()}/${people.length}` }));
  }

  line(person, spoken) {
    const away = person.attendance === "leave";
    const said = spoken.get(person.id) ?? 0;
    const note = person.attendance && person.attendance !== "present" ? WORDS[person.attendance] : person.attendance ? `${said} 次` : said ? `${said} 次` : "未到";
    const on = person.id === this.speaker;
    const classes = [on && "on", away && "away"].filter(Boolean).join(" ");
    return el("li", {}, el("button", {
      type: "button", class: classes, "aria-pressed": String(on), title: person.title,
      on: { click: () => this.onSpeak(person.id) },
    }, el("span", { class: "key" }, String(person.seat)), person.name, el("small", {}, note)));
  }

  callLine(person) {
    const press = (value) => this.model.change("seat", person.id, { attendance: person.attendance === value ? "" : value });
    return el("li", { class: "call" }, el("span", { class: "key" }, String(person.seat)), el("span", { class: "clip", title: person.title }, person.name),
      el("span", { class: "marks", role: "group", "aria-label": `${person.name}到会情况` }, ...ATTENDANCE.map(([value, word]) =>
        el("button", { type: "button", class: person.attendance === value ? "mark on" : "mark", "aria-pressed": String(person.attendance === value), on: { click: () => press(value) } }, word))));
  }

  seatRest() {
    for (const person of this.model.persons()) if (!person.attendance) this.model.change("seat", person.id, { attendance: "present" });
  }

  // ── 临时到会 ──────────────────────────────────────────────────────────────────────────────────────────────────────
  openAdding(open = this.adding.hidden) {
    this.adding.hidden = !open;
    if (open) this.adding.elements.name.focus();
  }

  tell(words) {
    const place = this.adding.querySelector("[data-error]");
    place.textContent = words;
    place.hidden = !words;
  }

  async add(event) {
    event.preventDefault();
    const { name, title, category } = this.adding.elements;
    if (!name.value.trim()) {
      this.tell("请填写姓名。");
      name.focus();
      return;
    }
    try {
      const response = await this.sync.fetch(this.addUrl, {
        method: "POST", body: JSON.stringify({ name: name.value, title: title.value, category: category.value }),
      });
      const answer = await response.json();
      if (!response.ok) {
        this.tell(Object.values(answer.errors ?? {}).join("") || "没有登记上，请再试一次。");
        return;
      }
      this.adding.reset();
      this.tell("");
      this.openAdding(false);
      await this.sync.ask();
      this.onSpeak(answer.participant);
    } catch {
      this.tell("网络断了，暂时登记不了；可以先用 0 号记发言，网络恢复后再登记。");
    }
  }
}
