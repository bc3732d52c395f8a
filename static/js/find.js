// Type to find: one or several rows by name or pinyin. Without this script the typed name itself is sent.

const { ask, sayExpired } = window.page;
let serial = 0;

function iconOf(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${document.body.dataset.sprite}#${name}`);
  svg.append(use);
  return svg;
}

class Find {
  constructor(root) {
    this.root = root;
    this.input = root.querySelector("input[type=text]");
    this.list = root.querySelector("[role=listbox]");
    this.list.id = `find-${(serial += 1)}`;
    this.input.setAttribute("aria-controls", this.list.id);
    this.many = root.dataset.many !== undefined;
    this.rows = [];
    this.at = -1;
    this.show();
    this.listen();
  }

  listen() {
    this.input.addEventListener("input", (event) => event.isComposing || this.later());
    this.input.addEventListener("compositionend", () => this.later());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const line = event.target.closest("[role=option]");
      if (line) this.choose(this.rows[Number(line.dataset.at)]);
    });
    this.root.addEventListener("click", (event) => {
      const drop = event.target.closest("[data-drop]");
      if (drop) this.drop(drop.closest(".chip"));
      else if (event.target === this.root) this.input.focus();
    });
    this.root.addEventListener("page:fill", (event) => this.fill(event.detail));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.seek(), 180);
  }

  async seek() {
    this.stop?.abort();
    this.stop = new AbortController();
    const url = new URL(this.root.dataset.find, location.href);
    url.searchParams.set("q", this.input.value.trim());
    try {
      const response = await ask(url, { signal: this.stop.signal });
      const { results } = await response.json();
      const chosen = new Set([...this.root.querySelectorAll(".chip input")].map((each) => each.value));
      this.rows = results.filter((row) => !chosen.has(String(row.id)));
      this.open();
    } catch (error) {
      if (error.expired) sayExpired();
      else if (error.name !== "AbortError") this.tell("没有查到，网络可能断了。可以先写完整名称。");
    }
  }

  open() {
    if (!this.rows.length) {
      this.tell("没有找到。换一个字，或用拼音试试。");
      return;
    }
    this.list.replaceChildren(...this.rows.map((row, at) => {
      const line = document.createElement("li");
      line.setAttribute("role", "option");
      line.id = `${this.list.id}-${at}`;
      line.dataset.at = at;
      const name = document.createElement("span");
      name.textContent = row.name;
      const note = document.createElement("span");
      note.className = "small dim";
      note.textContent = row.note || "";
      line.append(name, note);
      return line;
    }));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.point(0);
  }

  tell(sentence) {
    const line = document.createElement("li");
    line.className = "none small";
    line.textContent = sentence;
    this.rows = [];
    this.list.replaceChildren(line);
    this.list.hidden = false;
  }

  close() {
    this.list.hidden = true;
    this.at = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  point(at) {
    const lines = this.list.querySelectorAll("[role=option]");
    if (!lines.length) return;
    this.at = (at + lines.length) % lines.length;
    lines.forEach((line, index) => line.setAttribute("aria-selected", String(index === this.at)));
    lines[this.at].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", lines[this.at].id);
  }

  press(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) this.seek();
      else this.point(this.at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !this.list.hidden && this.rows[this.at]) {
      event.preventDefault();
      this.choose(this.rows[this.at]);
    } else if (event.key === "Enter" && this.input.value.trim()) {
      // Enter in a half-typed name looks it up; it does not send the form.
      event.preventDefault();
      this.seek();
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.close();
    } else if (event.key === "Backspace" && !this.input.value) {
      this.drop([...this.root.querySelectorAll(".chip")].pop());
    }
  }

  choose(row) {
    if (!this.many) this.root.querySelectorAll(".chip").forEach((chip) => chip.remove());
    this.add(row);
    this.input.value = "";
    this.close();
    this.show();
    this.changed();
    (this.many ? this.input : this.root.querySelector(".chip button")).focus();
  }

  add(row) {
    const chip = document.createElement("span");
    chip.className = "chip";
    const key = document.createElement("input");
    key.type = "hidden";
    key.name = this.root.dataset.name;
    key.value = row.id;
    const drop = document.createElement("button");
    drop.type = "button";
    drop.dataset.drop = "";
    drop.setAttribute("aria-label", `去掉 ${row.name}`);
    drop.append(iconOf("x"));
    chip.append(key, row.name, drop);
    this.input.before(chip);
  }

  drop(chip) {
    if (!chip) return;
    chip.remove();
    this.show();
    this.changed();
    this.input.focus();
  }

  fill({ rows, typed }) {
    this.root.querySelectorAll(".chip").forEach((chip) => chip.remove());
    rows.forEach((row) => this.add(row));
    this.input.value = typed || "";
    this.show();
  }

  show() {
    this.input.hidden = !this.many && Boolean(this.root.querySelector(".chip"));
  }

  changed() {
    this.root.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function begin(root) {
  root.querySelectorAll("[data-find]:not([data-begun])").forEach((each) => {
    each.dataset.begun = "";
    new Find(each);
  });
}

begin(document);
document.addEventListener("htmx:load", (event) => begin(event.detail.elt));
document.addEventListener("page:added", (event) => begin(event.detail));
