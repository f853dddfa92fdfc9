import type { Page } from "@playwright/test";

// What depends on the hour, the day, or what is drawn at random when data is loaded, and not on how pages are made.
const words: [selector: string, text: string][] = [
  [".state", "Open now, until 17:00"],
  [".facts .open, .facts .shut", "Open now"],
  [".about h2 + p", "Changed on 1 January 2026"],
  [".about a[href^='/q/'] bdi", "bussola.example/q/0000000"],
  [".letters bdi", "bussola.example/q/0000000"],
  [".foot .letters ~ p", "Scan the code with a phone or type the address. As of 1 January 2026. Call before you go."],
];

/** Stops the page: the same words in the same order whenever it is photographed, with fonts and scripts in place. */
export async function still(page: Page) {
  await page.waitForLoadState("networkidle");
  await page.evaluate(async (words) => {
    await document.fonts.ready;
    if (location.pathname.endsWith("/styleguide")) {
      // Specimens are of no day; what stays in the window would cover some of them.
      document.querySelector<HTMLElement>(".leave")!.style.position = "static";
      return;
    }
    for (const [selector, text] of words)
      for (const each of document.querySelectorAll(selector)) {
        each.textContent = text;
        each.classList.replace("shut", "open");
      }
    // What is equally good is ordered anew each day: of a search the list stays, by its letters.
    const isSearch = location.pathname.endsWith("/search");
    for (const list of document.querySelectorAll("main .found")) {
      if (!isSearch) list.remove();
      else list.append(...[...list.children].sort((a, b) => (a.textContent! < b.textContent! ? -1 : 1)));
    }
    // Every code is one square.
    for (const { children } of document.querySelectorAll(".foot .code"))
      children[1].setAttribute("d", children[0].getAttribute("d")!);
  }, words);
}
