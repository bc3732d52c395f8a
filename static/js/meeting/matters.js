// The right column: matters as they are agreed, dissent with its explanation, counts of opinions.

import { badge, button, el, icon, newKey } from "./dom.js";

// Typed texts are sent when the field is left, or after this pause.
const PAUSE = 4000;

export class Matters {
  constructor(model, root, { unitsUrl, levels }) {
    Object.assign(this, { model, root, unitsUrl, levels, open: null });
    this.list = root.querySelector("[data-matters]");
    this.count = root.querySelector("[data-matter-count]");
    this.dissents = root.querySelector("[data-dissents]");
    this.dissentCount = root.querySelector("[data-dissent-count]");
    this.votes = root.querySelector("[data-votes]");
    root.querySelector("[data-add-matter]").addEventListener("click", () => this.begin("", null));
    root.addEventListener("focusout", (event) => event.target.matches("input, textarea, select") && this.model.hurry());
  }

  begin(text, statement) {
    const key = newKey();
    this.open = key;
    this.model.change("matter", key, {
      text, level: this.levels[0][0], consensus: true, units: [], helpers: [], cost: "", due: "", basis: "", opinions: {},
      statements: statement ? [statement] : [], made: Date.now(),
    }, { hold: text ? 0 : 3600_000 });
    this.root.dispatchEvent(new CustomEvent("begun"));
    this.draw({ matter: [key] });
    this.list.querySelector(`[data-key="${key}"] textarea`)?.focus();
  }

  draw(detail) {
    const matters = this.model.agreedMatters();
    // The form that is being written in stays as it is; only its state line changes.
    const busy = this.list.querySelector("[data-form]");
    const keep = busy?.contains(document.activeElement) && busy.dataset.key === this.open && !this.model.view("matter", this.open)?.clash;
    const nodes = matters.map((matter) => (matter.key === this.open ? (keep ? this.refresh(busy, matter) : this.form(matter)) : this.line(matter)));
    if (keep) this.around(busy, nodes);
    else this.list.replaceChildren(...nodes);
    const agreed = matters.filter((matter) => matter.consensus).length;
    this.count.textContent = `${agreed} 件`;
    this.root.dispatchEvent(new CustomEvent("counted", { detail: String(agreed) }));
    if (detail.everything || detail.sheet || detail.row || detail.matter) this.drawDissents();
    this.drawVotes(matters);
  }

  // Replace the siblings of a form without taking the form out: it would lose the caret.
  around(busy, nodes) {
    for (const child of [...this.list.children]) if (child !== busy) child.remove();
    const at = nodes.indexOf(busy);
    busy.before(...nodes.slice(0, at));
    busy.after(...nodes.slice(at + 1));
  }

  line(matter) {
    const units = (matter.units ?? []).map(([, name]) => name).join("、");
    const helpers = (matter.helpers ?? []).map(([, name]) => name).join("、");
    const { words } = this.model.config;
    const level = this.levels.find(([code]) => code === matter.level)?.[1] ?? "";
    return el("button", { type: "button", class: "matter", data: { key: matter.key }, on: { click: () => this.unfold(matter.key) } },
      el("span", { class: "key" }, String(matter.number || "新")),
      el("span", { class: "m" },
        el("span", { class: "words" }, matter.text || "（还没有写）"),
        el("span", { class: units ? "ink2" : "tone is-wait" }, units ? `建议${units}负责${helpers ? `，${helpers}配合` : ""}` : `还没有${words.suggested_unit}`, el("span", { class: "lbl" }, level)),
        this.sources(matter),
        matter.consensus ? null : badge("wait", "message-exclamation", `没有${words.consensus}`),
        this.saved(matter)));
  }

  sources(matter) {
    const said = (matter.statements ?? []).map((key) => this.model.view("row", key)).filter(Boolean);
    if (!said.length) return null;
    const told = said.map((row) => this.model.people.get(row.participant)?.name ?? "发言");
    return el("span", { class: "dim" }, `摘自${told.join("、")}`);
  }

  saved(matter) {
    if (matter.error) return el("span", { class: "save is-late" }, icon("alert-triangle"), matter.error);
    return matter.local ? el("span", { class: "save is-wait" }, icon("device-floppy"), "本机") : null;
  }

  unfold(key) {
    this.open = key;
    this.draw({ matter: [key] });
    this.list.querySelector("[data-form] textarea")?.focus();
  }

