import { expect, test } from "@playwright/test";
import { find } from "./pages";

// What comes out of the printer: one page of its size with everything on it, in every language. Paper is the same for
// everyone: one project is enough.
const locales = ["en", "it", "pt", "es", "fr", "el", "ar"];
const millimetres = { a6: [105, 148], a4: [210, 297], a3: [297, 420] } as const;
type Paper = keyof typeof millimetres;

/** What stands outside the sheet, or over something else, once it is laid out for paper. */
function strays(): string[] {
  const sheet = document.querySelector(".sheet")!;
  const inner = sheet.getBoundingClientRect();
  const foot = sheet.querySelector(".foot")!.getBoundingClientRect();
  const found: string[] = [];
  for (const part of sheet.querySelectorAll(".kind, h2, h3, p, .said, svg.code")) {
    const box = part.getBoundingClientRect();
    const name = `${part.tagName} ${part.textContent!.slice(0, 40)}`;
    if (box.left < inner.left - 1 || box.right > inner.right + 1) found.push(`beside the page: ${name}`);
    if (box.top < inner.top - 1 || box.bottom > inner.bottom + 1) found.push(`below the page: ${name}`);
    if (!part.closest(".foot") && box.bottom > foot.top + 1) found.push(`over the foot: ${name}`);
    if (part.scrollWidth > part.clientWidth + 1 && part.tagName !== "svg") found.push(`wider than its place: ${name}`);
  }
  return found;
}

for (const locale of locales) {
  test(`cards in ${locale} fit their paper`, async ({ page, request }) => {
    test.setTimeout(300_000);
    const [service] = await find(request, `lang=${locale}&kind=service&q=food&per_page=1`);
    const [organisation] = await find(request, `lang=${locale}&kind=organisation&per_page=1`);
    const others = locales.filter((other) => other !== locale);
    const about = [
      `services/${service.id}`,
      `organisations/${organisation.id}`,
      "needs/food",
      "search?q=food",
    ];
    await page.emulateMedia({ media: "print" });
    for (const [index, path] of about.entries()) {
      for (const [at, size] of (Object.keys(millimetres) as Paper[]).entries()) {
        // Alone, and with as many others as there is room for.
        const withOthers = at % 2 === index % 2 ? others.slice(index, index + [1, 2, 3][at]) : [];
        const mark = path.includes("?") ? "&" : "?";
        await page.goto(`/${locale}/card/${path}${mark}size=${size}&with=${withOthers.join(",")}`);
        const name = `${path} on ${size} with ${withOthers.join(" ") || "nothing"}`;
        await expect(page.locator(".column"), name).toHaveCount(1 + withOthers.length);
        expect(await page.evaluate(strays), name).toEqual([]);
        const printed = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
        expect(printed.match(/\/Type ?\/Page\b(?!s)/g), `pages of ${name}`).toHaveLength(1);
        const box = printed.match(/\/MediaBox ?\[ ?0 0 ([\d.]+) ([\d.]+)/)!;
        const side = (points: string) => (Number(points) * 25.4) / 72;
        expect(Math.abs(side(box[1]) - millimetres[size][0]), name).toBeLessThan(1);
        expect(Math.abs(side(box[2]) - millimetres[size][1]), name).toBeLessThan(1);
      }
    }
  });
}
