import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { HtmlValidate } from "html-validate";
import { pages } from "./pages";

// What must hold on every page, in English and in Arabic, with and without JavaScript, on phone and desktop.
const validator = new HtmlValidate({
  extends: ["html-validate:standard"],
  rules: {
    // Style, not validity: the server writes attributes as leptos does.
    "no-trailing-whitespace": "off",
    "no-inline-style": "error",
    "long-title": "off",
    "void-style": "off",
    "attr-quotes": "off",
    "doctype-style": "off",
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    // Organisations write telephone numbers in their own ways.
    "tel-non-breaking": "off",
  },
});

for (const locale of ["en", "ar"]) {
  test.describe(locale, () => {
    // What is scanned asks for it.
    test.use({ locale });

    test(`every page in ${locale}`, async ({ page, request, context, baseURL }, info) => {
      test.setTimeout(600_000);
      const withoutScript = info.project.name.includes("without");
      for (const [name, path, status] of await pages(request, locale)) {
        await test.step(name, async () => {
          const complaints: string[] = [];
          const strangers: string[] = [];
          const onConsole = (message: { type(): string; text(): string }) => {
            // Chromium itself reports the status of an error page.
            if (message.type() === "error" && !(status !== 200 && message.text().includes(`status of ${status}`)))
              complaints.push(message.text());
          };
          const onError = (error: Error) => void complaints.push(error.message);
          const onRequest = (sent: { url(): string }) => {
            if (!sent.url().startsWith(baseURL!)) strangers.push(sent.url());
          };
          page.on("console", onConsole);
          page.on("pageerror", onError);
          page.on("request", onRequest);

          const response = await page.goto(path, { waitUntil: "load" });
          expect(response?.status(), name).toBe(status);
          await expect(page.locator("html")).toHaveAttribute("lang", locale);
          await expect(page.locator("html")).toHaveAttribute("dir", locale === "ar" ? "rtl" : "ltr");
          await expect(page.locator("h1")).toHaveCount(1);

          if (!withoutScript) {
            const axe = await new AxeBuilder({ page })
              .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
              .analyze();
            const found = axe.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`);
            expect(found, `axe on ${name}`).toEqual([]);
          } else {
            const report = await validator.validateString(await response!.text());
            const found = report.results.flatMap((result) =>
              result.messages.map((message) => `${message.ruleId} ${message.line}:${message.column} ${message.message}`),
            );
            expect(found, `html of ${name}`).toEqual([]);
          }

          const size = page.viewportSize()!;
          if (size.width < 400) {
            await page.setViewportSize({ width: 320, height: size.height });
            const overflow = await page
              .locator("html")
              .evaluate((html) => html.scrollWidth - html.clientWidth)
              .catch(() => 0);
            expect(overflow, `sideways scrolling on ${name} at 320 px`).toBeLessThanOrEqual(0);
            await page.setViewportSize(size);
          }

          expect(complaints, `console on ${name}`).toEqual([]);
          expect(strangers, `third parties on ${name}`).toEqual([]);
          expect(await context.cookies(), `cookies on ${name}`).toEqual([]);
          if (!withoutScript) {
            const stored = await page.evaluate(async () => [
              localStorage.length + sessionStorage.length,
              (await indexedDB.databases()).length,
              (await caches.keys()).length,
              (await navigator.serviceWorker.getRegistrations()).length,
            ]);
            expect(stored, `kept on the device by ${name}`).toEqual([0, 0, 0, 0]);
          }
          page.off("console", onConsole);
          page.off("pageerror", onError);
          page.off("request", onRequest);
        });
      }
    });
  });
}
