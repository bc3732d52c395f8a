// A form with data-outbox may be sent without a network: what was filled in is kept in this browser and goes up when the
// network is back. It carries a token, so that what arrives twice is one record.

const { ask, say, sayExpired, csrf, collect } = window.page;
const { person, sprite, login } = document.body.dataset;
const PREFIX = `outbox:${person}:`;
const DRAFTS = `draft:${person}:`;
// The form whose entry was given back, until somebody has opened it.
const BACK = `given-back:${person}`;
const PATIENCE = 4000;

// The browser may think that it is online where nothing gets through.
async function isReached() {
  if (!navigator.onLine) return false;
  try {
    await fetch(sprite, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    return true;
  } catch {
    return false;
  }
}

// Keeping -------------------------------------------------------------------------------------------------------------
function entryOf(form, submitter) {
  const sent = [...new FormData(form, submitter)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
  const { draft, draftLabel, draftUrl, outbox, outboxWord } = form.dataset;
  const keptDraft = { key: draft, label: draftLabel, url: draftUrl, fields: collect(form) };
  return { action: submitter?.getAttribute("formaction") || form.action, label: outbox, word: outboxWord || "活动", sent, draft: keptDraft, at: Date.now() };
}

function keep(form, submitter) {
  const token = form.elements.token;
  try {
    localStorage.setItem(PREFIX + token.value, JSON.stringify(entryOf(form, submitter)));
  } catch {
    say("late", "没有网络，这部手机也存不下了，没有提交。请留在本页，网络恢复后再提交。");
    return;
  }
  localStorage.removeItem(DRAFTS + form.dataset.draft);
  form.reset();
  token.value = crypto.randomUUID();
  document.dispatchEvent(new CustomEvent("page:restored", { detail: form }));
  say("wait", `没有网络，已存在这部手机里，网络恢复后自动上传。现在有 ${kept().length} 份等待上传，可以接着登记下一次。`);
  scrollTo(0, 0);
}

function kept() {
  return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)).sort();
}

// First of all listeners on the way down: nobody has seen the press yet.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.dataset.outbox === undefined || form.dataset.reached || !person) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.dataset.asking) return;
  form.dataset.asking = "yes";
  const { submitter } = event;
  const reached = await isReached();
  delete form.dataset.asking;
  if (!reached) {
    keep(form, submitter);
    return;
  }
  form.dataset.reached = "yes";
  form.requestSubmit(submitter);
}, true);

addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-reached]").forEach((form) => delete form.dataset.reached);
});

// Sending -------------------------------------------------------------------------------------------------------------
function read(name) {
  return JSON.parse(localStorage.getItem(name));
}

async function send(name) {
  const { action, sent } = read(name);
  const body = new URLSearchParams(sent);
  body.append("csrfmiddlewaretoken", csrf);
  const response = await ask(action, { method: "POST", body, headers: { Accept: "text/html" } });
  if (response.status >= 500) throw new Error("later");
  return response.redirected && new URL(response.url).pathname !== login;
}

// What is not accepted becomes a draft of its form, where it is said what is wrong.
function giveBack(name) {
  const { draft, word = "活动" } = read(name);
  localStorage.setItem(DRAFTS + draft.key, JSON.stringify({ ...draft, at: Date.now() }));
  localStorage.setItem(BACK, JSON.stringify({ url: draft.url, word }));
  localStorage.removeItem(name);
  tellBack();
}

function given() {
  return JSON.parse(localStorage.getItem(BACK)) || {};
}

function tellBack() {
  const { url, word } = given();
  say("late", `有一份存在手机里的${word}没有登记成功，内容已放回表单，`, { url, word: "打开核对后再提交" });
}

// The answer may have come while its page was being left: the next page tells it, until the form is opened.
function tellAgain() {
  const { url } = given();
  if (url && new URL(url, location).pathname === location.pathname) localStorage.removeItem(BACK);
  else if (url) tellBack();
}

let sending = false;

async function sendKept() {
  if (sending || !navigator.onLine) return;
  sending = true;
  let done = 0;
  const words = new Set();
  try {
    for (const name of kept()) {
      const { word = "活动" } = read(name);
      if (!(await send(name))) {
        giveBack(name);
        return;
      }
      localStorage.removeItem(name);
      done += 1;
      words.add(word);
    }
  } catch (error) {
    if (error.expired) sayExpired();
  } finally {
    sending = false;
  }
  if (done) say("done", `已上传存在这部手机里的 ${done} 份${[...words].join("、")}。`);
}

if (person && csrf) {
  addEventListener("online", sendKept);
  tellAgain();
  sendKept();
}
