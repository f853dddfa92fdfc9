import { expect, test } from "@playwright/test";

// From a search near a place to the page that says how far it is, and back to a page that says nothing of anybody.
test("the page of a service says how far it is from where somebody searched", async ({ page }) => {
  await page.goto("/en/search?q=food+parcel&near=38.5612,-7.9234&kind=service");
  const first = page.locator("ol.found h3 a").first();
  await expect(first).toHaveText("Food parcel");
  await first.click();
  await expect(page).toHaveURL(/\/en\/services\/[^?]*\?near=38\.56,-7\.92$/);
  const far = /About \d km from where you searched, in a straight line/;
  await expect(page.locator(".glance")).toContainText(far);
  await expect(page.locator("#places")).toContainText(far);
  await expect(page.locator("link[rel=canonical]")).not.toHaveAttribute("href", /near/);
  await expect(page.locator("main script, body script")).toHaveCount(0);

  await page.goto(page.url().split("?")[0]);
  await expect(page.locator("#places")).toBeVisible();
  await expect(page.locator("main")).not.toContainText("where you searched");
});

test("a place among the words leads to how far it is, too", async ({ page }) => {
  await page.goto("/en/search?q=food+near+evora");
  await page.locator("ol.found h3 a").first().click();
  await expect(page).toHaveURL(/\?near=/);
  await expect(page.locator(".glance")).toContainText("from where you searched");
});
