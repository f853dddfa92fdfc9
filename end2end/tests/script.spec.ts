import { expect, test } from "@playwright/test";
import { find } from "./pages";

// What only pages with a script do.

test("Shift three times leaves, and the page is not in the history", async ({ page }) => {
  await page.route("https://*.wikipedia.org/**", (route) => route.fulfill({ body: "an encyclopedia" }));
  await page.goto("/en/privacy");
  await page.goto("/en/search?q=food");
  await page.evaluate(() => localStorage.setItem("probe", "1"));
  for (let press = 0; press < 2; press++) await page.keyboard.press("Shift");
  await page.keyboard.press("a");
  await page.keyboard.press("Shift");
  await expect(page, "two and one are not three").toHaveURL(/search/);
  for (let press = 0; press < 2; press++) await page.keyboard.press("Shift");
  await expect(page).toHaveURL(/wikipedia\.org/);
  await page.goBack();
  await expect(page).toHaveURL(/\/en\/privacy$/);
  expect(await page.evaluate(() => localStorage.length), "what was stored is gone").toBe(0);
});

test("a page is read aloud in its languages by the browser's own voice", async ({ page, request }) => {
  // Browsers under test have no voices: this one notes what it is given to say.
  await page.addInitScript(() => {
    const said: { text: string; lang: string }[] = [];
    const voice = Object.assign(new EventTarget(), {
      speak: (utterance: SpeechSynthesisUtterance) => void said.push({ text: utterance.text, lang: utterance.lang }),
      cancel: () => void said.push({ text: "(silence)", lang: "" }),
      getVoices: () => (location.pathname.startsWith("/ar/") ? [{ lang: "en-GB", localService: true }] : []),
    });
    Object.defineProperty(window, "speechSynthesis", { value: voice });
    Object.defineProperty(window, "said", { value: said });
  });
  const said = () => page.evaluate(() => (window as unknown as { said: { text: string; lang: string }[] }).said);
  const [service] = await find(request, "lang=en&kind=service&per_page=1");
  await page.goto(service.path);
  await page.getByRole("link", { name: "Read this page aloud" }).click();
  const button = page.getByRole("button", { name: "Read aloud" });
  await button.click();
  const first = await said();
  expect(first[0]!.lang).toBe("en");
  expect(first.map(({ text }) => text)).toContain(service.title);
  expect(first.every(({ text }) => text.length > 0 && !text.includes("/q/undefined"))).toBe(true);
  await page.getByRole("button", { name: "Stop reading" }).click();
  expect((await said()).at(-1)!.text).toBe("(silence)");
  await expect(button).toBeVisible();
  await page.goto(`${service.path.replace("/en/", "/ar/")}?listen`);
  await page.locator("[data-listen] button").click();
  await expect(page.locator("[data-listen] [role=status]"), "no Arabic voice, and it says so").not.toBeEmpty();
  expect(await said()).toEqual([]);
});