  form(matter) {
    const write = (name, hold) => (event) => this.model.change("matter", matter.key, { [name]: event.target.value }, { hold });
    const box = el("textarea", { class: "form-control", rows: 4, maxlength: 1000, "aria-label": `${this.model.config.words.matter} ${matter.number || ""}`, value: matter.text, on: { input: write("text", PAUSE) } });
    const level = el("select", { class: "form-select", "aria-label": "去向", on: { change: write("level", 0) } }, ...this.levels.map(([code, name]) => el("option", { value: code }, name)));
    level.value = matter.level;
    const line = (name, label, most) => el("label", { class: "small" }, label,
      el("input", { class: "form-control", maxlength: most, value: matter[name] ?? "", inputmode: name === "cost" ? "decimal" : null, on: { input: write(name, PAUSE) } }));
    const agreed = el("input", { type: "checkbox", checked: matter.consensus, on: { change: (event) => this.model.change("matter", matter.key, { consensus: event.target.checked }) } });
    const { words } = this.model.config;
    const node = el("div", { class: "matter on", data: { key: matter.key, form: "" } }, el("span", { class: "key" }, String(matter.number || "新")),
      el("div", { class: "m" }, box,
        this.units("units", words.suggested_unit, matter),
        el("div", { class: "row-g" }, level, el("label", { class: "check" }, agreed, el("span", {}, words.consensus))),
        el("details", {}, el("summary", { class: "small" }, `${words.helping_unit}、估算、时限、依据`),
          this.units("helpers", words.helping_unit, matter), line("cost", "估算（万元）", 12), line("due", "建议完成时限", 60), line("basis", "法规依据（可不填；未核对条文的，只写法规名称）", 300)),
        matter.clash ? this.clash(matter) : null,
        el("div", { class: "row-g" }, el("span", { data: { state: "" } }, this.state(matter)),
          button("收起", () => this.fold()), button("移出", () => this.remove(matter.key), { symbol: "trash" }))));
    queueMicrotask(() => document.dispatchEvent(new CustomEvent("page:added", { detail: node })));
    return node;
  }

  refresh(node, matter) {
    node.querySelector("[data-state]").replaceChildren(this.state(matter));
    node.querySelector(".key").textContent = String(matter.number || "新");
    return node;
  }

  state(matter) {
    if (matter.error) return el("span", { class: "save is-late" }, icon("alert-triangle"), matter.error);
    return matter.local ? el("span", { class: "save is-wait" }, icon("pencil"), "正在写，已存本机") : el("span", { class: "save is-done" }, icon("cloud-check"), "已保存");
  }

  fold() {
    const matter = this.model.view("matter", this.open);
    // Nothing was written: there is nothing to keep.
    if (matter?.local && !matter.version && !matter.text.trim()) this.model.resolve(`matter:${this.open}`, null);
    this.open = null;
    this.model.hurry();
    this.draw({ matter: [] });
  }

  remove(key) {
    this.open = null;
    if (this.model.base("matter", key)) this.model.change("matter", key, { removed: true });
    else this.model.resolve(`matter:${key}`, null);
  }

