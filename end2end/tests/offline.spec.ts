import { expect, test, type Page } from "@playwright/test";
import { createServer, connect, type Socket } from "node:net";
import { find } from "./pages";

// Between browser and server stands a wire that can be cut.
async function wire(port: number) {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    for (const end of [near, far]) {
      open.add(end);
      end.on("error", () => end.destroy()).on("close", () => open.delete(end));
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port: own } = server.address() as { port: number };
  const cut = async () => {
    for (const end of open) end.destroy();
    await new Promise((closed) => server.close(closed));
  };
  return { origin: `http://127.0.0.1:${own}`, cut };
}

async function keep(page: Page, paths: string[]) {
  await page.evaluate(async (paths) => {
    await navigator.serviceWorker.register("/offline.js");
    const { active } = await navigator.serviceWorker.ready;
    await new Promise((kept) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = kept;
      active!.postMessage({ keep: paths }, [channel.port2]);
    });
  }, paths);
}

test("what was kept is there without a network, and nothing else", async ({ page, request }, info) => {
  const { origin, cut } = await wire(Number(new URL(info.project.use.baseURL!).port));
  const [first, second] = await find(request, "lang=en&kind=service&per_page=2");
  await page.goto(`${origin}/en/search?q=food`);
  await keep(page, ["/en/needs/food", first!.path]);
  await cut();
  await page.goto(origin + first!.path);
  await expect(page.locator("h1")).toContainText(first!.title);
  const drawn = () => page.evaluate(() => document.querySelector<SVGGraphicsElement>("main use")!.getBBox().width);
  await expect.poll(drawn, "with its icons").toBeGreaterThan(0);
  await page.goto(origin + second!.path);
  await expect(page, "what is not kept leads to the list").toHaveURL(`${origin}/en/needs/food`);
  await page.locator("a.leave").click();
  await expect(page, "who leaves sees nothing of it").toHaveURL(`${origin}/leave`);
  await expect(page.locator("body")).toHaveText("");
  expect(await page.evaluate(() => caches.keys()), "and nothing of it is left").toEqual([]);
});

test("when nothing is kept any more nothing is left", async ({ page, request }, info) => {
  const { origin, cut } = await wire(Number(new URL(info.project.use.baseURL!).port));
  const [first] = await find(request, "lang=en&kind=service&per_page=1");
  await page.goto(`${origin}/en/search?q=food`);
  await keep(page, [first!.path]);
  expect(await page.evaluate(() => caches.keys())).toEqual(["saved"]);
  await keep(page, []);
  expect(await page.evaluate(() => caches.keys())).toEqual([]);
  await expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  await cut();
});

test("who saves has the list and its pages without a network", async ({ page, request }, info) => {
  const { origin, cut } = await wire(Number(new URL(info.project.use.baseURL!).port));
  const [, second] = await find(request, "lang=en&kind=service&per_page=2");
  await page.goto(`${origin}/en/search?kind=service`);
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  const kept = () => page.evaluate(async () => (await (await caches.open("saved")).keys()).map(({ url }) => url));
  for (const at of [0, 1]) {
    await page.locator("a.save").nth(at).click();
    const pages = async () => (await kept()).filter((url) => url.includes("/services/")).length;
    await expect.poll(pages).toBe(at + 1);
  }
  await cut();
  await page.goto(`${origin}/en/saved`);
  await expect(page.locator("ol.found > li")).toHaveCount(2);
  await page.locator("ol.found > li").nth(1).getByRole("link").first().click();
  await expect(page.locator("h1")).toContainText(second!.title);
});
