// What the places stand on, drawn by MapLibre: outlines of our own, or the operator's tiles.
import { element, fill } from "./map.js";

/** How close one may come: there is nothing more to see. */
const CLOSEST = { outlines: 12, tiles: 18 };
/** Names of layers in the schemas that tiles commonly follow: Protomaps, OpenMapTiles, Shortbread. */
const LAYERS = {
  earth: ["earth", "land"],
  water: ["water", "ocean", "water_polygons"],
  rivers: ["waterway", "water_lines"],
  buildings: ["buildings", "building"],
  roads: ["roads", "transportation", "streets"],
};

export async function ground(place, box, bounds, { file, json, script }) {
  const { Map, Marker, ScaleControl, addProtocol, setWorkerUrl } = globalThis.maplibregl;
  const words = place.dataset;
  const [outlines, tiles] = await Promise.all([
    json(file("outlines.json")).then(unpacked),
    // Without them there are still the outlines.
    words.tiles && operatorsTiles(words.tiles, script, addProtocol).catch(() => undefined),
  ]);
  setWorkerUrl(file("maplibre-gl-csp-worker.js"));
  const wheel = fill(words.wheel, { key: /Mac|iP/.test(navigator.platform) ? "⌘" : "Ctrl" });
  const map = new Map({
    container: box.appendChild(element("div", "ground")),
    style: sheet(place, outlines, tiles),
    bounds,
    fitBoundsOptions: { padding: 60, maxZoom: 11 },
    maxZoom: tiles ? CLOSEST.tiles : CLOSEST.outlines,
    attributionControl: false,
    // One finger, and the wheel, scroll the page: whoever passes is not held.
    cooperativeGestures: true,
    dragRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    locale: {
      "Map.Title": words.title,
      "CooperativeGesturesHandler.WindowsHelpText": wheel,
      "CooperativeGesturesHandler.MacHelpText": wheel,
      "CooperativeGesturesHandler.MobileHelpText": words.fingers,
    },
  });
  // Where the ground is plain it says how far things are from each other.
  map.addControl(new ScaleControl({ maxWidth: 80 }));
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  // Of single tiles, which would be told on the console: the others are shown.
  map.on("error", () => {});
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", () => map.setStyle(sheet(place, outlines, tiles)));
  const near = new URL(words.map, location.href).searchParams.get("near");
  if (near) {
    const you = element("div", "you");
    const [latitude, longitude] = near.split(",").map(Number);
    new Marker({ element: you }).setLngLat([longitude, latitude]).addTo(map);
    you.role = "img";
    you.ariaLabel = words.you;
  }
  return { map, source: [words.source, tiles?.source].filter(Boolean).join(" · ") };
}

/** Colours are the page's own, light and dark. */
function sheet(place, outlines, tiles) {
  const css = getComputedStyle(place);
  const colour = (name) => css.getPropertyValue(`--${name}`).trim();
  const area = (id, name, source, more) => {
    return { id, type: "fill", source, paint: { "fill-color": colour(name) }, ...more };
  };
  const line = (id, name, source, width, more) => {
    const paint = { "line-color": colour(name), "line-width": width };
    return { id, type: "line", source, paint, layout: { "line-join": "round" }, ...more };
  };
  const grows = (...steps) => ["interpolate", ["linear"], ["zoom"], ...steps];
  // Where there are streets the outlines would only be wrong beside them.
  const until = tiles && { maxzoom: 8 };
  const sources = Object.entries(outlines).map(([name, data]) => [name, { type: "geojson", data, maxzoom: 8 }]);
  return {
    version: 8,
    sources: { ...Object.fromEntries(sources), ...tiles?.sources },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour("sea") } },
      area("land", "land", "land"),
      ...(tiles ? ofTiles(tiles.layers, area, line, grows) : []),
      line("regions", "region", "regions", grows(5, 0.4, 9, 1), { minzoom: 5, ...until }),
      line("shore", "shore", "land", 0.8, until),
      line("borders", "border", "borders", grows(3, 0.6, 9, 1.6), until),
    ],
  };
}

function ofTiles(layers, area, line, grows) {
  const each = (kind, draw) => layers.filter((name) => LAYERS[kind].includes(name)).map(draw);
  const of = (name, more) => ({ "source-layer": name, ...more });
  const areas = { filter: ["==", ["geometry-type"], "Polygon"] };
  const lines = { filter: ["==", ["geometry-type"], "LineString"] };
  const width = grows(6, 0.4, 12, 1, 17, 6);
  return [
    area("covered", "land", "covered"),
    ...each("earth", (name) => area(`earth ${name}`, "land", "tiles", of(name, areas))),
    ...each("water", (name) => area(`water ${name}`, "sea", "tiles", of(name, areas))),
    ...each("rivers", (name) => line(`river ${name}`, "sea", "tiles", 1, of(name, lines))),
    ...each("buildings", (name) => area(`building ${name}`, "building", "tiles", of(name, { ...areas, minzoom: 13 }))),
    ...each("roads", (name) => line(`road ${name}`, "road", "tiles", width, of(name, lines))),
  ];
}

async function operatorsTiles(address, script, addProtocol) {
  await script("pmtiles.js");
  const { PMTiles, Protocol } = globalThis.pmtiles;
  const url = new URL(address, location.href).href;
  const [archive, protocol] = [new PMTiles(url), new Protocol()];
  protocol.add(archive);
  addProtocol("pmtiles", protocol.tile);
  const [about, said] = await Promise.all([archive.getHeader(), archive.getMetadata()]);
  const layers = (said?.vector_layers ?? []).map(({ id }) => id);
  const [west, south, east, north] = [about.minLon, about.minLat, about.maxLon, about.maxLat];
  const ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
  // Tiles without land say only where water is.
  const coordinates = layers.some((name) => LAYERS.earth.includes(name)) ? [] : [ring];
  return {
    layers,
    sources: {
      tiles: { type: "vector", url: `pmtiles://${url}` },
      covered: { type: "geojson", data: { type: "Polygon", coordinates } },
    },
    // Written for a page: of it only the words.
    source: new DOMParser().parseFromString(said?.attribution ?? "", "text/html").body.textContent.trim(),
  };
}

/** TopoJSON to GeoJSON: each border is in the file once, in steps from point to point. */
function unpacked({ arcs, transform: { scale, translate }, objects }) {
  const paths = arcs.map((arc) => {
    const at = [0, 0];
    return arc.map((step) => step.map((value, axis) => (at[axis] += value) * scale[axis] + translate[axis]));
  });
  const path = (number) => (number < 0 ? [...paths[~number]].reverse() : paths[number]);
  // Each begins where the one before has ended.
  const joined = (numbers) => numbers.flatMap((number, index) => path(number).slice(index && 1));
  const each = (parts) => (typeof parts[0] === "number" ? joined(parts) : parts.map(each));
  const shape = ([name, { type, arcs: parts }]) => [name, { type, coordinates: each(parts) }];
  return Object.fromEntries(Object.entries(objects).map(shape));
}
