import { defineConfig } from "@playwright/test";

// The real binary, its own Postgres, the demonstration data; Debian's Chromium.
const port = Number(process.env.BUSSOLA_TEST_PORT ?? 3317);
const origin = `http://127.0.0.1:${port}`;

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
// Suggestions are an addition that JavaScript makes, and error pages are the same everywhere.
const plain = { javaScriptEnabled: false };
const testIgnore = /suggestions|errors|script|device|inclusion|offline|map|paper|photographs/;
const desktop = { viewport: { width: 1280, height: 800 } };

export default defineConfig({
  testDir: "tests",
  // A hung page ends a test; a busy machine does not.
  timeout: 60_000,
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  reporter: [["list"]],
  // Only what somebody approved is compared with: in CI nothing is taken that is missing.
  updateSnapshots: process.env.CI ? "none" : "missing",
  snapshotPathTemplate: "photographs/{arg}{ext}",
  expect: { toHaveScreenshot: { scale: "css", threshold: 0.06 } },
  use: {
    baseURL: origin,
    locale: "en-GB",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      env: { ...process.env, FONTCONFIG_FILE: new URL("fonts.conf", import.meta.url).pathname },
      args: [
        "--no-sandbox",
        "--disable-gpu",
        // One way to draw letters and colours, see fonts.conf.
        "--font-render-hinting=none",
        "--disable-lcd-text",
        "--force-color-profile=srgb",
        // Maps are drawn by WebGL: in software, where there is no card.
        "--enable-unsafe-swiftshader",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
        "--no-first-run",
      ],
    },
  },
  webServer: {
    command: `bash ./serve ${port}`,
    url: `${origin}/readyz`,
    timeout: 180_000,
    stdout: "ignore",
    stderr: "ignore",
    gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
  },
  projects: [
    { name: "phone", use: phone, testIgnore: /paper/ },
    { name: "phone without JavaScript", use: { ...phone, ...plain }, testIgnore },
    { name: "desktop", use: desktop, testIgnore: /errors/ },
    { name: "desktop without JavaScript", use: { ...desktop, ...plain }, testIgnore },
  ],
});
