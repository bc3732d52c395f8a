// The live record of a meeting: puts the parts together and says how safe everything is.

import { clock, el, icon } from "./meeting/dom.js";
import { Entry } from "./meeting/entry.js";
import { Matters } from "./meeting/matters.js";
import { People } from "./meeting/people.js";
import { RecordModel } from "./meeting/record.js";
import { openStore } from "./meeting/store.js";
import { Stream } from "./meeting/stream.js";
import { Sync } from "./meeting/sync.js";

const page = document.querySelector(".live");
const config = JSON.parse(document.getElementById("config").textContent);
const urls = page.dataset;
const part = (name) => document.getElementById(name);

const store = await openStore(config.person, config.meeting);
const model = new RecordModel(store, config);
const sync = new Sync(model, { save: urls.save, changes: urls.changes, typing: urls.typing }, document.querySelector("meta[name=csrf]").content);

const onMatter = (text, key) => matters.begin(text, key);
const stream = new Stream(model, part("say"), { onMatter, backfilled: config.backfilled });
const entry = new Entry(model, sync, part("entry"), { stream, onMatter, onPart: nextPart });
const people = new People(model, sync, part("att"), { onSpeak: (id) => speakFrom(id), addUrl: urls.people });
const matters = new Matters(model, part("got"), { unitsUrl: urls.units, levels: JSON.parse(urls.levels) });

function speakFrom(id) {
  entry.speak(id);
  if (matchMedia("(max-width: 860px)").matches) show("say");
}

part("entry").addEventListener("speaker", (event) => {
  people.speaker = event.detail;
  people.draw();
});

// ── agenda ───────────────────────────────────────────────────────────────────────────────────────────────────────────
function nextPart() {
  const now = model.part();
  if (now + 1 < config.agenda.length) model.change("part", "part", { part: now + 1 });
}

function drawAgenda() {
  const now = model.part();
  const items = config.agenda.map((name, index) => {
    const state = index < now ? "ok" : index === now ? "now" : "";
    return el("li", { class: state, "aria-current": state === "now" ? "step" : null },
      index < now ? icon("check") : icon(index === now ? "circle-half-2" : "circle-dashed"),
      el("button", { type: "button", class: "link", on: { click: () => model.change("part", "part", { part: index }) } }, name));
  });
  const next = config.agenda[now + 1];
  if (next) items.push(el("li", { class: "push" }, el("button", { type: "button", class: "btn btn-line btn-sm", on: { click: nextPart } }, `进入“${next}”`, el("kbd", { class: "wide-only" }, "F9"))));
  part("agenda").replaceChildren(...items);
}

// ── how safe everything is ───────────────────────────────────────────────────────────────────────────────────────────
const LOOKS = {
  fresh: ["", "circle-dashed", () => "正在打开"],
  changed: ["", "pencil", () => "有改动未保存"],
  saving: ["", "refresh", () => "正在保存"],
  saved: ["is-done", "cloud-check", () => `已保存 ${clock(sync.savedAt, true)}`],
  offline: ["is-wait", "cloud-off", (count) => (count ? `离线，${count} 条已存在本机 ${clock(Date.now(), true)}` : "离线，照常记录")],
  failed: ["is-late", "alert-triangle", (count) => `没有传到服务器，${count} 条已存在本机`],
  expired: ["is-late", "alert-triangle", (count) => `登录已过期，${count} 条已存在本机`],
  blocked: ["is-late", "alert-triangle", (count) => `没有上传，${count} 条已存在本机`],
};
let announced = 0;

function drawState() {
  const count = model.kept().length;
  const [tone, symbol, words] = LOOKS[sync.state];
  const place = part("save");
  place.className = `push save ${tone}`;
  place.replaceChildren(icon(symbol), words(count));
  drawStrip(count);
  // Read aloud at most once a minute, bad news at once.
  if (tone === "is-late" || Date.now() - announced > 60000) {
    announced = Date.now();
    part("spoken").textContent = words(count);
  }
}

function drawStrip(count) {
  const strip = part("strip");
  const tells = {
    offline: () => [el("strong", {}, "网络断了，照常记录。"), `${count ? `${count} 条存在本机` : "接着记的内容存在本机"}，网络恢复后自动上传，不要清除浏览器数据。`],
    expired: () => [el("strong", {}, "登录已过期，照常记录。"), `${count} 条存在本机，`, el("a", { href: `${document.body.dataset.login}?next=${encodeURIComponent(urls.back)}`, target: "_blank" }, "重新登录"), "（在新窗口打开）后自动上传。"],
    failed: () => [sync.sentence],
    blocked: () => [sync.sentence],
  };
  const ended = model.sheet.state === "ended";
  const said = tells[sync.state]?.() ?? (ended ? [el("strong", {}, "会议记录已经结束。"), "这里只能看，", el("a", { href: urls.back }, "查看会议")] : null);
  const unsafe = !store.lasting && !said ? ["这个浏览器窗口不能在本机保存，刷新前请先看是否“已保存”。"] : null;
  strip.hidden = !said && !unsafe;
  strip.className = `note small strip ${["failed", "blocked"].includes(sync.state) ? "is-late" : "is-wait"}`;
  strip.replaceChildren(icon(sync.state === "offline" ? "cloud-off" : "info-circle"), el("p", {}, ...(said ?? unsafe ?? [])));
}

