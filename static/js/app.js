// Behaviors of every page: htmx, messages, dialogs, menus, buttons that are pressed once. Pages work without it.

const csrf = document.querySelector("meta[name=csrf]").content;
const login = document.body.dataset.login;
const messages = document.getElementById("messages");

// A sentence that stays, in the place of the server's own messages.
function say(tone, sentence, link) {
  const note = document.createElement("div");
  note.className = `note is-${tone}`;
  if (tone === "late") note.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = sentence;
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.url;
    anchor.textContent = link.word;
    text.append(anchor);
  }
  note.append(text);
  if (!messages) return;
  messages.replaceChildren(note);
  note.scrollIntoView({ block: "nearest" });
}

function sayExpired() {
  const back = encodeURIComponent(location.pathname + location.search);
  say("late", "登录已过期。", { url: `${login}?next=${back}`, word: "重新登录" });
}

// The other scripts ask through this, so that the token, a lost session and a refusal are handled in one place.
async function ask(url, options = {}) {
  const headers = { "X-CSRFToken": csrf, Accept: "application/json", ...options.headers };
  const response = await fetch(url, { credentials: "same-origin", ...options, headers });
  if (login && response.redirected && new URL(response.url).pathname === login) {
    throw Object.assign(new Error("expired"), { expired: true });
  }
  return response;
}

window.page = { say, sayExpired, ask, csrf };

// htmx ---------------------------------------------------------------------------------------------------------------
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = csrf;
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (login && xhr.responseURL && new URL(xhr.responseURL).pathname === login) {
    event.detail.shouldSwap = false;
    sayExpired();
  } else if (xhr.status === 409 || xhr.status === 403) {
    event.detail.shouldSwap = false;
    const text = new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector(".note p, .note");
    say("wait", text ? text.textContent.trim() : "现在不能这样做，请刷新页面查看最新情况。");
  } else if (xhr.status === 422) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  } else if (xhr.status >= 500) {
    say("late", "没有取到。您的记录没有受影响，请再试一次。");
  }
});

document.addEventListener("htmx:sendError", () => {
  say("wait", "网络断了。已经填写的内容留在页面上，网络恢复后再试。");
});

document.addEventListener("htmx:beforeRequest", (event) => event.detail.target?.setAttribute("aria-busy", "true"));
document.addEventListener("htmx:afterRequest", (event) => event.detail.target?.removeAttribute("aria-busy"));

// One press, one act ---------------------------------------------------------------------------------------------------
function busy(form, button) {
  form.dataset.sent = "yes";
  if (!button || button.tagName !== "BUTTON") return;
  button.setAttribute("aria-busy", "true");
  button.dataset.words = button.innerHTML;
  const words = button.textContent.trim();
  const turn = document.createElement("span");
  turn.className = "turn";
  turn.setAttribute("aria-hidden", "true");
  button.replaceChildren(turn, button.dataset.busy || (words.length < 8 ? `正在${words}` : "正在提交"));
  setTimeout(() => {
    // What took the place of the form is the result.
    if (form.isConnected && form.dataset.sent) say("wait", "还没有结果，可能是网络慢。请再等一等，不要重复提交；填写的内容都在。");
  }, 10000);
}

function ready(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button[aria-busy]")) {
    button.removeAttribute("aria-busy");
    button.innerHTML = button.dataset.words;
  }
}

// First of all listeners: a second press reaches nobody.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);

// Last of all: nobody has stopped it, so it is on its way.
document.addEventListener("submit", (event) => {
  if (event.target.method === "post" && !event.defaultPrevented) busy(event.target, event.submitter);
});

// A preview that a form asks for while somebody types is no press: 保存 must reach the server meanwhile.
const isPress = ({ requestConfig }) => requestConfig.verb !== "get" && requestConfig.triggeringEvent?.type === "submit";

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, requestConfig } = event.detail;
  if (elt.tagName === "FORM" && isPress(event.detail)) busy(elt, requestConfig.triggeringEvent.submitter);
});

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest?.("form");
  if (form && isPress(event.detail)) ready(form);
});

// A page that comes back out of the browser's memory has not been sent.
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(ready);
});

// Dialogs: a link with data-dialog opens the form of the page it leads to; without a script it simply leads there ---------
function dialogOf(html) {
  const form = new DOMParser().parseFromString(html, "text/html").querySelector("main form.sheet, body > form.sheet");
  if (!form) return null;
  const dialog = document.createElement("dialog");
  dialog.className = "ask";
  dialog.append(document.importNode(form, true));
  const title = dialog.querySelector("h1, h2");
  if (title) {
    title.id ||= "dialog-title";
    dialog.setAttribute("aria-labelledby", title.id);
  }
  return dialog;
}

async function openDialog(link) {
  let dialog = null;
  try {
    const response = await ask(link.href, { headers: { Accept: "text/html", "HX-Request": "true" } });
    if (response.ok && !response.redirected) dialog = dialogOf(await response.text());
  } catch {
    dialog = null;
  }
  if (!dialog) {
    location.assign(link.href);
    return;
  }
  const form = dialog.querySelector("form");
  if (!form.getAttribute("action")) form.action = link.href;
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    // A link in a menu is out of sight again: the menu itself takes the focus back.
    (link.closest("details.menu")?.querySelector("summary") ?? link).focus();
  });
  document.dispatchEvent(new CustomEvent("page:added", { detail: dialog }));
  link.closest("details.menu")?.removeAttribute("open");
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (link && !event.ctrlKey && !event.metaKey && window.HTMLDialogElement) {
    event.preventDefault();
    openDialog(link);
  }
  const opener = event.target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open)?.showModal();
  const closer = event.target.closest("dialog [data-close]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog").close();
  }
});

// Menus close on a press elsewhere and on Escape ----------------------------------------------------------------------------
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = document.querySelector("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.isComposing) {
    const seek = document.getElementById("seek");
    if (seek?.offsetParent) {
      event.preventDefault();
      seek.focus();
    }
  }
});

// A row of tabs that is longer than the screen shows the one that is open -------------------------------------------------------
for (const tab of document.querySelectorAll(".views > [aria-current]")) {
  const row = tab.parentElement;
  row.scrollLeft += tab.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - tab.offsetWidth) / 2;
}

// The password can be looked at -----------------------------------------------------------------------------------------------
document.addEventListener("click", (event) => {
  const eye = event.target.closest("[data-reveal]");
  if (!eye) return;
  const input = eye.parentElement.querySelector("input");
  const shown = input.type === "password";
  input.type = shown ? "text" : "password";
  eye.setAttribute("aria-pressed", String(shown));
});
