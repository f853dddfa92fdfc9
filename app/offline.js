// The service worker of devices on which somebody saved something. It keeps the saved pages and the list of them, with
// what they need, and shows them when there is no network. Nothing else is kept, and nothing when nothing is saved.
const KEPT = "saved";

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

// {keep: [paths]}: these pages and no others; the first is the list. An empty list forgets everything. One after the other:
// who saves twice in a second has both.
let before = Promise.resolve();
addEventListener("message", (event) => {
  if (!event.data?.keep) return;
  before = before.then(() => keep(event.data.keep)).catch(() => {});
  event.waitUntil(before.then(() => event.ports[0]?.postMessage("kept")));
});

async function keep(paths) {
  if (!paths.length) {
    await caches.delete(KEPT);
    await registration.unregister();
    return;
  }
  const kept = await caches.open(KEPT);
  const wanted = new Set(paths.map((path) => new URL(path, location).href));
  for (const path of paths) for (const file of await take(kept, path)) wanted.add(file);
  for (const request of await kept.keys()) if (!wanted.has(request.url)) await kept.delete(request);
}

// A page with the files it names. What cannot be fetched now stays as it was kept before.
async function take(kept, path) {
  try {
    const response = await fetch(path, { redirect: "follow" });
    if (!response.ok) return [];
    await kept.put(path, response.clone());
    const named = (await response.text()).match(/\/pkg\/[\w.\/-]+/g) ?? [];
    const files = [...new Set(named)].map((file) => new URL(file, location).href);
    await Promise.all(files.map(async (file) => (await kept.match(file)) ?? kept.add(file)));
    return files;
  } catch {
    return (await kept.keys()).map((request) => request.url);
  }
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const own = new URL(request.url).origin === location.origin;
  if (request.method !== "GET" || !own) return;
  if (request.mode === "navigate" || request.url.includes("/pkg/")) event.respondWith(answer(request));
});

async function answer(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.open(KEPT);
    const found = await kept.match(request, { ignoreVary: true });
    if (found) return found;
    if (request.mode !== "navigate") throw error;
    // Whoever leaves quickly must see nothing of what they leave, and what was kept of it goes with them.
    if (new URL(request.url).pathname === "/leave") return leave();
    // What is kept anew goes to the end, so that files may stand before it.
    const list = (await kept.keys()).find(({ url }) => !url.includes("/pkg/"));
    const shown = list && (await kept.match(list));
    if (!shown) throw error;
    return Response.redirect(list.url, 302);
  }
}

async function leave() {
  await caches.delete(KEPT);
  const headers = { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" };
  return new Response("<!doctype html><title>.</title>", { headers });
}
