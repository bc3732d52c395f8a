// Keeps the shell of a meeting's record (page, styles, scripts), so that a reload without network goes on recording.
// It holds no statements: those are in IndexedDB. The network comes first; what was kept answers only when it is away.

const CACHE = "meeting-shell-1";
const PATIENCE = 5000;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("meeting-shell-") && name !== CACHE) await caches.delete(name);
    await self.clients.claim();
  })());
});

self.addEventListener("message", (event) => {
  const { keep, forget } = event.data ?? {};
  if (keep) event.waitUntil(keepAll(keep).then(() => event.source?.postMessage({ kept: true })));
  if (forget) event.waitUntil(caches.open(CACHE).then((cache) => cache.delete(forget)));
});

async function keepAll(urls) {
  const cache = await caches.open(CACHE);
  await Promise.all(urls.map(async (url) => {
    const response = await fetch(url, { credentials: "same-origin" }).catch(() => null);
    if (response?.ok && !response.redirected) await cache.put(url, response);
  }));
}

function isShell(request) {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return false;
  return url.pathname.startsWith("/static/") || (request.mode === "navigate" && url.pathname.endsWith("/record/"));
}

async function answer(request) {
  const kept = await (await caches.open(CACHE)).match(request, { ignoreVary: true });
  const live = fetch(request).then(async (response) => {
    // A page behind a lost session is the sign-in page: it is shown, and not kept.
    if (response.ok && !response.redirected) {
      const copy = response.clone();
      await (await caches.open(CACHE)).put(request, copy);
    }
    return response;
  });
  if (!kept) return live;
  live.catch(() => null);
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE));
  return Promise.race([live.catch(() => kept), late]);
}

self.addEventListener("fetch", (event) => {
  if (isShell(event.request)) event.respondWith(answer(event.request));
});
