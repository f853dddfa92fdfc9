import { expect, test } from "@playwright/test";
import { find } from "./pages";

test("without a script a place and a distance are chosen", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/en/search?q=food&kind=service");
  await expect(page.getByRole("button", { name: "Near me" })).toBeHidden();
  await page.getByText("Near a place").click();
  await page.getByLabel("Place", { exact: true }).selectOption({ index: 1 });
  await page.getByLabel("How far").selectOption("25000");
  await page.getByRole("button", { name: "Show the nearest" }).click();
  await expect(page).toHaveURL(/q=food.*kind=service.*around=.+radius=25000/);
  await page.getByRole("link", { name: /Remove the filter: Up to 25/ }).click();
  await expect(page).not.toHaveURL(/radius/);
  await context.close();
});

test("a place among the words is a chip, and one tap takes the words as they stand", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/en/search?q=food+in+derry");
  const chip = page.getByRole("link", { name: /Remove the filter: Place: Derry/ });
  await chip.click();
  await expect(page).toHaveURL(/q=food\+in\+derry&literal=1/);
  await expect(chip).toHaveCount(0);
  await page.getByRole("link", { name: "Look for places in them" }).click();
  await expect(page).toHaveURL(/q=food\+in\+derry$/);
  await context.close();
});

test("open now is a search that says how many hours are not known", async ({ page }) => {
  await page.goto("/en/search?q=food");
  await page.locator("#filters").getByRole("link", { name: /^Open now/ }).click();
  await expect(page).toHaveURL(/q=food&open=now/);
  await expect(page.getByText(/Hours not known: \d/)).toBeVisible();
});

test("a list that was sent works without a script", async ({ browser, request }) => {
  const [one, two] = await find(request, "lang=en&kind=service&per_page=2");
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const response = await page.goto(`/pt/saved?ids=${two.id},${one.id}`);
  expect(response?.headers()["cache-control"]).toBe("private, no-store");
  await expect(page.locator("ol.found > li")).toHaveCount(2);
  await page.goto(`/en/search?kind=service`);
  await page.locator("a.save").first().click();
  await expect(page.locator("ol.found > li")).toHaveCount(1);
  await context.close();
});
