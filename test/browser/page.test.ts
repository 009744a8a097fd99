// The page in Chromium: it shows what ran and what is next, and hostile text stays text.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Dashboard, startDashboard } from "../../src/dashboard/dashboard.ts";
import { HOSTILE, hostileState } from "../dashboard/dashboard-state.ts";

const CHROMIUM = "/usr/bin/chromium";
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
let page: Dashboard;
let browser: Browser;

beforeAll(async () => {
  expect(existsSync(CHROMIUM), `${CHROMIUM} is missing: install Debian's package chromium`).toBe(true);
  const assets = fileURLToPath(new URL("../../src/dashboard/assets", import.meta.url));
  page = await startDashboard({ port: 0, assets, state: async () => hostileState });
  browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
});
afterAll(async () => {
  await browser?.close();
  await page?.close();
});

describe("the page in a browser", () => {
  test("does not hide a job, its next due time, its strip or its runs", async () => {
    const tab = await browser.newPage();
    await tab.goto(page.address);
    await tab.getByText("heartbeat.20270301T055900Z").waitFor();
    expect(await tab.locator("#jobs .mark").count()).toBe(2);
    expect(await tab.locator("#jobs").textContent()).toContain("Every minute");
    expect(await tab.locator("#jobs").textContent()).toContain("in 30 s");
    expect(await tab.locator("#runs .status").textContent()).toBe("failed");
    if (process.env["LAMP_SCREENSHOT"]) await tab.screenshot({ path: process.env["LAMP_SCREENSHOT"] });
    await tab.close();
  });

  test("does not run markup from a description or a reason", async () => {
    const tab = await browser.newPage();
    await tab.goto(page.address);
    await tab.getByText("heartbeat.20270301T055900Z").waitFor();
    expect(await tab.locator("#jobs").textContent()).toContain(HOSTILE);
    expect(await tab.locator("#jobs img, #runs img, #jobs script, #runs script").count()).toBe(0);
    expect(await tab.title()).toBe("Lamplighter");
    await tab.close();
  });
});
