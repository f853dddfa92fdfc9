// Starts the islands of a live page: when the browser is idle, or when one is first touched or focused.
// Visitors who save data get them only when they touch one. Without this the page is complete.
const { js, wasm } = document.querySelector("script[data-wasm]").dataset;
const islands = document.querySelectorAll("leptos-island");
const events = ["focusin", "pointerdown"];
let started;

// The order in which leptos wants it: an island before what is inside it, and the children that
// a server component put into an island know the island around them.
async function hydrate(node, module, around) {
  const name = node.localName;
  if (name === "leptos-island") {
    around.at(-1)?.();
    await module[node.dataset.component]?.(node);
  }
  const inside = name === "leptos-children" ? [...around, node.$$on_hydrate] : around;
  for (const child of [...node.children]) await hydrate(child, module, inside);
}

function start() {
  started ??= import(js).then(async (module) => {
    await module.default({ module_or_path: wasm });
    module.hydrate();
    await hydrate(document.body, module, []);
    document.documentElement.dataset.islands = "ready";
  });
}

if (document.querySelector("[data-near], [data-save], [data-list]")) import("./device.js");
// Shift three times within two seconds leaves, without an entry in the history for the page that is left.
const presses = [];
function leave() {
  document.documentElement.hidden = true;
  location.replace("/leave");
}
document.addEventListener("keydown", (event) => {
  if (event.key !== "Shift") presses.length = 0;
  else if (!event.repeat && presses.push(event.timeStamp) >= 3 && event.timeStamp - presses.at(-3) < 2000) leave();
});
document.querySelector(".leave").addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});

// The map, and all that it needs, is fetched when somebody opens it.
for (const place of document.querySelectorAll("[data-map]")) {
  const say = (words) => (place.querySelector("[role=status]").textContent = words);
  place.hidden = false;
  place.querySelector("button").addEventListener("click", () => {
    const failed = (error) => {
      say(place.dataset.failed);
      throw error;
    };
    import("./map/map.js").then(({ toggle }) => toggle(place, say)).catch(failed);
  });
}

if (document.querySelector("[data-listen]")) import("./listen.js");

for (const island of islands)
  for (const event of events) island.addEventListener(event, start, { once: true, passive: true });

if (islands.length && document.activeElement?.closest("leptos-island")) start();
else if (islands.length && !navigator.connection?.saveData) {
  if ("requestIdleCallback" in window) requestIdleCallback(start, { timeout: 4000 });
  else setTimeout(start, 1000);
}
