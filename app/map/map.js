// The map beside a list of results, fetched when somebody opens it: the list stays what everything is in.
import { ground } from "./ground.js";
import { stand } from "./spots.js";

let drawn;

/** Opens the map, or hides it again. `say` tells what happens. */
export async function toggle(place, say) {
  const words = place.dataset;
  const button = place.querySelector("button");
  const label = button.querySelector("span");
  const box = place.querySelector("#map");
  words.show ??= label.textContent;
  const set = (open) => {
    box.hidden = !open;
    button.setAttribute("aria-expanded", open);
    label.textContent = open ? words.hide : words.show;
  };
  if (!box.hidden) {
    set(false);
    return void button.focus();
  }
  set(true);
  try {
    drawn ??= draw(place, box, say);
    const map = await drawn;
    if (map) map.resize();
    else set(false);
  } catch (error) {
    drawn = undefined;
    set(false);
    throw error;
  }
}

/** The map, or nothing where no place is known. */
async function draw(place, box, say) {
  const words = place.dataset;
  say(words.loading);
  const [answer] = await Promise.all([json(words.map), style("map.css"), script("maplibre-gl-csp.js")]);
  const points = answer.features.map(point);
  if (!points.length) return void say(words.none);
  const { map, source } = await ground(place, box, answer.view, { file, json, script });
  const spots = stand(map, place, box, points);
  const foot = element("p", "source", source);
  foot.prepend(Object.assign(box.querySelector(".maplibregl-ctrl-scale"), { dir: "ltr" }));
  box.append(steps(map, words), foot);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    if (!spots.close()) place.querySelector("button").click();
  });
  say(fill(words.count, { shown: number(answer.shown), total: number(answer.total) }));
  return map;
}

// The digits that the server writes.
const numbers = new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`, { maximumFractionDigits: 1 });
export const number = (value) => numbers.format(value);
export const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

export function element(name, kind, text = "") {
  return Object.assign(document.createElement(name), { className: kind, textContent: text });
}

export function press(kind, text, label, act) {
  const button = Object.assign(element("button", kind, text), { type: "button", onclick: act });
  button.setAttribute("aria-label", label);
  return button;
}

const file = (name) => new URL(name, import.meta.url).href;

async function json(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

function loaded(part) {
  return new Promise((resolve, reject) => {
    Object.assign(part, { onload: resolve, onerror: () => reject(new Error(part.href ?? part.src)) });
    document.head.append(part);
  });
}
const script = (name) => loaded(Object.assign(document.createElement("script"), { src: file(name) }));
const style = (name) => loaded(Object.assign(document.createElement("link"), { rel: "stylesheet", href: file(name) }));

function point({ geometry, properties }) {
  const [longitude, latitude] = geometry.coordinates;
  const radians = (latitude * Math.PI) / 180;
  // The world as a square from 0 to 1, as maps on screens have it.
  const y = 0.5 - Math.log(Math.tan(Math.PI / 4 + radians / 2)) / (2 * Math.PI);
  return { ...properties, at: [longitude, latitude], x: longitude / 360 + 0.5, y };
}

function steps(map, words) {
  const box = element("div", "steps");
  box.append(press("", "+", words.closer, () => map.zoomIn()), press("", "−", words.farther, () => map.zoomOut()));
  return box;
}
