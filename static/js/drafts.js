// What is typed into a form is kept while typing: on the server, and in this browser while the network is away.

const { ask, csrf } = window.page;
const { drafts: url, login, person, sprite } = document.body.dataset;
const PREFIX = `draft:${person}:`;
const WAIT = 2000;
// How long a form waits for its draft that is on its way.
const PATIENCE = 3000;
const SKIP = new Set(["csrfmiddlewaretoken", "next"]);

function clock(time = new Date()) {
  return time.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
}

function moment(time) {
  return `${time.getMonth() + 1}月${time.getDate()}日 ${clock(time)}`;
}

// The place beside the title ----------------------------------------------------------------------------------------
const LOOKS = {
  changed: { icon: "pencil", words: () => "有改动未保存" },
  saving: { words: () => "正在保存" },
  saved: { icon: "cloud-check", tone: "is-done", words: (at) => `已保存 ${at}` },
  offline: { icon: "cloud-off", tone: "is-wait", words: (at) => `离线，已存在本机 ${at}` },
  expired: { icon: "alert-triangle", tone: "is-late", words: () => "没有保存：登录已过期，" },
  failed: { icon: "alert-triangle", tone: "is-late", words: () => "没有保存到服务器，已存在本机" },
};
let announced = 0;

function show(state, at) {
  const place = document.querySelector(".save[data-save]");
  if (!place) return;
  const { icon, tone = "", words } = LOOKS[state];
  place.hidden = false;
  place.className = `save ${tone}`;
  const mark = document.createElement("span");
  if (icon) mark.innerHTML = `<svg class="i" aria-hidden="true"><use href="${sprite}#${icon}"/></svg>`;
  else mark.className = "turn";
  place.replaceChildren(mark, words(at));
  if (state === "expired") {
    const again = document.createElement("a");
    // In a new window: the text stays here, and is saved again when the person comes back.
    again.href = `${login}?next=/`;
    again.target = "_blank";
    again.textContent = "重新登录";
    place.append(again);
  }
  announce(state, words(at));
}

// Bad news at once, good news at most once a minute.
function announce(state, words) {
  const place = document.querySelector("[data-save-said]");
  const good = state === "saved";
  if (!place || state === "changed" || state === "saving") return;
  if (good && Date.now() - announced < 60000) return;
  announced = Date.now();
  place.textContent = words;
}

// A form's text as data, and back ---------------------------------------------------------------------------------------
function collect(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || SKIP.has(name) || form.elements[name]?.type === "password") continue;
    (fields[name] ||= []).push(value);
  }
  // Keys alone cannot be shown again: chips and files keep their words too.
  for (const find of form.querySelectorAll("[data-find]")) {
    fields[find.dataset.name] = [...find.querySelectorAll(".chip")].map((chip) => ({
      id: chip.querySelector("input").value, name: chip.textContent.trim(),
    }));
    const typed = find.querySelector("input[type=text]").value;
    if (typed) fields[find.dataset.name].push({ typed });
  }
  for (const files of form.querySelectorAll("[data-uploads]")) {
    fields[files.dataset.name] = [...files.querySelectorAll("[data-file]")].map((line) => ({
      id: line.dataset.file,
      name: line.querySelector(".clip").textContent,
      size: line.querySelector(".nw").textContent,
      thumbnail: line.querySelector("img")?.getAttribute("src") || null,
    }));
  }
  return fields;
}

window.page.collect = collect;

function restore(form, fields) {
  for (const part of form.querySelectorAll("[data-find], [data-uploads]")) {
    const rows = fields[part.dataset.name] || [];
    const typed = rows.find((row) => row.typed)?.typed;
    part.dispatchEvent(new CustomEvent("page:fill", { detail: { rows: rows.filter((row) => row.id), typed } }));
  }
  for (const control of form.elements) {
    if (!control.name || SKIP.has(control.name) || control.closest("[data-find], [data-uploads]")) continue;
    const values = fields[control.name] || [];
    if (control.type === "radio" || control.type === "checkbox") control.checked = values.includes(control.value);
    else if (control.multiple) [...control.options].forEach((each) => { each.selected = values.includes(each.value); });
    else if (!["submit", "button", "file", "password"].includes(control.type) && control.name in fields) {
      const twins = [...form.elements].filter((each) => each.name === control.name);
      control.value = values[twins.indexOf(control)] ?? values[0];
    }
  }
  document.dispatchEvent(new CustomEvent("page:restored", { detail: form }));
}

// Keeping ------------------------------------------------------------------------------------------------------------------
function keepHere(draft) {
  try {
    localStorage.setItem(PREFIX + draft.key, JSON.stringify({ ...draft, at: Date.now() }));
  } catch {
    // Full or forbidden: the text is still on the page, and the next try goes to the server.
  }
}

async function send(draft, options = {}) {
  const response = await ask(url, {
    method: "POST", body: JSON.stringify(draft), headers: { "Content-Type": "application/json" }, ...options,
  });
  if (!response.ok) throw Object.assign(new Error("refused"), { status: response.status });
  return response.json();
}

