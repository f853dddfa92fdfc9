// Pictures of the main pages for the README. Arguments: origin, folder.
import { chromium } from "@playwright/test";

const [origin, folder] = process.argv.slice(2);
const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
const desktop = { viewport: { width: 1280, height: 800 } };
const { items } = await (await fetch(`${origin}/api/v1/search?q=hot+meal+in+the+courtyard&lang=en&kind=service&per_page=1`)).json();
const service = items[0].path;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
for (const [name, options, path] of [
  ["home-phone", phone, "/en"],
  ["search-phone", phone, "/en/search?q=food"],
  ["service-phone", phone, service],
  ["service-phone-ar", phone, service.replace("/en/", "/ar/")],
  ["need-phone", phone, "/en/needs/food"],
  ["card-desktop", desktop, "/en/card/needs/food?size=a4&with=ar"],
  ["search-desktop-dark", { ...desktop, colorScheme: "dark" }, "/en/search?q=food"],
]) {
  const page = await browser.newPage(options);
  await page.goto(origin + path, { waitUntil: "networkidle" });
  await page.screenshot({ path: `${folder}/${name}.png` });
  await page.close();
  console.log(name);
}
await browser.close();