function drawElapsed() {
  const minutes = Math.max(0, Math.floor((model.now() - (model.sheet.started ?? model.now())) / 60000));
  const words = minutes < 60 ? `已开 ${minutes} 分` : `已开 ${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分`;
  if (part("elapsed")) part("elapsed").textContent = words;
}

// ── phones: one panel at a time ──────────────────────────────────────────────────────────────────────────────────────
const tabs = [...document.querySelectorAll(".livetabs a")];

function show(name) {
  const target = part(name);
  document.querySelectorAll(".live-cols > section").forEach((section) => section.classList.toggle("on", section.contains(target)));
  tabs.forEach((tab) => (tab.hash === `#${name}` ? tab.setAttribute("aria-current", "page") : tab.removeAttribute("aria-current")));
  if (name === "say") stream.toEnd();
  else target.scrollIntoView({ block: "start" });
}

tabs.forEach((tab) => tab.addEventListener("click", (event) => {
  event.preventDefault();
  show(tab.hash.slice(1));
}));
part("got").addEventListener("begun", () => matchMedia("(max-width: 860px)").matches && show("got"));

function count(name, words) {
  const place = tabs.find((tab) => tab.hash === `#${name}`)?.querySelector("b");
  if (place) place.textContent = words;
}

part("att").addEventListener("counted", (event) => count("att", event.detail));
part("got").addEventListener("counted", (event) => count("got", event.detail));

// ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────────────────
function draw(detail) {
  // A statement shows which matter it went into.
  const sources = (detail.matter ?? []).flatMap((key) => model.view("matter", key)?.statements ?? []);
  stream.draw(sources.length ? { ...detail, row: [...(detail.row ?? []), ...sources] } : detail);
  if (detail.everything || detail.sheet || detail.part) drawAgenda();
  if (detail.everything || detail.sheet || detail.seat || detail.row) {
    people.draw();
    entry.draw();
    count("say", String(model.statements().length));
  }
  if (detail.everything || detail.sheet || detail.matter || detail.row || detail.seat) matters.draw(detail);
  drawState();
}

// Whatever happens within one frame is drawn once. Not while a finger or the mouse is down: what is drawn again between
// the press and the release takes no click. A press longer than that is no click.
const LONGEST_PRESS = 3000;
let waiting = null;
let pressedAt = -Infinity;

document.addEventListener("pointerdown", (event) => {
  if (event.isPrimary && event.button === 0) pressedAt = event.timeStamp;
}, true);
["pointerup", "pointercancel"].forEach((name) => document.addEventListener(name, () => {
  pressedAt = -Infinity;
}, true));

function drawWaiting(now) {
  if (now - pressedAt < LONGEST_PRESS) {
    requestAnimationFrame(drawWaiting);
    return;
  }
  const all = waiting;
  waiting = null;
  draw(all);
}

function drawSoon(detail) {
  if (!waiting) {
    waiting = {};
    requestAnimationFrame(drawWaiting);
  }
  for (const [name, value] of Object.entries(detail)) {
    waiting[name] = Array.isArray(value) ? [...(waiting[name] ?? []), ...value] : waiting[name] || value;
  }
}

model.addEventListener("change", (event) => drawSoon(event.detail));
sync.addEventListener("state", () => drawState());
model.addEventListener("kept", () => sync.state in { offline: 1, failed: 1, expired: 1, blocked: 1 } && drawState());
sync.addEventListener("typing", (event) => entry.restore(event.detail));
document.querySelector("[data-keys]")?.addEventListener("click", () => part("keys").showModal());

// Ending needs everything on the server first.
document.querySelector("[data-end]").addEventListener("click", async (event) => {
  if (!model.unsent().length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const link = event.currentTarget;
  model.hurry();
  await sync.beat();
  if (!model.unsent().length) link.click();
  else {
    sync.be(sync.state === "saved" ? "blocked" : sync.state, `还有 ${model.unsent().length} 条没有上传（或有两份要选），传完再结束会议。`);
  }
}, true);

addEventListener("beforeunload", (event) => {
  if (!store.lasting && model.unsent().length) event.preventDefault();
});

async function keepShell() {
  if (!("serviceWorker" in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register(urls.worker, { scope: urls.back });
    await navigator.serviceWorker.ready.catch(() => null);
    const worker = registration.active ?? registration.waiting ?? registration.installing;
    const loaded = performance.getEntriesByType("resource").map((each) => each.name).filter((url) => new URL(url).pathname.startsWith("/static/"));
    navigator.serviceWorker.addEventListener("message", (event) => {
      if (event.data?.kept) page.dataset.kept = "yes";
    });
    worker?.postMessage({ keep: [location.href.split("#")[0], ...new Set(loaded), new URL(`${document.body.dataset.sprite}`, location.href).href] });
  } catch {
    // Recording goes on; only a reload without network would fail.
  }
}

await model.restore();
draw({ everything: true });
await entry.restore(null);
drawElapsed();
setInterval(drawElapsed, 20000);
setInterval(() => ["saved", "offline"].includes(sync.state) && drawStrip(model.kept().length), 5000);
sync.begin();
page.dataset.ready = "yes";
if (document.readyState === "complete") keepShell();
else addEventListener("load", keepShell);
if (!matchMedia("(max-width: 860px)").matches) entry.box.focus();

// Nothing of an ended meeting stays on a computer that others use too.
model.addEventListener("change", async () => {
  if (model.sheet.state === "ended" && !model.unsent().length) {
    await store.forget();
    navigator.serviceWorker?.controller?.postMessage({ forget: location.href.split("#")[0] });
  }
});
