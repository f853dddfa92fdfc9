import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { find, pages, report } from "./pages";

// What people set on their devices: larger text, zoom, a keyboard, less motion, colours of their own, the other
// direction. On every kind of page.
const conforming = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function isAccessible(page: Page, state: string) {
  const axe = await new AxeBuilder({ page }).withTags(conforming).analyze();
  expect(axe.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`), state).toEqual([]);
}

async function doesNotScrollSideways(page: Page, state: string) {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow, `sideways scrolling: ${state}`).toBeLessThanOrEqual(0);
}

for (const locale of ["en", "ar"]) {
  test.describe(locale, () => {
    // What is scanned asks for it.
    test.use({ locale });

    test(`text twice as large in ${locale}`, async ({ page, request }) => {
      test.setTimeout(300_000);
      const browser = await page.context().newCDPSession(page);
      await browser.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
      for (const [name, path] of await pages(request, locale)) {
        await page.goto(path);
        const size = await page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
        expect(size, "the setting took effect").toBe("32px");
        await doesNotScrollSideways(page, name);
        await nothingCoversTheName(page, name);
      }
    });

    test(`zoomed to 400 % in ${locale}`, async ({ page, request }) => {
      test.setTimeout(300_000);
      await page.setViewportSize({ width: 320, height: 200 });
      for (const [name, path] of await pages(request, locale)) {
        await page.goto(path);
        await doesNotScrollSideways(page, name);
        const covered = await page.evaluate(() => {
          const fixed = [...document.querySelectorAll("body *")].filter((each) =>
            ["fixed", "sticky"].includes(getComputedStyle(each).position),
          );
          return fixed.reduce((sum, each) => sum + each.getBoundingClientRect().height * each.getBoundingClientRect().width, 0);
        });
        expect(covered / (320 * 200), `share of the window that ${name} keeps covered`).toBeLessThan(0.25);
      }
    });

    test(`by keyboard alone in ${locale}`, async ({ page, request }) => {
      test.setTimeout(600_000);
      for (const [name, path] of await pages(request, locale)) {
        await page.goto(path);
        await page.keyboard.press("Tab");
        await expect(page.locator(".skip"), name).toBeFocused();
        const first = await focused(page);
        // The skip link alone moves into view; each of the others is wherever the page put it.
        for (let step = 0; step < 400; step++) {
          await page.keyboard.press("Tab");
          const now = await focused(page);
          if (!now || now.id === first!.id) break;
          expect(now.outlined, `${name}: focus on ${now.html} is seen`).toBe(true);
          expect(now.inside, `${name}: ${now.html} is in the window`).toBe(true);
          expect(now.covered, `${name}: ${now.html} is not covered`).toBe(false);
        }
      }
    });

    test(`less motion, forced colours and the dark in ${locale}`, async ({ page, request }) => {
      test.setTimeout(600_000);
      for (const [name, path] of await pages(request, locale)) {
        await page.emulateMedia({ reducedMotion: "reduce", forcedColors: "active", colorScheme: "light" });
        await page.goto(path);
        const moving = await page.evaluate(() =>
          [...document.querySelectorAll("body *")].filter((each) => {
            const { transitionDuration, animationName } = getComputedStyle(each);
            return animationName !== "none" || transitionDuration.split(", ").some((time) => time !== "0s");
          }).length,
        );
        expect(moving, `what moves on ${name}`).toBe(0);
        const shapeless = await page.evaluate(() =>
          [...document.querySelectorAll(".button, .leave, .notice, input:not([type=hidden], [type=radio], [type=checkbox])")]
            .filter((each) => getComputedStyle(each).borderTopStyle === "none" && getComputedStyle(each).outlineStyle === "none")
            .map((each) => each.outerHTML),
        );
        expect(shapeless, `without an edge in forced colours on ${name}`).toEqual([]);
        await page.emulateMedia({ forcedColors: "none", colorScheme: "dark" });
        await isAccessible(page, `${name} in the dark`);
      }
    });
  });
}

/** What has the focus, and whether a person sees it. */
async function focused(page: Page) {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null;
    if (!element || element === document.body) return null;
    const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const [x, y] = [box.left + Math.min(box.width / 2, 20), box.top + box.height / 2];
    const top = document.elementFromPoint(x, y);
    const related = !top || element.contains(top) || top.contains(element) || top.closest("label")?.contains(element);
    element.dataset.step ??= String(document.querySelectorAll("[data-step]").length);
    return {
      id: element.dataset.step,
      html: element.outerHTML.slice(0, 120),
      outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
      inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
      covered: !related,
    };
  });
}

async function nothingCoversTheName(page: Page, name: string) {
  const overlap = await page.evaluate(() => {
    const [brand, leave] = [".brand", ".leave"].map((part) => document.querySelector(part)!.getBoundingClientRect());
    return brand.left < leave.right && leave.left < brand.right && brand.top < leave.bottom && leave.top < brand.bottom;
  });
  expect(overlap, `the exit covers the name on ${name}`).toBe(false);
}

test("between a phone and a desktop the exit covers no link of the head", async ({ page }) => {
  for (const locale of ["en", "it", "pt", "es", "fr", "el", "ar"]) {
    for (const width of [320, 400, 500, 600, 700, 767, 768, 900]) {
      await page.setViewportSize({ width, height: 700 });
      await page.goto(`/${locale}`);
      const covered = await page.evaluate(() => {
        const leave = document.querySelector(".leave")!.getBoundingClientRect();
        const links = [...document.querySelectorAll(".top .brand, .top nav > a, .top summary")];
        return links.filter((link) => {
          const box = link.getBoundingClientRect();
          // The rows touch.
          return box.left < leave.right && leave.left < box.right && box.top + 1 < leave.bottom && leave.top + 1 < box.bottom;
        }).length;
      });
      expect(covered, `${locale} at ${width} px`).toBe(0);
    }
  }
});

test("states that a page comes into are accessible", async ({ page, request }) => {
  test.setTimeout(300_000);
  for (const locale of ["en", "ar"]) {
    const [service] = await find(request, `lang=${locale}&kind=service&per_page=1`);
    await page.goto(`/${locale}`);
    await page.locator(".languages summary").click();
    await expect(page.locator(".languages a").first()).toBeVisible();
    await isAccessible(page, `languages unfolded in ${locale}`);
    await page.goto(`/${locale}/search`);
    for (const summary of await page.locator("main summary").all()) await summary.click();
    await isAccessible(page, `filters unfolded in ${locale}`);
    const response = await request.post(report(locale, service), { form: { key: "x", text: "…", contact: "" } });
    expect(response.status()).toBe(422);
    await page.route("**/faulty", async (route) => route.fulfill({ response }));
    await page.goto(`/${locale}/faulty`);
    await expect(page.locator("#kind-error")).toBeVisible();
    await isAccessible(page, `a form with a fault in ${locale}`);
  }
});

test("Arabic is mirrored, numbers and addresses of the web are not", async ({ page, request }) => {
  const services = await find(request, "lang=ar&kind=service&per_page=50");
  let numbers = 0;
  for (const service of services.slice(0, 12)) {
    await page.goto(service.path);
    const wide = page.viewportSize()!.width;
    const centre = async (part: string) => {
      const box = (await page.locator(part).first().boundingBox())!;
      return box.x + box.width / 2;
    };
    expect(await centre(".brand")).toBeGreaterThan(wide / 2);
    expect(await centre(".leave")).toBeLessThan(wide / 2);
    for (const link of await page.locator("main a[href^='tel:'] bdi, main a[href^='mailto:'] bdi, main a[rel~='external'] bdi[dir]").all()) {
      await expect(link).toHaveCSS("direction", "ltr");
      numbers++;
    }
  }
  expect(numbers).toBeGreaterThan(5);
  const number = page.locator("bdi[dir=ltr]").first();
  await expect(number).toHaveAttribute("dir", "ltr");
});
