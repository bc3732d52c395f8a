// The line being typed: who speaks, by number, name or a press; keys for everything, buttons for every key.

import { composing, el, newKey } from "./dom.js";

const DIGITS = /^([0-9０-９]{1,3})[ 　]/;
const NAMED = /^@([^\s@]{1,20})[ 　]/;
const NAMING = /^@([^\s@]{0,20})$/;
const RECENT = 5;

export class Entry {
  constructor(model, sync, root, { stream, onMatter, onPart }) {
    Object.assign(this, { model, sync, root, stream, onMatter, onPart, speaker: null, before: null, recent: [], dissent: false });
    this.box = root.querySelector("textarea");
    this.quick = root.querySelector("[data-quick]");
    this.label = root.querySelector("label");
    this.hint = root.querySelector("[data-hint]");
    root.addEventListener("submit", (event) => {
      event.preventDefault();
      this.record();
    });
    root.querySelector("[data-dissent]").addEventListener("click", () => this.turnDissent());
    root.querySelector("[data-matter]").addEventListener("click", () => this.takeMatter());
    this.box.addEventListener("keydown", (event) => this.press(event));
    this.box.addEventListener("input", (event) => event.isComposing || this.typed());
    this.box.addEventListener("compositionend", () => this.typed());
    document.addEventListener("keydown", (event) => this.anywhere(event));
    document.addEventListener("meeting:write", () => this.box.focus());
  }

  // ── who speaks ───────────────────────────────────────────────────────────────────────────────────────────────────
  speak(id) {
    if (id !== this.speaker) {
      if (this.speaker !== null) this.recent = [this.speaker, ...this.recent.filter((each) => each !== this.speaker && each !== id)].slice(0, RECENT);
      this.before = this.speaker;
      this.speaker = id;
      const person = this.model.people.get(id);
      // Whoever speaks is here.
      if (person && !this.model.view("seat", id).attendance) this.model.change("seat", id, { attendance: "present" });
    }
    this.say("");
    this.draw();
    this.box.focus();
    this.keep();
    this.root.dispatchEvent(new CustomEvent("speaker", { detail: id }));
  }

  person() {
    return this.model.people.get(this.speaker);
  }

  find(words) {
    const lowered = words.toLowerCase();
    return this.model
      .persons()
      .filter(({ name, pinyin }) => name.includes(words) || pinyin.split(" ").some((reading) => reading.startsWith(lowered)));
  }

  typed() {
    const digits = this.box.value.match(DIGITS);
    const named = this.box.value.match(NAMED);
    if (digits) this.bySeat(digits);
    else if (named) this.byName(named);
    else this.draw();
    this.keep();
  }

  bySeat([whole, digits]) {
    const seat = Number(digits.replace(/[０-９]/g, (sign) => "０１２３４５６７８９".indexOf(sign)));
    const person = this.model.persons().find((each) => each.seat === seat);
    if (!person && seat !== 0) {
      this.say(`没有 ${seat} 号；临时到会的人请先登记，或用 0 号先记下。`);
      return;
    }
    this.box.value = this.box.value.slice(whole.length);
    this.speak(person ? person.id : null);
  }

  byName([whole, words]) {
    const found = this.find(words);
    const exact = found.filter((person) => person.name === words);
    const one = exact.length === 1 ? exact[0] : found.length === 1 ? found[0] : null;
    if (one) {
      this.box.value = this.box.value.slice(whole.length);
      this.speak(one.id);
    } else this.say(found.length ? "不止一位，请点选或多打一个字。" : `没有找到“${words}”；临时到会的人请先登记。`);
  }

  choose(id) {
    if (NAMING.test(this.box.value) || NAMED.test(this.box.value)) this.box.value = this.box.value.replace(/^@[^\s]*[ 　]?/, "");
    this.speak(id);
  }

  // Who spoke lately: here, or, after a reload, according to the record.
  recentSpeakers() {
    if (this.recent.length) return this.recent;
    const said = this.model.statements().map((row) => row.participant).reverse();
    return [...new Set(said)].filter((id) => id !== null && id !== this.speaker).slice(0, RECENT);
  }

  // ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────────────
  chip(person, on, more = "") {
    return el("button", { type: "button", class: `chip${on ? " on" : ""}${more}`, "aria-pressed": String(Boolean(on)), on: { click: () => this.choose(person.id) } },
      el("span", { class: "key" }, String(person.seat)), person.name);
  }

