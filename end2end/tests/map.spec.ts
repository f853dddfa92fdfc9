// The map beside a list: opened by a button, used by keyboard, told apart from nothing that others send.
import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { tiles } from "./tiles";

// Without a card for it, drawing takes a busy machine its time.
test.describe.configure({ timeout: 180_000 });
const patience = { timeout: 60_000 };

/** What the browser asks for and complains of, from now on. */
function watched(page: Page, origin: string) {
  const seen = { asked: [] as string[], strangers: [] as string[], complaints: [] as string[] };
  page.on("request", (request) => {
    const url = request.url();
    (url.startsWith(origin) ? seen.asked : seen.strangers).push(url);
  });
  page.on("console", (message) => void (message.type() === "error" && seen.complaints.push(message.text())));
  page.on("pageerror", (error) => void seen.complaints.push(error.message));
  return seen;
}

async function open(page: Page, path: string) {
  await page.goto(path);
  await page.locator("[data-map] > p button").click();
  await expect(page.locator(".spot").first()).toBeVisible(patience);
}

/** Presses Enter on the spot that has the focus, and the one it opens into, until there is a card to read. */
async function enter(page: Page) {
  const card = page.locator(".spot-card");
  for (let step = 0; step < 12 && !(await card.isVisible()); step++) {
    const before = await page.locator(".spot:focus").getAttribute("aria-label", patience);
    await page.keyboard.press("Enter");
    const changed = async () =>
      (await card.isVisible()) || (await page.locator(".spot:focus").getAttribute("aria-label")) !== before;
    await expect.poll(changed, patience).toBe(true);
  }
  await expect(card.getByRole("link").first()).toBeFocused(patience);
  return card;
}

