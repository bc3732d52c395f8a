// Sends what is unsent and asks for news. Every batch may arrive twice; an answer that is lost does no harm.

const EVERY = 2000;
const SLOW = 5000;
const MOST = 50;
const PATIENCE = 15000;

export class Sync extends EventTarget {
  constructor(model, urls, csrf) {
    super();
    this.model = model;
    this.urls = urls;
    this.csrf = csrf;
    this.state = "fresh";
    this.sentence = "";
    this.sending = false;
    this.answered = 0;
    model.addEventListener("change", (event) => event.detail.written && this.soon(event.detail.hold || 0));
    addEventListener("online", () => this.beat());
    addEventListener("offline", () => this.be("offline"));
    document.addEventListener("visibilitychange", () => document.hidden || this.beat());
  }

  begin() {
    this.beat();
  }

  be(state, sentence = "") {
    this.state = state;
    this.sentence = sentence;
    if (state === "saved") this.savedAt = new Date();
    this.dispatchEvent(new CustomEvent("state", { detail: { state, sentence } }));
  }

  soon(wait = 0) {
    clearTimeout(this.later);
    this.later = setTimeout(() => this.flush(), wait + 10);
    if (["saved", "saving"].includes(this.state) && this.model.unsent().length) this.be(wait ? "changed" : "saving");
  }

  // One heartbeat: send, then ask, then wait for the next.
  async beat() {
    clearTimeout(this.next);
    if (!this.beating) {
      this.beating = true;
      try {
        await this.flush();
        await this.ask();
      } finally {
        this.beating = false;
      }
    }
    clearTimeout(this.next);
    this.next = setTimeout(() => this.beat(), this.state === "offline" || document.hidden ? SLOW : EVERY);
  }

  async fetch(url, options = {}) {
    const response = await fetch(url, {
      ...options,
      credentials: "same-origin",
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout?.(PATIENCE),
      headers: { Accept: "application/json", "X-CSRFToken": this.csrf, "Content-Type": "application/json" },
    });
    // A lost session is sent to the sign-in page.
    if (response.type === "opaqueredirect" || response.status === 401) throw Object.assign(new Error(), { expired: true });
    return response;
  }

  async guard(act) {
    try {
      return await act();
    } catch (error) {
      if (error.expired) this.be("expired");
      else if (error.name === "TimeoutError" || error instanceof TypeError || !navigator.onLine) this.be("offline");
      else throw error;
      return undefined;
    }
  }

  ready() {
    const now = Date.now();
    return this.model.unsent().filter((entry) => !entry.clash && !entry.error && !(entry.holdUntil > now)).slice(0, MOST);
  }

  async flush() {
    if (this.sending) {
      this.again = true;
      return;
    }
    const entries = this.ready();
    if (entries.length) {
      this.sending = true;
      this.be("saving");
      await this.guard(() => this.send(entries));
      this.sending = false;
    }
    const held = this.model.unsent().map((entry) => entry.holdUntil).filter((at) => at > Date.now());
    if (this.again || (this.state === "saved" && this.ready().length)) this.soon();
    else if (held.length) this.soon(Math.min(...held) - Date.now());
    else if (["saving", "changed"].includes(this.state)) this.be("saved");
    this.again = false;
  }

  async send(entries) {
    const sent = new Map(entries.map((entry) => [entry.id, { stamp: entry.stamp, fields: { ...entry.fields } }]));
    let response = await this.post(entries);
    // Signing in again in another window changed the token: fetch the new one, once.
    if (response.status === 403 && (await this.renew())) response = await this.post(entries);
    const answer = await response.json().catch(() => ({}));
    if (response.ok) this.take(entries, sent, answer);
    else this.refuse(entries, response.status, answer.errors ?? {});
  }

  post(entries) {
    const { model } = this;
    const of = (kind) => entries.filter((entry) => entry.kind === kind);
    const part = of("part")[0];
    return this.fetch(this.urls.save, {
      method: "POST",
      body: JSON.stringify({
        person: model.config.person,
        after: model.cursor,
        rows: of("row").map(parcel),
        matters: of("matter").map(parcel),
        seats: of("seat").map((entry) => ({ participant: entry.key, attendance: entry.fields.attendance })),
        part: part ? part.fields.part : null,
      }),
    });
  }

