// The middle column: one row a statement. Only rows that changed are drawn again; the end stays in sight.

import { badge, button, clock, composing, el, icon } from "./dom.js";

const GAP = 0.001;

export class Stream {
  constructor(model, root, { onMatter, backfilled }) {
    Object.assign(this, { model, root, onMatter, backfilled, nodes: new Map(), selected: null, editing: null, fresh: 0 });
    this.list = root.querySelector("[data-stream]");
    this.more = root.querySelector("[data-more]");
    this.empty = root.querySelector("[data-empty]");
    this.more.addEventListener("click", () => this.toEnd());
    this.list.addEventListener("scroll", () => this.atEnd() && this.seen());
    this.list.addEventListener("click", (event) => this.press(event));
    this.list.addEventListener("dragover", (event) => this.over(event));
    this.list.addEventListener("drop", (event) => this.drop(event));
  }

  atEnd() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 60;
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
    this.seen();
  }

  seen() {
    this.fresh = 0;
    this.more.hidden = true;
  }

  draw(detail) {
    const stick = this.follow || this.atEnd();
    this.follow = false;
    const rows = this.model.statements();
    const order = rows.map((row) => row.key);
    const changed = new Set(detail.everything || detail.sheet ? order : detail.row ?? []);
    const before = this.nodes.size;
    for (const [key, node] of this.nodes) {
      if (!order.includes(key)) {
        node.remove();
        this.nodes.delete(key);
      }
    }
    let previous = null;
    let part = 0;
    for (const row of rows) {
      let node = this.nodes.get(row.key);
      const enters = row.part > part;
      if (!node || ((changed.has(row.key) || node.classList.contains("saywrap") !== enters) && this.editing !== row.key)) {
        const made = this.row(row, enters);
        node?.replaceWith(made);
        node = made;
        this.nodes.set(row.key, node);
      }
      part = Math.max(part, row.part);
      const after = previous ? previous.nextSibling : this.list.firstChild;
      if (after !== node) this.list.insertBefore(node, after);
      previous = node;
    }
    this.empty.hidden = rows.length > 0;
    this.keepEnd(stick, this.nodes.size - before, detail.fromServer);
  }

  keepEnd(stick, added, fromServer) {
    if (stick) this.toEnd();
    else if (added > 0 && fromServer) {
      this.fresh += added;
      this.more.hidden = false;
      this.more.textContent = `有 ${this.fresh} 条新发言`;
    }
  }

  row(row, enters) {
    const { model } = this;
    const person = model.people.get(row.participant);
    const role = person && (person.id === model.sheet.chair ? "主持" : person.title);
    const time = this.backfilled ? el("span", { class: "dim" }) : el("time", {}, clock(row.at));
    const grip = el("span", { class: "grip", draggable: "true", title: "拖动调整次序", on: { dragstart: (event) => this.take(event, row.key) } }, icon("grip-vertical"));
    const by = el("span", { class: "by" }, person ? person.name : row.point ? "要点" : "未登记的人", role ? el("small", {}, role) : null);
    const acts = el("span", { class: "acts" }, ...this.badges(row));
    const classes = ["say", row.dissent && "against", row.dissent && !row.explanation && "open", row.reply && "reply", this.selected === row.key && "picked"];
    const node = el("div", { class: classes.filter(Boolean).join(" "), data: { key: row.key } }, grip, time, by, el("p", {}, row.text), acts);
    if (row.clash) node.append(this.clash(row));
    else if (row.error) node.append(this.error(row));
    else if (this.selected === row.key) node.append(this.tools(row));
    if (!enters) return node;
    const words = model.config.agenda[row.part];
    return el("div", { class: "saywrap", data: { key: row.key } }, el("div", { class: "say phase" }, this.backfilled ? `进入“${words}”` : `${clock(row.at)} 进入“${words}”`), node);
  }

  badges(row) {
    const matters = this.model.agreedMatters().filter((matter) => matter.statements?.includes(row.key));
    const dissent = this.model.config.words.dissent;
    return [
      row.reply && badge("off", "message-reply", "部门回应"),
      row.dissent && (row.explanation ? badge("done", "message-check", `${dissent}，已解释`) : badge("wait", "message-exclamation", `${dissent}，待解释`)),
      matters.length > 0 && badge("done", "pin", `已摘为事项 ${matters.map((matter) => matter.number || "").join("、")}`),
      row.local && el("span", { class: "save is-wait" }, icon("device-floppy"), "本机"),
    ].filter(Boolean);
  }

  tools(row) {
    const { model } = this;
    const set = (fields) => model.change("row", row.key, fields);
    return el("div", { class: "tools row-g" },
      button("改", () => this.edit(row.key), { symbol: "pencil" }),
      button(row.dissent ? `取消${model.config.words.dissent}` : model.config.words.dissent, () => set({ dissent: !row.dissent }), { "aria-pressed": String(row.dissent) }),
      button(row.reply ? "取消部门回应" : "部门回应", () => set({ reply: !row.reply }), { "aria-pressed": String(row.reply) }),
      button("摘为事项", () => this.onMatter(this.marked(row.key) || row.text, row.key), { symbol: "pin" }),
      button("上移", () => this.move(row.key, -1), { symbol: "arrow-up" }),
      button("下移", () => this.move(row.key, 1), { symbol: "arrow-down" }),
      button("移出", () => this.remove(row.key), { symbol: "trash" }));
  }

  // Words marked with the mouse inside this row.
  marked(key) {
    const selection = getSelection();
    const node = this.nodes.get(key);
    return selection.toString().trim() && node?.contains(selection.anchorNode) ? selection.toString().trim() : "";
  }

  press(event) {
    const node = event.target.closest(".say[data-key]");
    if (!node || event.target.closest("button, textarea, select, a")) return;
    if (getSelection().toString()) return;
    this.pick(this.selected === node.dataset.key ? null : node.dataset.key);
  }

  pick(key) {
    const changed = [this.selected, key].filter(Boolean);
    this.selected = key;
    this.draw({ row: changed });
  }

  // ── correcting ───────────────────────────────────────────────────────────────────────────────────────────────────
  edit(key) {
    const row = this.model.view("row", key);
    const node = this.nodes.get(key)?.querySelector("p") ? this.nodes.get(key) : null;
    if (!node) return;
    this.editing = key;
    const box = el("textarea", { class: "form-control", rows: 2, maxlength: 4000, "aria-label": "修改发言", value: row.text, "data-grow": true });
    const speaker = el("select", { class: "form-select", "aria-label": "发言人" }, el("option", { value: "" }, "未登记的人"),
      ...this.model.persons().map((person) => el("option", { value: person.id }, `${person.seat} ${person.name}`)));
    speaker.value = row.participant ?? "";
    const done = (keep) => {
      this.editing = null;
      const participant = speaker.value ? Number(speaker.value) : null;
      const fields = { ...(box.value !== row.text && { text: box.value }), ...(participant !== row.participant && { participant }) };
      if (keep && box.value.trim() && Object.keys(fields).length) this.model.change("row", key, fields);
      else this.draw({ row: [key] });
      document.dispatchEvent(new CustomEvent("meeting:write"));
    };
    box.addEventListener("keydown", (event) => {
      if (composing(event)) return;
      if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        done(true);
      } else if (event.key === "Escape") {
        event.stopPropagation();
        done(false);
      }
    });
    const form = el("div", { class: "fix" }, box, el("div", { class: "row-g mt-1" }, speaker,
      button("改好", () => done(true), { class: "btn btn-line btn-sm" }), button("不改", () => done(false))));
    node.querySelector("p").replaceWith(form);
    node.querySelector(".tools")?.remove();
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  }

  editLast() {
    const rows = this.model.statements();
    if (rows.length) this.edit(rows[rows.length - 1].key);
  }

  remove(key) {
    this.selected = null;
    this.model.change("row", key, { removed: true });
    this.undo = key;
    this.more.hidden = false;
    this.more.textContent = "已移出 1 条，点这里恢复";
    const back = (event) => {
      event.stopImmediatePropagation();
      this.model.change("row", key, { removed: false });
      this.seen();
    };
    this.more.addEventListener("click", back, { once: true, capture: true });
    setTimeout(() => {
      this.more.removeEventListener("click", back, { capture: true });
      if (this.undo === key) this.seen();
    }, 10000);
  }

  // ── order ────────────────────────────────────────────────────────────────────────────────────────────────────────
  move(key, step) {
    const rows = this.model.statements();
    const at = rows.findIndex((row) => row.key === key);
    this.place(key, step < 0 ? rows[at - 2] : rows[at + 1], step < 0 ? rows[at - 1] : rows[at + 2]);
  }

  // Put a row between two others; where no number fits between them any more, the row behind makes room.
  place(key, before, after) {
    if ((!before && !after) || before?.key === key || after?.key === key) return;
    let position = before && after ? (before.position + after.position) / 2 : before ? before.position + 1 : after.position - 1;
    if (before && position - before.position < GAP / 1000) {
      position = before.position + GAP;
      this.model.change("row", after.key, { position: position + GAP });
    }
    this.model.change("row", key, { position });
  }

  take(event, key) {
    this.dragged = key;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  }

  over(event) {
    if (!this.dragged) return;
    event.preventDefault();
    this.list.querySelectorAll(".before").forEach((node) => node.classList.remove("before"));
    event.target.closest(".say[data-key]")?.classList.add("before");
  }

  drop(event) {
    event.preventDefault();
    this.list.querySelectorAll(".before").forEach((node) => node.classList.remove("before"));
    const target = event.target.closest(".say[data-key]")?.dataset.key;
    const rows = this.model.statements().filter((row) => row.key !== this.dragged);
    const at = target ? rows.findIndex((row) => row.key === target) : rows.length;
    if (this.dragged && at >= 0) this.place(this.dragged, rows[at - 1], rows[at]);
    this.dragged = null;
  }

  // ── two people at once, and what the server would not take ───────────────────────────────────────────────────────
  clash(row) {
    const id = `row:${row.key}`;
    const mine = this.model.pending.get(id).fields;
    const names = { text: "发言", explanation: "解释情况", participant: "发言人" };
    const told = (name, value) => (name === "participant" ? this.model.people.get(value)?.name ?? "未登记的人" : value);
    return el("div", { class: "clash note is-wait" }, icon("git-compare"), el("div", {}, el("p", {}, "两人同时改了这一条，两份都在，请选一份，或者合起来写。"),
      ...Object.keys(row.clash).map((name) => {
        const both = el("textarea", { class: "form-control", "aria-label": "合起来写", rows: 2, value: `${mine[name] ?? ""}` });
        return el("div", { class: "mt-1" },
          el("p", {}, el("strong", {}, `我的${names[name] ?? ""}：`), told(name, mine[name]) ?? ""),
          el("p", {}, el("strong", {}, "对方的："), told(name, row.clash[name]) ?? ""),
          name === "participant" ? null : both,
          el("div", { class: "row-g mt-1" },
            button(name === "participant" ? "用我的" : "用我写的", () => this.model.resolve(id, name === "participant" ? {} : { [name]: both.value })),
            button("用对方的", () => this.model.resolve(id, null))));
      })));
  }

  error(row) {
    const id = `row:${row.key}`;
    return el("div", { class: "note is-late mt-1" }, icon("alert-triangle"), el("div", {}, el("p", {}, `没有存到服务器：${row.error}`),
      el("div", { class: "row-g mt-1" }, button("改一改", () => this.edit(row.key)), button("不要这次改动", () => this.model.resolve(id, null)))));
  }
}
