// What only the device can do. Nothing is asked of it, and nothing kept on it, before the person presses the button for it.

// Near me: the position goes into the address of a search and nowhere else, to about a hundred metres.
for (const button of document.querySelectorAll("button[data-near]")) {
  if (!navigator.geolocation) continue;
  const near = button.closest(".near");
  const say = (words) => (near.querySelector("[role=status]").textContent = words);
  for (const line of near.querySelectorAll(":scope > [hidden]")) line.hidden = false;
  button.addEventListener("click", () => {
    say(button.dataset.asking);
    const found = ({ coords }) => {
      const address = new URL(button.dataset.near, location.href);
      address.searchParams.set("near", `${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}`);
      location.assign(address);
    };
    navigator.geolocation.getCurrentPosition(found, () => say(button.dataset.refused), {
      maximumAge: 60_000,
      timeout: 15_000,
    });
  });
}

// The saved list: ids, newest last, under one name. Where the device keeps nothing, the links still work.
const KEY = "saved";
const MOST = 50;

function saved() {
  try {
    const ids = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(ids) ? ids.filter((id) => /^[0-9a-f-]{36}$/.test(id)) : [];
  } catch {
    return [];
  }
}

function keep(ids) {
  const kept = [...new Set(ids)].slice(-MOST);
  try {
    if (kept.length) localStorage.setItem(KEY, JSON.stringify(kept));
    else localStorage.removeItem(KEY);
    offline(kept).catch(() => {});
    return true;
  } catch {
    return false;
  }
}

// The list and its pages are there without a network, too. Whoever leaves this page before that is done comes to the list,
// which does it again, and so has the pages as they are now.
async function offline(ids) {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  if (!ids.length) return (await workers.getRegistration())?.active?.postMessage({ keep: [] });
  const list = `/${document.documentElement.lang}/saved?ids=${ids.join()}`;
  const text = await (await fetch(list)).text();
  const pages = text.match(/\/\w\w\/\w+\/[0-9a-f-]{36}\/[^"?#\s]+/g) ?? [];
  await workers.register("/offline.js");
  (await workers.ready).active.postMessage({ keep: [list, ...new Set(pages)] });
}

const without = (ids) => saved().filter((id) => !ids.includes(id));
const split = (ids) => (ids ?? "").split(",").filter(Boolean);

function show(link) {
  const is = saved().includes(link.dataset.save);
  link.setAttribute("aria-pressed", is);
  link.querySelector("span").textContent = is ? link.dataset.kept : link.dataset.word;
}

for (const link of document.querySelectorAll("a[data-save]")) {
  link.role = "button";
  show(link);
  link.addEventListener("click", (event) => {
    const id = link.dataset.save;
    const ids = saved();
    if (keep(ids.includes(id) ? without([id]) : [...ids, id])) {
      event.preventDefault();
      show(link);
    }
  });
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    link.click();
  });
}

// Links of the list: they do on the device what their address shows.
for (const link of document.querySelectorAll("a[data-keep]")) {
  link.hidden = split(link.dataset.keep).every((id) => saved().includes(id));
  link.addEventListener("click", () => keep([...saved(), ...split(link.dataset.keep)]));
}
for (const link of document.querySelectorAll("a[data-drop]"))
  link.addEventListener("click", () => keep(without(split(link.dataset.drop))));

if (document.querySelector("[data-list]")) {
  const asked = new URLSearchParams(location.search);
  const list = (ids) => location.replace(ids.length ? `${location.pathname}?ids=${ids.join()}` : location.pathname);
  // From a page of ours it was the person who pressed; another site's link keeps nothing by itself.
  const ours = document.referrer.startsWith(`${location.origin}/`);
  if (asked.has("save") && ours && keep([...saved(), ...split(asked.get("save"))])) list(saved());
  else if (!location.search && saved().length) list(saved());
  else if (saved().length) offline(saved()).catch(() => {});
}
