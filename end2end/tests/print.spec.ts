import { expect, test } from "@playwright/test";
import { find } from "./pages";

test("a list of five is printed in two languages", async ({ page, request }) => {
  const items = await find(request, "lang=en&kind=service&q=food&per_page=5");
  await page.goto(`/en/card/search?ids=${items.map((item) => item.id).join(",")}`);
  await page.getByLabel("العربية").check();
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page.locator(".sheet.a4 .column")).toHaveCount(2);
  for (const item of items) await expect(page.locator(".column[lang=en]")).toContainText(item.title);
  await expect(page.locator(".column[lang=ar] .entry")).toHaveCount(5);
  await page.emulateMedia({ media: "print" });
  expect(await page.locator("header.top").isVisible()).toBe(false);
});

test("printing needs no script, and one tap with it", async ({ page, javaScriptEnabled }) => {
  await page.goto("/en/card/needs/food");
  await expect(page.getByText("choose “Print” in the menu of your browser")).toBeVisible();
  const button = page.getByRole("button", { name: "Print now" });
  if (javaScriptEnabled === false) {
    await expect(button).toBeHidden();
    return;
  }
  await page.evaluate(() => {
    window.print = () => document.body.setAttribute("data-printed", "");
  });
  await button.click();
  await expect(page.locator("body[data-printed]")).toHaveCount(1);
});
