import { expect, test } from "@playwright/test";
import { find } from "./pages";

test("a citizen searches, opens a service, and can call", async ({ page }) => {
  await page.goto("/en");
  await page.getByRole("searchbox").or(page.getByRole("combobox")).first().fill("food");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/en\/search\?q=food/);
  await page.locator("main h2 a, main h3 a").first().click();
  await expect(page).toHaveURL(/\/en\/(services|organisations)\//);
  await expect(page.locator("main a[href^='tel:'], main a[href^='mailto:']").first()).toBeVisible();
});

test("the language switch stays on the page", async ({ page }) => {
  await page.goto("/en/search?q=food&kind=service");
  const arabic = page.locator("a[hreflang=ar]").last();
  if (!(await arabic.isVisible())) await page.locator("summary", { has: page.locator("svg") }).first().click();
  await page.goto((await arabic.getAttribute("href"))!);
  await expect(page).toHaveURL(/\/ar\/search\?q=food&kind=service/);
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
});

test("a filter narrows, and its chip widens again", async ({ page }) => {
  await page.goto("/en/search?q=food");
  const before = await page.locator("main").innerText();
  await page.goto("/en/search?q=food&kind=organisation");
  await expect(page.locator("main")).not.toHaveText(before);
  await page.locator("a[href='/en/search?q=food']").first().click();
  await expect(page).toHaveURL(/\/en\/search\?q=food$/);
});

test("a scanned code shows the service itself, in the visitor's language", async ({ page, request, browser }) => {
  const [item] = await find(request, "lang=en&kind=service&per_page=1");
  await page.goto(item.path);
  const code = (await page.locator("main").innerText()).match(/\/q\/([a-z0-9]{7})/)![1];
  const context = await browser.newContext({ locale: "pt-PT" });
  const scanned = await context.newPage();
  const response = await scanned.goto(`/q/${code}`);
  expect(response?.status()).toBe(200);
  expect(response?.request().redirectedFrom()).toBeNull();
  await expect(scanned.locator("html")).toHaveAttribute("lang", "pt");
  await context.close();
});

test("an address without its last word leads to the whole address", async ({ page, request }) => {
  const [item] = await find(request, "lang=en&kind=service&per_page=1");
  await page.goto(item.path.replace(/\/[^/]*$/, ""));
  await expect(page).toHaveURL(new RegExp(`${item.path}$`));
});

test("the visitor's language is chosen at the door", async ({ browser }) => {
  const context = await browser.newContext({ locale: "el-GR" });
  const page = await context.newPage();
  await page.goto("/");
  await expect(page).toHaveURL(/\/el$/);
  await context.close();
});

test("paper pages carry no script", async ({ request }) => {
  const [item] = await find(request, "lang=en&kind=service&per_page=1");
  for (const path of [item.path, "/en/needs/food", "/en/privacy"]) {
    const html = await (await request.get(path)).text();
    const scripts = html.match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.filter((tag) => !tag.includes("application/ld+json"))).toEqual([]);
  }
});

test("where a link of ours leads the page looks the same, and its style is fetched once for all", async ({ page }) => {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const styles: string[] = [];
  page.on("request", (request) => request.resourceType() === "stylesheet" && styles.push(request.url()));
  await page.goto("/en/needs");
  const looks = await background();
  expect(styles).toEqual([]);
  for (const name of ["Privacy", "Accessibility"]) {
    await page.getByRole("contentinfo").getByRole("link", { name }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
    await expect(page.locator("head style")).toHaveCount(0);
    expect(await background()).toBe(looks);
  }
  expect(new Set(styles).size).toBe(1);
});
