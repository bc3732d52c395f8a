// What this browser keeps of a meeting: unsent changes, the last known record, the line being typed. One database a person.

const STORES = ["pending", "rows", "sheets", "typing"];

// Without IndexedDB (a private window) the page works on, and says that a reload would lose what is unsent.
class Memory {
  constructor() {
    this.lasting = false;
    this.maps = Object.fromEntries(STORES.map((name) => [name, new Map()]));
  }

  async all(name) {
    return [...this.maps[name].values()];
  }

  async put(name, value) {
    this.maps[name].set(value.id, value);
  }

  async drop(name, id) {
    this.maps[name].delete(id);
  }
}

class Kept {
  constructor(database, meeting) {
    this.lasting = true;
    this.database = database;
    this.meeting = meeting;
  }

  run(name, mode, act) {
    return new Promise((resolve, reject) => {
      const transaction = this.database.transaction(name, mode);
      const request = act(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }

  // Every key begins with the meeting, so one meeting is one range.
  all(name) {
    const range = IDBKeyRange.bound([this.meeting], [this.meeting, []]);
    return this.run(name, "readonly", (store) => store.getAll(range));
  }

  put(name, value) {
    return this.run(name, "readwrite", (store) => store.put({ ...value, meeting: this.meeting }));
  }

  drop(name, id) {
    return this.run(name, "readwrite", (store) => store.delete([this.meeting, id]));
  }

  // Nothing of an ended meeting stays on a computer that others use too.
  async forget() {
    const range = IDBKeyRange.bound([this.meeting], [this.meeting, []]);
    for (const name of STORES) await this.run(name, "readwrite", (store) => store.delete(range));
  }
}

export function openStore(person, meeting) {
  return new Promise((resolve) => {
    let request;
    try {
      request = indexedDB.open(`meetings-of-${person}`, 1);
    } catch {
      resolve(new Memory());
      return;
    }
    request.onupgradeneeded = () => {
      for (const name of STORES) request.result.createObjectStore(name, { keyPath: ["meeting", "id"] });
    };
    request.onsuccess = () => resolve(new Kept(request.result, meeting));
    request.onerror = () => resolve(new Memory());
  });
}

Memory.prototype.forget = async function forget() {
  for (const map of Object.values(this.maps)) map.clear();
};