class Draft {
  constructor(form) {
    this.form = form;
    this.key = form.dataset.draft;
    this.offer();
    this.rest();
    // Another script has filled or emptied it: that is no typing of the person.
    document.addEventListener("page:restored", (event) => event.detail === form && this.rest());
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", (event) => this.leave(event));
    document.addEventListener("submit", (event) => this.aside(event));
    addEventListener("online", () => this.save());
    document.addEventListener("visibilitychange", () => document.hidden && this.save({ keepalive: true }));
    // Signing in again elsewhere brings the person back here.
    addEventListener("focus", () => this.expired && this.save());
  }

  data() {
    const { draft: key, draftLabel: label, draftUrl } = this.form.dataset;
    return { key, label, url: draftUrl, fields: collect(this.form) };
  }

  rest() {
    clearTimeout(this.timer);
    this.last = JSON.stringify(collect(this.form));
  }

  changed() {
    if (JSON.stringify(collect(this.form)) === this.last) return;
    show("changed");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), WAIT);
  }

  save(options) {
    clearTimeout(this.timer);
    const draft = this.data();
    const text = JSON.stringify(draft.fields);
    if (this.left || text === this.last) return;
    if (!navigator.onLine) {
      keepHere(draft);
      show("offline", clock());
      return;
    }
    show("saving");
    this.stop?.abort();
    this.stop = new AbortController();
    const going = this.put(draft, text, options).then(() => {
      if (this.going === going) this.going = null;
    });
    this.going = going;
  }

  async put(draft, text, options) {
    try {
      const answer = await send(draft, { signal: this.stop.signal, ...options });
      localStorage.removeItem(PREFIX + this.key);
      this.last = text;
      this.expired = false;
      show("saved", answer.saved_at || clock());
    } catch (error) {
      if (error.name === "AbortError") return;
      keepHere(draft);
      this.expired = Boolean(error.expired) || error.status === 403;
      show(this.expired ? "expired" : error.status ? "failed" : "offline", clock());
    }
  }

  leave(event) {
    if (event.defaultPrevented) return;
    if (!navigator.onLine) {
      event.preventDefault();
      keepHere(this.data());
      show("offline", clock());
      window.page.say("wait", "网络断了，没有提交。填写的内容已存在本机，网络恢复后再提交。");
      return;
    }
    // What is sent now must not come back as a draft: one that reached the server after its form would.
    const waits = this.going && !this.left;
    this.left = true;
    clearTimeout(this.timer);
    if (waits) {
      event.preventDefault();
      const { submitter } = event;
      const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
      Promise.race([this.going, late]).then(() => this.form.requestSubmit(submitter));
      return;
    }
    this.stop?.abort();
    localStorage.removeItem(PREFIX + this.key);
  }

  // Another form of the page takes the person away: what stands here, saved or not, comes back with the next page.
  aside(event) {
    if (event.defaultPrevented || event.target === this.form || !event.target.closest("main")) return;
    if (!this.left && JSON.stringify(collect(this.form)) !== this.last) keepHere(this.data());
  }

  offer() {
    const here = JSON.parse(localStorage.getItem(PREFIX + this.key) || "null");
    const { draftFields, draftSaved } = this.form.dataset;
    if (this.form.dataset.draftSent !== undefined) return;
    const fields = here ? here.fields : draftFields ? JSON.parse(draftFields) : null;
    if (!fields || JSON.stringify(fields) === JSON.stringify(collect(this.form))) return;
    const bare = collect(this.form);
    restore(this.form, fields);
    this.tell(here ? moment(new Date(here.at)) : draftSaved, bare);
  }

  tell(when, bare) {
    const note = document.createElement("div");
    note.className = "note is-run restored";
    const text = document.createElement("p");
    text.textContent = `已恢复 ${when} 没有提交的内容。`;
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "link tone";
    drop.textContent = "丢弃";
    drop.addEventListener("click", () => {
      restore(this.form, bare);
      localStorage.removeItem(PREFIX + this.key);
      ask(url, {
        method: "POST", body: JSON.stringify({ key: this.key, discard: true }),
        headers: { "Content-Type": "application/json" },
      }).catch(() => {});
      note.remove();
    });
    text.append(drop);
    note.append(text);
    this.form.before(note);
  }
}

// What was kept here while the network was away goes up as soon as a page of this person opens.
async function sendKept(open) {
  for (const name of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
    const text = localStorage.getItem(name);
    const { at, sent, ...draft } = JSON.parse(text);
    if (open.has(draft.key)) continue;
    if (sent) {
      localStorage.removeItem(name);
      continue;
    }
    try {
      await send(draft);
      // Its form may be on the way here, made before this arrived: one page more it stays here too.
      if (localStorage.getItem(name) === text) localStorage.setItem(name, JSON.stringify({ ...draft, at, sent: true }));
    } catch {
      return;
    }
  }
}

if (url && person && csrf) {
  const forms = [...document.querySelectorAll("form[data-draft]")];
  forms.forEach((form) => new Draft(form));
  if (navigator.onLine) sendKept(new Set(forms.map((form) => form.dataset.draft)));
}
