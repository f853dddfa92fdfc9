import { expect, test, type Page } from "@playwright/test";
import { readdirSync, readFileSync } from "node:fs";
import { find } from "./pages";
import { still } from "./still";

// What pages look like, against photographs that somebody looked at and approved. In fonts of our own (fonts.conf), so that
// machines agree; the clock's words are frozen (still.ts). A part is told from its neighbour to a hundredth of its area, a
// page to five thousandths: text drawn a shade lighter by another Chromium passes, a shifted block or another colour does not.
const approve = "right as it is now? Approve it: make photographs";
const part = { maxDiffPixelRatio: 0.01 };
const whole = { maxDiffPixelRatio: 0.005 };
test.describe.configure({ timeout: 300_000 });
const folder = new URL("../photographs/", import.meta.url);
const components = new URL("../../app/ui/src/", import.meta.url);

/** Header and footer are on every page, and the text area in a form. */
const withoutSpecimen = ["frame.rs", "raw.rs"];
/** Pages whose parts stand beside each other on a wide screen. */
const wide = ["search", "service"];

async function open(page: Page, path: string) {
  await page.goto(path);
  await still(page);
}

async function styleguide(page: Page, locale: string) {
  await open(page, `/${locale}/styleguide`);
  return page.locator("main > section").evaluateAll((all) => all.map((section) => section.id));
}

test("each part", async ({ page }, { project }) => {
  test.skip(project.name !== "phone", "parts have one form; how they stand beside each other is on the pages");
  const files = readdirSync(components).filter((name) => !withoutSpecimen.includes(name));
  const made = files.filter((name) => readFileSync(new URL(name, components), "utf8").includes("#[component]"));
  const shown = await styleguide(page, "en");
  expect(shown, "each component has its specimen").toEqual(
    expect.arrayContaining(made.map((name) => name.replace(".rs", ""))),
  );
  for (const name of shown)
    await expect.soft(page.locator(`#${name}`), `${name}: ${approve}`).toHaveScreenshot(`part-${name}.png`, part);
  const parts = readdirSync(folder).filter((name) => name.startsWith("part-"));
  expect(parts.sort(), "no photograph of what is gone: delete it").toEqual(shown.map((name) => `part-${name}.png`).sort());
});

for (const [name, locale, media, ids] of [
  ["arabic", "ar", {}, null],
  ["dark", "en", { colorScheme: "dark" }, null],
  ["forced-colours", "en", { forcedColors: "active", colorScheme: "light" }, ["action", "notice", "found", "form"]],
] as const)
  test(`all parts: ${name}`, async ({ page }, { project }) => {
    test.skip(project.name !== "phone");
    await page.emulateMedia(media);
    await styleguide(page, locale);
    if (!ids) return expect(page, approve).toHaveScreenshot(`all-${name}.png`, { ...whole, fullPage: true });
    for (const id of ids)
      await expect.soft(page.locator(`#${id}`), `${id}: ${approve}`).toHaveScreenshot(`${name}-${id}.png`, part);
  });

test("pages", async ({ page, request }, { project }) => {
  const [service] = await find(request, "q=hot+meal+in+the+courtyard&lang=en&kind=service&per_page=1");
  const isPhone = project.name === "phone";
  // The first screen: parts have shown what is further down.
  const clip = isPhone ? { x: 0, y: 0, width: 360, height: 740 } : { x: 0, y: 0, width: 1280, height: 600 };
  for (const [name, path] of [
    ["home", "/en"],
    ["search", "/en/search?q=meal&kind=service&territory=EL"],
    ["service", service.path],
    ["service-ar", service.path.replace("/en/", "/ar/")],
    ["need", "/en/needs/food"],
    ["card", "/en/needs/eviction/pt"],
    ["sheet", `/en/card/services/${service.id}?size=a6&with=ar`],
  ].filter(([name]) => isPhone || wide.includes(name)))
    await test.step(name, async () => {
      await open(page, path);
      const file = `page-${name}-${project.name}.png`;
      await expect.soft(page, `${name}: ${approve}`).toHaveScreenshot(file, { ...whole, clip });
    });
});