  draw() {
    const naming = this.box.value.match(NAMING);
    const person = this.person();
    const candidates = naming && naming[1] ? this.find(naming[1]).slice(0, 8) : null;
    const recent = this.recentSpeakers().map((id) => this.model.people.get(id)).filter(Boolean);
    // Phones have no list beside the line: everybody else follows, to be reached by a swipe.
    const rest = this.model.persons().filter((each) => each.attendance !== "leave" && each !== person && each.id !== this.speaker && !recent.some((one) => one.id === each.id));
    const unnamed = el("span", { class: "chip on" }, this.model.config.keyPoints ? "要点" : "还没有选发言人");
    this.quick.replaceChildren(...(candidates
      ? candidates.map((each) => this.chip(each, false))
      : [person ? this.chip(person, true) : unnamed, recent.length ? el("span", { class: "dim small wide-only" }, "刚才：") : "", ...recent.map((each) => this.chip(each)), ...rest.map((each) => this.chip(each, false, " rest"))]));
    this.label.textContent = person ? `${person.name}的发言` : "发言";
    this.root.querySelector("[data-dissent]").setAttribute("aria-pressed", String(this.dissent));
    this.root.classList.toggle("dissenting", this.dissent);
  }

  say(words) {
    this.hint.textContent = words;
    this.hint.hidden = !words;
  }

  // ── recording ────────────────────────────────────────────────────────────────────────────────────────────────────
  record() {
    const text = this.box.value.trim();
    if (!text) return null;
    if (NAMED.test(this.box.value) || DIGITS.test(this.box.value)) {
      this.typed();
      return null;
    }
    const { model } = this;
    const key = newKey();
    const rows = model.statements();
    const last = rows.length ? rows[rows.length - 1] : null;
    const at = model.config.backfilled ? model.config.heldAt + rows.length * 1000 : model.now();
    const position = Math.max(at / 1000, last ? last.position + 0.001 : 0);
    model.change("row", key, {
      position, participant: this.speaker, text, at: Math.round(at), part: model.part(),
      point: model.config.keyPoints, reply: false, dissent: this.dissent, explanation: "", removed: false,
    });
    this.dissent = false;
    this.box.value = "";
    this.say("");
    this.keep();
    // Whoever records looks at the end again.
    this.stream.follow = true;
    this.box.focus();
    return key;
  }

  turnDissent() {
    if (this.box.value.trim()) {
      this.dissent = !this.dissent;
      this.draw();
    } else this.onPicked((row) => this.model.change("row", row.key, { dissent: !row.dissent }));
    this.box.focus();
  }

  // With words marked: those; otherwise the whole of what is being typed, or the picked statement, or the last one.
  takeMatter() {
    const { selectionStart: from, selectionEnd: to, value } = this.box;
    const marked = document.activeElement === this.box && from !== to ? value.slice(from, to).trim() : "";
    if (value.trim()) {
      const key = this.record();
      if (key) this.onMatter(marked || value.trim(), key);
    } else this.onPicked((row) => this.onMatter(this.stream.marked(row.key) || row.text, row.key));
  }

  onPicked(act) {
    const rows = this.model.statements();
    const holder = getSelection().anchorNode?.parentElement?.closest?.(".say[data-key]")?.dataset.key;
    const key = (getSelection().toString().trim() && holder) || this.stream.selected;
    const row = rows.find((each) => each.key === key) ?? rows[rows.length - 1];
    if (row) act(row);
  }

  // ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────────────
  press(event) {
    if (composing(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.record();
    } else if (event.key === "ArrowUp" && !this.box.value) {
      event.preventDefault();
      this.stream.editLast();
    }
  }

  anywhere(event) {
    if (composing(event) || document.querySelector("dialog[open]")) return;
    const acts = {
      F1: () => document.getElementById("keys").showModal(),
      F2: () => this.before !== null && this.speak(this.before),
      F4: () => this.turnDissent(),
      F8: () => this.takeMatter(),
      F9: () => this.onPart(),
    };
    const saves = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
    if (saves) {
      event.preventDefault();
      this.keep(true);
      this.model.hurry();
      this.sync.beat();
    } else if (plain && acts[event.key]) {
      event.preventDefault();
      acts[event.key]();
    }
  }

  // ── what is being typed ──────────────────────────────────────────────────────────────────────────────────────────
  keep(now = false) {
    const fields = { participant: this.speaker, text: this.box.value };
    this.model.store.put("typing", { id: "typing", ...fields, at: Date.now() });
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => {
      if (this.kept !== fields.text) this.sync.keepTyping(fields);
      this.kept = fields.text;
    }, now ? 0 : 3000);
  }

  async restore(fromServer) {
    const [here] = await this.model.store.all("typing");
    const kept = here?.text ? here : fromServer;
    const rows = this.model.statements();
    // Recorded already, and only the answer was lost.
    if (!kept?.text || this.box.value || rows.some((row) => row.text === kept.text.trim())) return;
    this.box.value = kept.text;
    if (kept.participant && this.speaker === null) this.speaker = kept.participant;
    this.draw();
  }
}