const axe = (page: Page) =>
  new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze()
    .then(({ violations }) => violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`));

test("nothing of the map is fetched before it is asked for, and then only from here", async ({ page, baseURL }) => {
  const seen = watched(page, baseURL!);
  await page.goto("/en/search?need=food");
  const button = page.getByRole("button", { name: "Show on a map" });
  await expect(button).toHaveAttribute("aria-expanded", "false");
  await page.waitForLoadState("networkidle");
  const ofMap = (url: string) => /\/map\/|geojson/.test(url);
  expect(seen.asked.filter(ofMap)).toEqual([]);
  await button.click();
  await expect(page.locator(".spot").first()).toBeVisible(patience);
  await expect(page.locator("canvas.maplibregl-canvas")).toBeVisible();
  await expect(page.locator("[data-map] [role=status]")).toHaveText(/^On the map: \d+ of \d+\./, patience);
  await page.waitForLoadState("networkidle");
  expect(seen.asked.filter(ofMap).length).toBeGreaterThan(5);
  expect(seen.asked.find((url) => url.includes("geojson"))).toContain("?lang=en&need=food");
  expect(seen.strangers).toEqual([]);
  expect(seen.complaints).toEqual([]);
  await page.getByRole("button", { name: "Hide the map" }).click();
  await expect(page.locator("#map")).toBeHidden();
  await expect(button).toBeFocused();
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
});

test("the map has the filters of the list", async ({ page, request }) => {
  const found = async (query: string) => (await (await request.get(`/api/v1/search.geojson?${query}`)).json()).shown;
  expect(await found("need=food&cost=free&lang=en")).toBeLessThan(await found("need=food&lang=en"));
  await open(page, "/en/search?need=food&cost=free");
  const shown = new RegExp(`^On the map: ${await found("need=food&cost=free&lang=en")} of `);
  await expect(page.locator("[data-map] [role=status]")).toHaveText(shown);
});

test("by keyboard alone to a service", async ({ page }) => {
  await page.goto("/en/search?need=food");
  await page.getByRole("button", { name: "Show on a map" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.locator(".spot").first()).toBeVisible(patience);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("region", { name: "Map of the results" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.locator(".spot").first()).toBeFocused();
  // A spot of several opens nearer to them, until there is one to read; the focus is not lost on the way.
  const card = await enter(page);
  await page.keyboard.press("Escape");
  await expect(card).toBeHidden();
  await expect(page.locator(".spot:focus")).toHaveCount(1);
  await page.keyboard.press("Enter");
  const title = await card.getByRole("link").first().innerText();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/en\/(services|organisations)\//);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  await page.goBack();
  await page.getByRole("button", { name: "Show on a map" }).click();
  await expect(page.locator(".spot").first()).toBeVisible(patience);
  await page.getByRole("region", { name: "Map of the results" }).focus();
  await page.keyboard.press("Escape");
  await expect(page.locator("#map"), "Escape hides the map where nothing is open on it").toBeHidden();
  await expect(page.getByRole("button", { name: "Show on a map" })).toBeFocused();
});

for (const [locale, scheme] of [["en", "light"], ["ar", "dark"]] as const) {
  test(`axe finds nothing on the map, ${locale}, ${scheme}`, async ({ page, baseURL }) => {
    const seen = watched(page, baseURL!);
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await open(page, `/${locale}/search?need=food&near=38.571,-7.913`);
    expect(await axe(page)).toEqual([]);
    await page.locator(".spot").first().focus();
    await enter(page);
    expect(await axe(page), "with a card open").toEqual([]);
    const size = page.viewportSize()!;
    await page.setViewportSize({ width: 320, height: 640 });
    const overflow = await page.locator("html").evaluate((html) => html.scrollWidth - html.clientWidth);
    expect(overflow, "sideways scrolling at 320 px").toBeLessThanOrEqual(0);
    await page.setViewportSize(size);
    expect(seen.complaints).toEqual([]);
    expect(seen.strangers).toEqual([]);
  });
}

test("an operator's tiles are read in parts, and their makers named", async ({ page, baseURL }) => {
  const seen = watched(page, baseURL!);
  const whole = tiles();
  const parts: string[] = [];
  // As the server sends it where there is such a file (server/tests/own_map.rs).
  await page.route("**/map.pmtiles", async (route) => {
    const range = route.request().headers()["range"]!;
    const [from, to] = range.match(/\d+/g)!.map(Number);
    parts.push(range);
    const body = whole.subarray(from, to! + 1);
    const end = from! + body.length - 1;
    const headers = { "content-range": `bytes ${from}-${end}/${whole.length}`, etag: '"1"' };
    await route.fulfill({ status: 206, body, headers, contentType: "application/vnd.pmtiles" });
  });
  await page.goto("/en/search?need=food");
  await page.locator("[data-map]").evaluate((place) => (place.dataset.tiles = "/map.pmtiles"));
  await page.getByRole("button", { name: "Show on a map" }).click();
  await expect(page.locator("#map .source")).toContainText("Outlines: Natural Earth · Somebody’s streets", patience);
  await expect(page.locator("#map .source a"), "of what the file says only the words").toHaveCount(0);
  await expect.poll(() => parts.length, { message: "head and the one tile", ...patience }).toBeGreaterThanOrEqual(2);
  expect(seen.complaints).toEqual([]);
  expect(seen.strangers).toEqual([]);
});

test("where the map cannot be drawn the page says so and keeps its list", async ({ page }) => {
  await page.route("**/maplibre-gl-csp.js", (route) => route.abort());
  await page.goto("/en/search?need=food");
  await page.getByRole("button", { name: "Show on a map" }).click();
  await expect(page.locator("[data-map] [role=status]")).toHaveText(/cannot be shown here/, patience);
  await expect(page.getByRole("button", { name: "Show on a map" })).toHaveAttribute("aria-expanded", "false");
  await expect(page.locator("#map")).toBeHidden();
  await expect(page.locator("ol.found > li").first()).toBeVisible();
});

test("without JavaScript there is no button", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/en/search?need=food");
  await expect(page.locator("[data-map]")).toBeHidden();
  await expect(page.locator("ol.found > li").first()).toBeVisible();
  await context.close();
});
