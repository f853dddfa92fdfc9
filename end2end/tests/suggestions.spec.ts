import { expect, test } from "@playwright/test";

test("suggestions appear while typing and work by keyboard", async ({ page }) => {
  const wasm: string[] = [];
  page.on("request", (sent) => void (sent.url().endsWith(".wasm") && wasm.push(sent.url())));
  await page.goto("/en");
  const box = page.getByRole("combobox").first();
  await box.focus();
  await expect.poll(() => wasm.length).toBe(1);
  await box.pressSequentially("foo", { delay: 30 });
  const options = page.getByRole("option");
  await expect(options.first()).toBeVisible();
  expect(await options.count()).toBeLessThanOrEqual(8);
  await page.keyboard.press("ArrowDown");
  const active = await box.getAttribute("aria-activedescendant");
  await expect(page.locator(`#${active}`)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Escape");
  await expect(options).toHaveCount(0);
  await expect(box).toHaveValue("foo");
  await box.pressSequentially("d", { delay: 30 });
  await expect(options.first()).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/en\/(needs|services|organisations|search)/);
});

test("wasm is not part of the first load", async ({ page }) => {
  await page.goto("/en", { waitUntil: "domcontentloaded" });
  const inHead = await page.locator("head link[rel*=preload], head script:not([type='application/ld+json'])").count();
  expect(inHead).toBe(0);
});
