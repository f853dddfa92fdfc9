import { expect, test, type Browser, type BrowserContextOptions } from "@playwright/test";
import { find } from "./pages";

// What the pages look like, against pictures that somebody has looked at and approved (README: how to approve anew).
// What changes by the hour is masked: the parts themselves are on the styleguide. Half size keeps the files small.
const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 0.5 };
const changing = [".glance li:first-child", ".found", ".state", ".about", "h2:has(+ .found)", ".facet", ".tags"];

async function photograph(browser: Browser, options: BrowserContextOptions, path: string, name: string, fullPage = false) {
  const context = await browser.newContext({ ...options, locale: "en-GB", bypassCSP: true });
  const page = await context.newPage();
  await page.goto(path);
  // The fonts that set-up installs, whatever this machine prefers.
  await page.addStyleTag({ content: `:root { --serif: "Noto Serif", "Noto Sans Arabic" } html { font-family: "Noto Sans", "Noto Sans Arabic" }` });
  await page.evaluate(() => document.fonts.ready);
  await expect(page).toHaveScreenshot(`${name}.png`, {
    fullPage,
    animations: "disabled",
    mask: fullPage ? [] : changing.map((part) => page.locator(part)),
    maskColor: "#808080",
    maxDiffPixelRatio: 0.01,
    scale: "device",
  });
  await context.close();
}

test("home, search, service, need and their parts look as approved", async ({ browser, request }) => {
  test.setTimeout(180_000);
  const [service] = await find(request, "q=hot+meal+in+the+courtyard&lang=en&kind=service&per_page=1");
  const arabic = service.path.replace("/en/", "/ar/");
  const taken: [BrowserContextOptions, string, string, boolean?][] = [
    [phone, "/en", "home-phone"],
    [{ ...desktop, colorScheme: "dark" }, "/en", "home-desktop-dark"],
    [phone, "/en/search?q=food&kind=service", "search-phone"],
    [desktop, "/en/search?q=food&kind=service", "search-desktop"],
    [phone, service.path, "service-phone"],
    [desktop, service.path, "service-desktop"],
    [{ ...phone, colorScheme: "dark" }, arabic, "service-phone-ar-dark"],
    [phone, "/en/needs/food", "need-phone"],
    [{ viewport: { width: 720, height: 800 }, deviceScaleFactor: 0.5 }, "/en/styleguide", "parts", true],
    [{ viewport: { width: 720, height: 800 }, deviceScaleFactor: 0.5, colorScheme: "dark" }, "/ar/styleguide", "parts-ar-dark", true],
  ];
  for (const [options, path, name, whole] of taken) await photograph(browser, options, path, name, whole);
});