  units(name, label, matter) {
    const chips = (matter[name] ?? []).map(([id, short]) => el("span", { class: "chip" },
      el("input", { type: "hidden", name, value: id }), short, el("button", { type: "button", "data-drop": true, "aria-label": `去掉 ${short}` }, icon("x"))));
    const find = el("div", { class: "find form-control", data: { find: this.unitsUrl, name, many: "" } }, ...chips,
      el("input", { type: "text", maxlength: 80, autocomplete: "off", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-label": label, placeholder: chips.length ? "" : `${label}：名称或拼音` }),
      el("ul", { class: "sheet", role: "listbox", hidden: true }));
    find.addEventListener("change", (event) => {
      if (event.target !== find) return;
      const chosen = [...find.querySelectorAll(".chip")].map((chip) => [Number(chip.querySelector("input").value), chip.textContent.trim()]);
      this.model.change("matter", matter.key, { [name]: chosen });
    });
    return find;
  }

  clash(matter) {
    const id = `matter:${matter.key}`;
    const names = { text: "事项", due: "时限", basis: "依据", cost: "估算", level: "去向", consensus: "是否一致" };
    return el("div", { class: "note is-wait" }, icon("git-compare"), el("div", {}, el("p", {}, "两人同时改了，两份都在。"),
      ...Object.entries(matter.clash).map(([name, theirs]) => el("p", {}, el("strong", {}, `对方的${names[name] ?? ""}：`), String(theirs ?? ""))),
      el("div", { class: "row-g" }, button("用我的", () => this.model.resolve(id, {})), button("用对方的", () => this.model.resolve(id, null)))));
  }

  // ── dissent ──────────────────────────────────────────────────────────────────────────────────────────────────────
  drawDissents() {
    if (this.dissents.contains(document.activeElement) && document.activeElement.matches("textarea")) return;
    const rows = this.model.statements().filter((row) => row.dissent);
    const explained = rows.filter((row) => row.explanation).length;
    this.dissentCount.textContent = rows.length ? `${rows.length} 条，已解释 ${explained} 条` : "无";
    this.dissents.replaceChildren(...rows.map((row) => this.dissent(row)));
  }

  dissent(row) {
    const name = this.model.people.get(row.participant)?.name ?? "未登记的人";
    const node = el("div", {}, el("span", { class: `ico is-${row.explanation ? "done" : "wait"}` }, icon(row.explanation ? "message-check" : "message-exclamation")),
      el("div", { class: "m" }, el("div", { class: "clip-2", title: row.text }, `${name}：${row.text}`),
        row.explanation ? el("div", { class: "ink2 lines" }, row.explanation) : el("div", { class: "tone is-wait" }, "没有解释情况，会后可以补，或如实报送")),
      el("button", { type: "button", class: "link nw act", on: { click: () => this.explain(row, node) } }, row.explanation ? "修改" : "写解释"));
    return node;
  }

  explain(row, node) {
    const box = el("textarea", { class: "form-control", rows: 3, maxlength: 2000, "aria-label": "解释情况", placeholder: "谁、怎样解释的，本人是什么态度", value: row.explanation, on: {
      input: () => this.model.change("row", row.key, { explanation: box.value.trim() }, { hold: PAUSE }),
      blur: () => setTimeout(() => this.drawDissents()),
    } });
    node.querySelector(".m").append(box);
    box.focus();
  }

  // ── opinions ─────────────────────────────────────────────────────────────────────────────────────────────────────
  drawVotes(matters) {
    const matter = matters.find((each) => each.key === this.open) ?? matters[matters.length - 1];
    const { opinions, opinionsNote, words } = this.model.config;
    const present = this.model.present();
    this.root.querySelector("[data-vote-title]").textContent = matter ? `${words.opinions}：${words.matter} ${matter.number || "新"}` : words.opinions;
    this.root.querySelector("[data-present]").textContent = `实到 ${present} 人`;
    if (!matter) {
      this.votes.replaceChildren(el("p", { class: "small dim m-0" }, `先记下一件${words.matter}，再统计意见。`));
      return;
    }
    const sum = (counts) => Object.values(counts ?? {}).reduce((all, count) => all + count, 0);
    const counted = sum(matter.opinions);
    const left = present - counted;
    // Counted as it is now, not as it was drawn: the next press may come before the next drawing.
    const add = (code, step) => () => {
      const counts = this.model.view("matter", matter.key)?.opinions ?? {};
      const now = counts[code] ?? 0;
      if (now + step >= 0 && (step < 0 || sum(counts) < this.model.present())) this.model.change("matter", matter.key, { opinions: { ...counts, [code]: now + step } }, { hold: 1000 });
    };
    const cell = ([code, name]) => el("div", {}, el("span", { class: "small ink2" }, name), el("strong", {}, String(matter.opinions?.[code] ?? 0)),
      el("span", { class: "pair" }, button("", add(code, -1), { symbol: "minus", "aria-label": `${name}减一` }),
        button("", add(code, 1), { symbol: "plus", "aria-label": `${name}加一`, "aria-disabled": left > 0 ? null : "true" })));
    const told = left > 0 ? `已计 ${counted}/${present} 人，还差 ${left} 人。` : `已计 ${counted}/${present} 人。`;
    const focused = document.activeElement?.getAttribute("aria-label");
    this.votes.replaceChildren(el("div", { class: "vote" }, ...opinions.map(cell)), el("p", { class: "small m-0 mt-2 ink2" }, `${told}${opinionsNote}。`));
    if (focused && this.votes.querySelector(`[aria-label="${focused}"]`)) this.votes.querySelector(`[aria-label="${focused}"]`).focus();
  }
}
