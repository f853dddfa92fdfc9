import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Error pages are pages: accessible, in the visitor's language, with a way on.
const root = join(import.meta.dirname, "../..");
const bussola = process.env.BUSSOLA_BIN ?? join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/bussola");
const site = process.env.BUSSOLA_SITE ?? join(root, "target/site");

async function isSound(page: import("@playwright/test").Page) {
  const axe = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
  expect(axe.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`)).toEqual([]);
  await expect(page.locator("main a").first()).toBeVisible();
}

test("what was withdrawn says so", async ({ page, request }, info) => {
  const port = new URL(info.project.use.baseURL!).port;
  const data = readFileSync(join(root, `end2end/.data-${port}`), "utf8").trim();
  const found = await (await request.get("/api/v1/search?kind=opportunity&per_page=1&page=3&lang=en")).json();
  const { id, path } = found.items[0];
  const sql = `with w as (update service set status = 'withdrawn' where id = '${id}' returning id) insert into change (kind, id) select 'service', id from w`;
  execFileSync(bussola, ["--data", data, "db", "psql", "--", "-qc", sql]);
  await expect.poll(async () => (await request.get(path)).status()).toBe(410);
  for (const locale of ["en", "ar"]) {
    await page.goto(path.replace("/en/", `/${locale}/`));
    await isSound(page);
  }
});

test("without its database the portal says when to come back", async ({ page }) => {
  test.setTimeout(90_000);
  const folder = mkdtempSync(join(tmpdir(), "bussola-errors."));
  const database = join(folder, "database");
  const run = (...words: string[]) => execFileSync(bussola, ["--data", database, ...words], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  run("db", "start");
  const status = JSON.parse(run("db", "status", "--json"));
  const origin = "http://127.0.0.1:3318";
  const server = spawn(bussola, ["serve"], {
    env: { ...process.env, DATABASE_URL: status.url, BUSSOLA_DATA: join(folder, "server"), BUSSOLA_ADDR: "127.0.0.1:3318", BUSSOLA_SITE: site },
    stdio: "ignore",
  });
  try {
    const ready = async () => (await page.request.get(`${origin}/readyz`).catch(() => undefined))?.status();
    await expect.poll(ready, { timeout: 60_000 }).toBe(200);
    run("db", "stop", "--force");
    await expect.poll(ready, { timeout: 30_000 }).toBe(503);
    for (const locale of ["en", "ar"]) {
      const response = await page.goto(`${origin}/${locale}/services/00000000-0000-7000-8000-000000000000/x`);
      expect(response?.status()).toBe(503);
      await isSound(page);
    }
    run("db", "start");
    await expect.poll(ready, { timeout: 30_000 }).toBe(200);
  } finally {
    server.kill("SIGTERM");
    await new Promise((ended) => server.once("exit", ended));
    run("db", "stop", "--force");
    rmSync(folder, { recursive: true, force: true });
  }
});