  take(entries, sent, answer) {
    this.answered += 1;
    const clashes = new Map(answer.clashes.map((clash) => [clash.key, clash]));
    for (const entry of entries) {
      const was = sent.get(entry.id);
      const clash = clashes.get(entry.key);
      const base = this.baseAfter(entry, was, answer);
      if (answer.refused[entry.key]) {
        entry.error = answer.refused[entry.key];
        this.model.keep(entry);
      } else if (clash) {
        if (base) this.model.setBase(entry, base);
        this.model.clash(entry, clash.theirs, clash.version);
      } else this.model.settle(entry, was, base);
    }
    if (answer.cursor !== null) this.model.cursor = answer.cursor;
    this.be("saved");
    const touched = (kind) => entries.filter((entry) => entry.kind === kind).map((entry) => entry.key);
    this.model.tell({ row: touched("row"), matter: touched("matter"), sheet: entries.some((entry) => entry.kind !== "row") });
    if (answer.cursor === null) this.ask();
  }

  baseAfter(entry, was, answer) {
    if (entry.kind === "row") return answer.saved[entry.key];
    if (entry.kind === "matter") {
      const told = answer.matters[entry.key];
      return told && { opinions: {}, units: [], helpers: [], ...this.model.base("matter", entry.key), ...was.fields, key: entry.key, ...told };
    }
    return was.fields;
  }

  refuse(entries, status, errors) {
    const faulty = entries.filter((entry) => errors[entry.key]);
    for (const entry of faulty) {
      entry.error = errors[entry.key];
      this.model.keep(entry);
    }
    this.model.tell({ row: faulty.map((entry) => entry.key), matter: faulty.map((entry) => entry.key) });
    // The others go on without the faulty ones.
    if (faulty.length) this.be("saved");
    else if (status >= 500) this.be("failed", "服务器没有存上，已存在本机，稍后自动再传。");
    else this.be("blocked", Object.values(errors).join("") || "现在不能上传，已存在本机；请刷新页面查看最新情况。");
  }

  async renew() {
    const response = await this.fetch(`${this.urls.changes}?after=${this.model.cursor}&token`);
    if (!response.ok) return false;
    const { csrf } = await response.json();
    const changed = csrf !== this.csrf;
    this.csrf = csrf;
    return changed;
  }

  async ask() {
    const { model } = this;
    await this.guard(async () => {
      const { answered } = this;
      const response = await this.fetch(`${this.urls.changes}?after=${model.cursor}`);
      if (response.status === 200) {
        const news = await response.json();
        this.csrf = news.csrf;
        // From before a save that was answered meanwhile: it knows nothing of what was saved. The next one tells all.
        const isLate = answered !== this.answered;
        if (isLate) model.takeRows(news.rows);
        else model.takeNews(news);
        if (news.whole && !isLate) this.dispatchEvent(new CustomEvent("typing", { detail: news.typing }));
      } else if (response.status === 403 || response.status === 404) {
        this.be("blocked", "您现在不能记录这次会议；没有上传的内容仍在本机。");
        return;
      } else if (response.status !== 204) {
        this.be("failed", "服务器暂时没有答复，照常记录，稍后自动再传。");
        return;
      }
      if (["offline", "expired", "failed", "fresh"].includes(this.state)) {
        this.be("saved");
        if (this.ready().length) this.soon();
      }
    });
  }

  // What is being typed; the answer does not matter, the browser keeps it as well.
  async keepTyping(fields) {
    try {
      await this.fetch(this.urls.typing, {
        method: "POST", body: JSON.stringify({ person: this.model.config.person, ...fields }),
      });
    } catch {
      // Said by the heartbeat.
    }
  }
}

function parcel(entry) {
  const names = (fields) => Object.fromEntries(Object.entries(fields).map(([name, value]) => [
    name, name === "units" || name === "helpers" ? value.map(([id]) => id) : value,
  ]));
  const { made, number, ...fields } = entry.fields;
  const known = entry.version ? Object.entries(entry.was).filter(([name]) => name in fields && name !== "units" && name !== "helpers" && name !== "statements") : [];
  return { key: entry.key, version: entry.version, fields: names(fields), was: Object.fromEntries(known) };
}
