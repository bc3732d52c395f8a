// Files go up alone, at once, before their form: typed text is never lost with a file that fails.

const { csrf, sayExpired, say } = window.page;
const MOST = 20 * 1024 * 1024;
const login = document.body.dataset.login;

function size(bytes) {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

class Uploads {
  constructor(root) {
    this.root = root;
    this.list = root.querySelector(".files");
    this.input = root.querySelector("input[type=file]");
    this.many = root.dataset.many !== undefined;
    this.going = 0;
    // The control only chooses; what is sent with the form are the keys.
    this.input.addEventListener("change", (event) => {
      event.stopPropagation();
      this.take(this.input.files);
      this.input.value = "";
    });
    root.addEventListener("click", (event) => {
      const drop = event.target.closest("[data-drop]");
      if (drop) this.drop(drop.closest("li"));
    });
    root.addEventListener("page:fill", (event) => this.fill(event.detail.rows));
    this.listenDrop();
  }

  listenDrop() {
    for (const name of ["dragover", "dragleave", "drop"]) {
      this.root.addEventListener(name, (event) => {
        event.preventDefault();
        this.root.classList.toggle("over", name === "dragover");
        if (name === "drop") this.take(event.dataTransfer.files);
      });
    }
  }

  take(files) {
    const chosen = this.many ? [...files] : [...files].slice(0, 1);
    if (!this.many && chosen.length) this.list.replaceChildren();
    chosen.forEach((file) => this.send(file));
  }

  send(file) {
    const line = element("li");
    line.append(element("span", "clip", file.name), element("span", "dim nw", size(file.size)));
    this.list.append(line);
    if (file.size > MOST) {
      this.fail(line, `超过 20 MB，没有上传。请压缩或拆开后再传。`);
      return;
    }
    if (!file.size) {
      this.fail(line, "这个文件是空的，没有上传。");
      return;
    }
    const progress = element("progress");
    progress.max = file.size;
    progress.value = 0;
    progress.setAttribute("aria-label", `正在上传 ${file.name}`);
    line.append(progress);
    const body = new FormData();
    body.append("file", file, file.name || "粘贴的图片.png");
    body.append("kind", this.root.dataset.kind);
    const request = new XMLHttpRequest();
    request.open("POST", this.root.dataset.url);
    request.setRequestHeader("X-CSRFToken", csrf);
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = (event) => { progress.value = event.loaded; };
    request.onload = () => this.done(request, line);
    request.onerror = () => this.fail(line, "网络断了，没有传上去。", () => this.again(line, file));
    request.onloadend = () => { this.going -= 1; };
    this.going += 1;
    line.stop = () => request.abort();
    request.send(body);
  }

  again(line, file) {
    line.remove();
    this.send(file);
  }

  done(request, line) {
    if (login && request.responseURL && new URL(request.responseURL).pathname === login) {
      this.fail(line, "登录已过期，没有传上去。");
      sayExpired();
      return;
    }
    let answer = {};
    try {
      answer = JSON.parse(request.responseText);
    } catch {
      answer = {};
    }
    if (request.status !== 201) {
      this.fail(line, answer.error || "没有传上去，请再试一次。");
      return;
    }
    line.replaceWith(this.lineOf(answer));
    this.changed();
  }

  lineOf(file) {
    const line = element("li");
    line.dataset.file = file.id;
    const key = element("input");
    key.type = "hidden";
    key.name = this.root.dataset.name;
    key.value = file.id;
    line.append(key);
    if (file.thumbnail) {
      const image = element("img");
      image.src = file.thumbnail;
      image.alt = "";
      line.append(image);
    }
    const drop = element("button", "btn btn-bare btn-sm", "移除");
    drop.type = "button";
    drop.dataset.drop = "";
    drop.setAttribute("aria-label", `移除 ${file.name}`);
    const note = typeof file.size === "number" ? size(file.size) : file.size || "";
    line.append(element("span", "clip", file.name), element("span", "dim nw", note), drop);
    return line;
  }

  fail(line, sentence, again) {
    line.classList.add("is-late");
    line.setAttribute("role", "alert");
    line.querySelector("progress")?.remove();
    line.append(element("span", "", sentence));
    if (again) {
      const button = element("button", "btn btn-line btn-sm", "再传一次");
      button.type = "button";
      button.addEventListener("click", again);
      line.append(button);
    }
    const drop = element("button", "btn btn-bare btn-sm", "移除");
    drop.type = "button";
    drop.dataset.drop = "";
    line.append(drop);
  }

  drop(line) {
    line.stop?.();
    line.remove();
    this.changed();
    this.input.focus();
  }

  fill(rows) {
    this.list.replaceChildren(...rows.map((row) => this.lineOf(row)));
  }

  changed() {
    this.root.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

const all = new Map();

function begin(root) {
  root.querySelectorAll("[data-uploads]:not([data-begun])").forEach((each) => {
    each.dataset.begun = "";
    all.set(each, new Uploads(each));
  });
}

begin(document);
document.addEventListener("htmx:load", (event) => begin(event.detail.elt));
document.addEventListener("page:added", (event) => begin(event.detail));

// A pasted screenshot goes to the form in which one is typing, or to the only one of the page.
document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files || [])];
  const roots = [...document.querySelectorAll("[data-uploads]")];
  const form = event.target.closest?.("form");
  const root = roots.find((each) => form && form.contains(each)) || (roots.length === 1 ? roots[0] : null);
  if (!files.length || !root) return;
  event.preventDefault();
  all.get(root).take(files);
});

// A form whose files are still on their way would lose them.
document.addEventListener("submit", (event) => {
  const waits = [...event.target.querySelectorAll("[data-uploads]")].some((each) => all.get(each)?.going > 0);
  if (!waits) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  say("wait", "附件还在上传，传完再提交。");
}, true);
