// What is found, as buttons of the page on the map: reached, read and coloured like all others.
import { element, fill, number, press } from "./map.js";

/** Pixels within which places stand together. */
const REACH = 50;
/** Pixels of the whole world at zoom 0. */
const WORLD = 512;

/** Puts the points on the map: what is near each other as one spot, which opens when one comes closer. */
export function stand(map, place, box, points) {
  const words = place.dataset;
  const layer = map.getCanvasContainer().appendChild(element("div", "spots"));
  const card = box.appendChild(element("div", "spot-card"));
  card.hidden = true;
  card.setAttribute("role", "group");
  let spots = [];
  let from;

  const leave = () => {
    card.hidden = true;
    from?.removeAttribute("aria-current");
  };
  const close = () => {
    if (card.hidden) return false;
    leave();
    (layer.contains(from) ? from : map.getCanvas()).focus();
    return true;
  };
  const choose = (spot, button) => {
    leave();
    if (opens(spot, map)) return void map.fitBounds(around(spot.points), { padding: 70, maxZoom: map.getMaxZoom() });
    from = button;
    button.setAttribute("aria-current", "true");
    const list = element("ul", "");
    list.append(...spot.points.map((point) => entry(point, words)));
    card.setAttribute("aria-label", button.getAttribute("aria-label"));
    card.replaceChildren(press("shut", "×", words.close, close), list);
    card.hidden = false;
    // Not below the card.
    const low = map.project(spot.at).y + REACH - card.offsetTop;
    if (low > 0) map.panBy([0, low]);
    list.querySelector("a").focus({ preventScroll: true });
  };
  const spotted = (spot) => {
    const [first, ...others] = spot.points;
    const count = others.length ? number(spot.points.length) : "";
    const name = count ? fill(words.several, { number: count }) : first.title;
    const label = [name, first.locality, count ? "" : away(first, words)].filter(Boolean).join(", ");
    const button = press("spot", "", label, () => choose(spot, button));
    button.append(element("span", count ? "many" : `one ${first.kind}`, count));
    if (first.locality) {
      // The name has a direction of its own, where it stands has none.
      const where = element("span", "where");
      where.append(element("bdi", "", first.locality));
      button.append(where);
    }
    button.ondblclick = (event) => event.stopPropagation();
    return button;
  };
  const position = () => {
    for (const { button, at } of spots) {
      const { x, y } = map.project(at);
      button.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
    }
  };
  const settle = () => {
    const view = map.getBounds();
    const buttons = new Map(spots.map(({ key, button }) => [key, button]));
    const focused = spots.find(({ button }) => button === document.activeElement);
    const seen = grouped(points, map.getZoom()).filter(({ at }) => view.contains(at));
    // From north to south, so that the Tab key goes down the map.
    seen.sort((a, b) => b.at[1] - a.at[1]);
    spots = seen.map((spot) => ({ ...spot, button: buttons.get(spot.key) ?? spotted(spot) }));
    layer.replaceChildren(...spots.map(({ button }) => button));
    position();
    if (!focused) return;
    // Where the one that had the focus has opened: on what was its first.
    const same = spots.find(({ key }) => key === focused.key);
    const next = same ?? spots.find((spot) => spot.points.includes(focused.points[0]));
    (next?.button ?? map.getCanvas()).focus({ preventScroll: true });
  };
  map.on("move", position);
  map.on("moveend", settle);
  settle();
  return { close };
}

/** The best first, each with those that are nearer to it than a finger is wide. */
function grouped(points, zoom) {
  const size = WORLD * 2 ** zoom;
  const joined = (all) => {
    const spots = [];
    for (const one of all) {
      const near = spots.find(({ x, y }) => Math.hypot(x - one.x, y - one.y) * size < REACH);
      if (near) near.points.push(...one.points);
      else spots.push({ ...one, points: [...one.points] });
    }
    for (const spot of spots)
      for (const axis of ["x", "y"])
        spot[axis] = spot.points.reduce((sum, point) => sum + point[axis], 0) / spot.points.length;
    return spots;
  };
  // Twice, because the middles of two may be nearer to each other than those they began with.
  const spots = joined(joined(points.map((point) => ({ x: point.x, y: point.y, points: [point] }))));
  const mean = (spot, axis) => spot.points.reduce((sum, { at }) => sum + at[axis], 0) / spot.points.length;
  return spots.map((spot) => ({
    points: spot.points,
    at: [mean(spot, 0), mean(spot, 1)],
    key: `${points.indexOf(spot.points[0])} ${spot.points.length}`,
  }));
}

function around(points) {
  const ends = (of) => [0, 1].map((axis) => of(...points.map(({ at }) => at[axis])));
  return [ends(Math.min), ends(Math.max)];
}

/** Whether coming closer parts them. */
function opens({ points: [first, ...others] }, map) {
  const size = WORLD * 2 ** map.getMaxZoom();
  const parts = others.some((other) => Math.hypot(first.x - other.x, first.y - other.y) * size >= REACH);
  return parts && map.getZoom() < map.getMaxZoom() - 0.1;
}

/** As the list writes it. */
function away({ distance_m: metres }, words) {
  if (metres === null) return "";
  if (metres < 995) return fill(words.metres, { number: number(Math.max(10, Math.round(metres / 10) * 10)) });
  return fill(words.kilometres, { number: number(metres < 9950 ? metres / 1000 : Math.round(metres / 1000)) });
}

function entry(point, words) {
  const item = element("li", "");
  const link = Object.assign(element("a", "", point.title), { href: point.path, lang: point.language, dir: "auto" });
  const about = new Set([point.organisation, point.locality, away(point, words)]);
  about.delete(point.title);
  item.append(link, element("p", "hint", [...about].filter(Boolean).join(" · ")));
  return item;
}
