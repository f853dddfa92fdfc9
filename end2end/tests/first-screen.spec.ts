import { expect, test } from "@playwright/test";

// A phone's first screen is for what was found: nobody knows that they have to scroll for it.
for (const locale of ["en", "ar"])
  for (const query of ["q=food", "q=meal&kind=service", "need=food"])
    test(`the first result of ${query} stands on the first screen in ${locale}`, async ({ page }) => {
      test.skip(page.viewportSize()!.width > 400, "of a phone");
      await page.goto(`/${locale}/search?${query}`, { waitUntil: "networkidle" });
      const first = page.locator("ol.found h3").first();
      const box = (await first.boundingBox())!;
      expect(box.y + box.height, "where its heading ends").toBeLessThanOrEqual(740);
      expect(await page.evaluate(() => scrollY)).toBe(0);
    });
