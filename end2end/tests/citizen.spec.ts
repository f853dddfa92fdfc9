import { expect, test } from "@playwright/test";
import { find, report, type Item } from "./pages";

// Whole journeys of somebody with a phone, with JavaScript and without.

test("from a scanned code to a call, without scrolling", async ({ page, request }) => {
  test.setTimeout(120_000);
  const services = await find(request, "lang=en&kind=service&per_page=50");
  let called = 0;
  for (const service of services.slice(0, 25)) {
    const html = await (await request.get(service.path)).text();
    const code = html.match(/\/q\/([a-z0-9]{7})/)![1];
    const response = await page.goto(`/q/${code}`);
    expect(response?.status()).toBe(200);
    const ways = page.locator(".title .actions a");
    if ((await ways.count()) === 0) continue;
    const box = (await ways.first().boundingBox())!;
    expect(box.y + box.height, `${service.path}: the first way to reach it is in the window`).toBeLessThanOrEqual(page.viewportSize()!.height);
    const href = (await ways.first().getAttribute("href"))!;
    if (href.startsWith("tel:")) {
      expect(href).toMatch(/^tel:\+?\d{3,}$/);
      await expect(ways.first().locator("bdi")).toBeVisible();
      called++;
    }
  }
  expect(called).toBeGreaterThan(10);
});

test("from a search to the way there", async ({ page }) => {
  const strangers: string[] = [];
  page.on("request", (sent) => void (new URL(sent.url()).hostname !== "127.0.0.1" && strangers.push(sent.url())));
  await page.goto("/en");
  await page.locator("input[name=q]").fill("hot meal");
  await page.locator("form[role=search] button").click();
  await page.locator("main .card.service h3 a").first().click();
  const way = page.locator(".title .actions a[href^='https://www.openstreetmap.org/directions'], .title .actions a[href='#places']");
  await expect(way).toBeVisible();
  await expect(page.locator("#places a[href^='geo:']").first()).toBeVisible();
  expect(strangers, "nobody else is asked before a tap").toEqual([]);
});

test("a mistake is reported, and what was typed survives a refusal", async ({ page, request }) => {
  const [service] = await find(request, "lang=en&kind=service&per_page=1&page=2");
  await page.goto(service.path);
  await page.getByRole("link", { name: "Report a mistake" }).click();
  await expect(page).toHaveURL(new RegExp(`${report("en", service)}$`));
  await page.getByLabel("Something else").check();
  await page.getByLabel("How can we reach you?").fill("somebody@example.org");
  await page.getByRole("button", { name: "Send the report" }).click();
  await expect(page.locator("#text-error")).toBeVisible();
  await expect(page.getByLabel("Something else")).toBeChecked();
  await expect(page.getByLabel("How can we reach you?")).toHaveValue("somebody@example.org");
  await page.getByLabel("What should it say?").fill("The entrance is behind the church.");
  await page.getByRole("button", { name: "Send the report" }).click();
  await expect(page).toHaveURL(/\/report\/thanks$/);
  await expect(page.locator("h1")).toHaveText("Thank you");
  await page.locator("main a").last().click();
  await expect(page).toHaveURL(new RegExp(`${service.path}$`));
});

test("a page of a service on paper is what helps, and nothing else", async ({ page, request }) => {
  const [service] = await find(request, "lang=en&kind=service&per_page=1");
  await page.goto(service.path);
  await page.emulateMedia({ media: "print" });
  for (const part of [".leave", ".top nav", ".actions", ".crumbs"]) await expect(page.locator(part).first()).toBeHidden();
  await expect(page.locator("h1")).toBeVisible();
  await expect(page.locator(".glance")).toBeVisible();
  const colours = await page.locator("html").evaluate((html) => getComputedStyle(html).color);
  expect(colours).toBe("rgb(0, 0, 0)");
});

test("the quick exit forgets and leaves", async ({ page, request }) => {
  const [service]: Item[] = await find(request, "lang=en&kind=service&per_page=1");
  await page.route("https://*.wikipedia.org/**", (route) => route.fulfill({ body: "an encyclopedia" }));
  for (const path of [service.path, "/en/needs/domestic-violence", "/en"]) {
    await page.goto(path);
    await page.locator(".leave").click();
    await expect(page).toHaveURL(/^https:\/\/en\.wikipedia\.org\//);
  }
});
