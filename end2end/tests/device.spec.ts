// What only a device with scripts can do: say where it is, keep a list.
import { expect, test } from "@playwright/test";
import { find } from "./pages";

test("near me asks only when it is pressed, and the position goes into the search alone", async ({ browser }) => {
  const context = await browser.newContext({
    geolocation: { latitude: 38.57123, longitude: -7.91345 },
    permissions: ["geolocation"],
  });
  const page = await context.newPage();
  await page.goto("/en/search?q=food");
  const button = page.getByRole("button", { name: "Near me" });
  await expect(button).toBeVisible();
  expect(page.url()).not.toContain("near=");
  await button.click();
  await expect(page).toHaveURL(/near=38\.571%2C-7\.913/);
  await expect(page.getByRole("link", { name: "Remove the filter: Near you" })).toBeVisible();
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
  await context.close();
});

test("a device that does not say where it is leads to choosing a place", async ({ browser }) => {
  const context = await browser.newContext({ permissions: [] });
  const page = await context.newPage();
  await page.goto("/en/search?q=food");
  await page.getByRole("button", { name: "Near me" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Choose a place" })).toBeVisible();
  await context.close();
});

test("a list is kept on the device when somebody saves, and not before", async ({ page, request }) => {
  const [one, two] = await find(request, "lang=en&kind=service&per_page=2");
  await page.goto("/en/search?kind=service");
  const save = page.locator("a.save").first();
  await expect(save).toHaveAttribute("aria-pressed", "false");
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  await save.click();
  await expect(save).toHaveAttribute("aria-pressed", "true");
  const stored = await page.evaluate(() => JSON.stringify(localStorage));
  expect(stored).toMatch(/^\{"saved":"\[\\"[0-9a-f-]{36}\\"\]"\}$/);
  await save.click();
  expect(await page.evaluate(() => localStorage.length)).toBe(0);

  // From a page that has no script.
  for (const item of [one, two]) {
    await page.goto(item.path);
    await page.getByRole("link", { name: "Save", exact: true }).click();
    await expect(page).toHaveURL(/\/en\/saved\?ids=/);
  }
  await page.goto("/en/saved");
  await expect(page).toHaveURL(new RegExp(`/en/saved\\?ids=${one.id},${two.id}$`));
  await expect(page.locator("ol.found > li")).toHaveCount(2);
  // With the thing that it removes.
  const first = page.locator("ol.found > li").first();
  const remove = first.getByRole("link", { name: /^Remove/ });
  await expect(remove).toContainText(one.title);
  await remove.click();
  await expect(page.locator("ol.found > li")).toHaveCount(1);
  expect(await page.evaluate(() => localStorage.getItem("saved"))).toBe(JSON.stringify([two.id]));
  await page.getByRole("link", { name: "Undo" }).click();
  await expect(page.locator("ol.found > li")).toHaveCount(2);
  expect(await page.evaluate(() => JSON.parse(localStorage.getItem("saved")!).length)).toBe(2);
  await page.getByRole("link", { name: "Remove all" }).click();
  await expect(page.locator("ol.found")).toHaveCount(0);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});

test("another site's link keeps nothing", async ({ page, request }) => {
  const [one] = await find(request, "lang=en&kind=service&per_page=1");
  await page.goto(`/en/saved?save=${one.id}`);
  await expect(page.getByRole("link", { name: "Keep this list on this device" })).toBeVisible();
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});
