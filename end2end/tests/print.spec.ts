import { expect, test } from "@playwright/test";
import { readFileSync } from "node:fs";
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

test("a printed list gets a short address, and whoever scans it has the list in their language", async ({ page, request, browser }, { project }) => {
  // A list of its own in each project: the same list has its code already.
  const projects = ["phone", "phone without JavaScript", "desktop", "desktop without JavaScript"];
  const items = await find(request, `lang=en&kind=service&per_page=3&page=${3 + projects.indexOf(project.name)}`);
  await page.goto(`/en/card/search?ids=${items.map((item) => item.id).join(",")}&size=a4&with=ar`);
  const before = await page.locator(".sheet svg.code path").last().getAttribute("d");
  await page.getByRole("button", { name: "Make a short address" }).click();
  const letters = page.locator(".sheet .letters");
  await expect(letters).toHaveText(/\/q\/[a-z0-9]{7}$/);
  await expect(page.locator(".to-print")).toContainText((await letters.textContent())!);
  await expect(page.getByRole("button", { name: "Make a short address" })).toHaveCount(0);
  await expect(page.locator(".sheet.a4 .column"), "paper and languages stay").toHaveCount(2);
  const after = await page.locator(".sheet svg.code path").last().getAttribute("d");
  expect(after!.length, "the code is coarser").toBeLessThan(before!.length);
  const other = await browser.newContext({ locale: "ar" });
  const scanned = await other.newPage();
  await scanned.goto((await letters.textContent())!.replace(/^.*\/q\//, `${new URL(page.url()).origin}/q/`));
  await expect(scanned.locator("html")).toHaveAttribute("lang", "ar");
  await expect(scanned.locator("main .card")).toHaveCount(3);
  await other.close();
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

test("from a page to the document of its card", async ({ page, request }, { outputPath }) => {
  const [service] = await find(request, "lang=en&kind=service&q=hot+meal+in+the+courtyard&per_page=1");
  await page.goto(service.path);
  await page.getByRole("link", { name: "Print as a card or poster" }).click();
  await page.getByRole("radio", { name: "Sheet (A4)" }).check();
  await page.getByLabel("العربية").check();
  await page.getByRole("button", { name: "Show", exact: true }).click();
  const link = page.getByRole("link", { name: "Open as PDF (A4)" });
  const address = (await link.getAttribute("href"))!;
  expect(address).toContain("with=ar");
  const { headers, bytes } = await follow();
  expect(headers["content-type"]).toBe("application/pdf");
  expect(headers["content-disposition"]).toBe('inline; filename="bussola-a4.pdf"');
  expect(bytes.subarray(0, 5).toString(), "a PDF").toBe("%PDF-");
  expect(bytes.toString("latin1"), "of one page").toMatch(/%%EOF\s*$/);

  // A browser without a viewer, as this one, takes it as a file; one with a viewer shows it.
  async function follow() {
    const answered = page.context().waitForEvent("response", (response) => response.url().endsWith(address));
    const download = page.waitForEvent("download", { timeout: 10_000 }).catch(() => null);
    await link.click();
    const headers = await (await answered).allHeaders();
    const file = await download;
    if (!file) return { headers, bytes: await (await request.get(address)).body() };
    await file.saveAs(outputPath("card.pdf"));
    return { headers, bytes: readFileSync(outputPath("card.pdf")) };
  }
});
