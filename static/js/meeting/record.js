// The record as this browser knows it: what the server said, and over it what is not sent yet. Nothing here draws.

export class RecordModel extends EventTarget {
  constructor(store, config) {
    super();
    this.store = store;
    this.config = config;
    this.rows = new Map();
    this.matters = new Map();
    this.people = new Map();
    this.sheet = { state: "running", part: 0, started: config.heldAt, chair: null };
    this.pending = new Map();
    this.cursor = 0;
    this.offset = 0;
    this.stamp = 0;
  }

  // Start with what this browser kept; the server's news come on top.
  async restore() {
    for (const row of await this.store.all("rows")) this.rows.set(row.id, row.value);
    for (const entry of await this.store.all("pending")) {
      this.pending.set(entry.id, entry);
      entry.keptStamp = entry.stamp;
      this.stamp = Math.max(this.stamp, entry.stamp);
    }
    const [kept] = await this.store.all("sheets");
    if (kept) {
      this.takeSheet(kept.sheet);
      this.cursor = kept.cursor;
    }
    this.tell({ everything: true });
  }

  tell(detail) {
    this.ordered = null;
    this.dispatchEvent(new CustomEvent("change", { detail }));
  }

  now() {
    return Date.now() + this.offset;
  }

  // ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────
  base(kind, key) {
    if (kind === "row") return this.rows.get(key);
    if (kind === "matter") return this.matters.get(key);
    if (kind === "seat") return { attendance: this.people.get(Number(key))?.attendance ?? "" };
    return { part: this.sheet.part };
  }

  view(kind, key) {
    const base = this.base(kind, key);
    const entry = this.pending.get(`${kind}:${key}`);
    if (!entry) return base;
    return { key, version: 0, ...base, ...entry.fields, local: true, clash: entry.clash, error: entry.error };
  }

  keys(kind) {
    const found = new Set(kind === "row" ? this.rows.keys() : this.matters.keys());
    for (const entry of this.pending.values()) if (entry.kind === kind) found.add(entry.key);
    return [...found];
  }

  statements() {
    this.ordered ??= this.keys("row").map((key) => this.view("row", key)).filter((row) => !row.removed)
      .sort((one, other) => one.position - other.position || (one.key < other.key ? -1 : 1));
    return this.ordered;
  }

  agreedMatters() {
    return this.keys("matter").map((key) => this.view("matter", key)).filter((matter) => !matter.removed)
      .sort((one, other) => (one.number || 999) - (other.number || 999) || (one.made || 0) - (other.made || 0));
  }

  persons() {
    return [...this.people.values()].map((person) => ({ ...person, ...this.view("seat", person.id) }))
      .filter((person) => !person.gone);
  }

  present() {
    return this.persons().filter((person) => person.attendance === "present").length;
  }

  part() {
    return this.view("part", "part").part;
  }

  unsent() {
    return [...this.pending.values()];
  }

  // ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────
  // `hold`: milliseconds to wait before sending, because more of the same is being typed.
  change(kind, key, fields, { hold = 0 } = {}) {
    const id = `${kind}:${key}`;
    const base = this.base(kind, String(key)) ?? this.base(kind, key);
    const entry = this.pending.get(id) ?? { id, kind, key, version: base?.version ?? 0, fields: {}, was: {} };
    for (const [name, value] of Object.entries(fields)) {
      if (base && !(name in entry.was)) entry.was[name] = base[name];
      entry.fields[name] = value;
    }
    this.stamp += 1;
    Object.assign(entry, { stamp: this.stamp, error: undefined, holdUntil: hold ? Date.now() + hold : 0 });
    this.keep(entry);
    this.tell({ [kind]: [key], written: true, hold });
  }

  keep(entry) {
    this.pending.set(entry.id, entry);
    const { stamp } = entry;
    this.store.put("pending", entry).then(() => {
      entry.keptStamp = stamp;
      this.dispatchEvent(new CustomEvent("kept"));
    }, () => {});
  }

  // What would still be here after the browser was closed this moment; said to be kept only then.
  kept() {
    return this.unsent().filter((entry) => entry.keptStamp === entry.stamp);
  }

  release(entry) {
    this.pending.delete(entry.id);
    this.store.drop("pending", entry.id);
  }

  // Whoever leaves a field has finished: send it now.
  hurry() {
    for (const entry of this.pending.values()) entry.holdUntil = 0;
    this.tell({ written: true });
  }

  // ── what the server said ─────────────────────────────────────────────────────────────────────────────────────────
  takeRow(row) {
    const known = this.rows.get(row.key);
    if (known && known.version > row.version) return;
    this.rows.set(row.key, row);
    this.store.put("rows", { id: row.key, value: row });
  }

  takeSheet(sheet) {
    this.sheet = sheet;
    this.people = new Map(sheet.people.map((person) => [person.id, person]));
    this.matters = new Map(sheet.matters.map((matter) => [matter.key, matter]));
  }

  takeNews(news) {
    this.offset = news.now - Date.now();
    if (news.whole) {
      const there = new Set(news.rows.map((row) => row.key));
      for (const key of [...this.rows.keys()]) {
        if (!there.has(key)) {
          this.rows.delete(key);
          this.store.drop("rows", key);
        }
      }
    }
    for (const row of news.rows) this.takeRow(row);
    if (news.sheet) this.takeSheet(news.sheet);
    this.cursor = news.cursor;
    this.store.put("sheets", { id: "sheet", sheet: this.sheet, cursor: this.cursor });
    this.tell({ row: news.rows.map((row) => row.key), sheet: Boolean(news.sheet), fromServer: !news.whole });
  }

  // Statements of news that come too late for the rest: each has its own version.
  takeRows(rows) {
    for (const row of rows) this.takeRow(row);
    this.tell({ row: rows.map((row) => row.key), fromServer: true });
  }

  // The server has taken an entry as it was when sent; what was typed since stays unsent.
  settle(entry, sent, base) {
    if (base) this.setBase(entry, base);
    if (entry.stamp === sent.stamp) {
      this.release(entry);
      return;
    }
    const left = Object.entries(entry.fields).filter(([name, value]) => !same(value, sent.fields[name]));
    if (!left.length) {
      this.release(entry);
      return;
    }
    entry.was = Object.fromEntries(left.map(([name]) => [name, sent.fields[name] ?? entry.was[name]]));
    entry.fields = Object.fromEntries(left);
    entry.version = base?.version ?? entry.version;
    this.keep(entry);
  }

  setBase(entry, base) {
    if (entry.kind === "row") this.takeRow(base);
    else if (entry.kind === "matter") this.matters.set(entry.key, base);
    else if (entry.kind === "seat") Object.assign(this.people.get(Number(entry.key)) ?? {}, base);
    else this.sheet.part = base.part;
  }

  // Both wrote: keep mine beside theirs until somebody decides.
  clash(entry, theirs, version) {
    entry.clash = theirs;
    entry.version = version;
    entry.fields = Object.fromEntries(Object.keys(theirs).filter((name) => name in entry.fields)
      .map((name) => [name, entry.fields[name]]));
    entry.was = { ...theirs };
    this.keep(entry);
  }

  resolve(id, fields) {
    const entry = this.pending.get(id);
    if (!entry) return;
    delete entry.clash;
    if (fields) {
      this.stamp += 1;
      Object.assign(entry, { fields: { ...entry.fields, ...fields }, stamp: this.stamp });
      this.keep(entry);
    } else this.release(entry);
    this.tell({ [entry.kind]: [entry.key], written: true });
  }
}

export function same(one, other) {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
