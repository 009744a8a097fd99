// The page's server: nobody but this machine's own browser window may read it, and nothing acts by it.
import { request } from "node:http";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Dashboard, startDashboard } from "../../src/dashboard/dashboard.ts";
import { hostileState } from "./dashboard-state.ts";

const assets = fileURLToPath(new URL("../../src/dashboard/assets", import.meta.url));
let page: Dashboard;

beforeAll(async () => {
  page = await startDashboard({ port: 0, assets, state: async () => hostileState });
});
afterAll(() => page.close());

function ask(path: string, headers: Record<string, string> = {}, method = "GET") {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const { hostname, port } = new URL(page.address);
    const asked = request({ hostname, port, path, method, headers }, (answer) => {
      let body = "";
      answer.on("data", (chunk) => {
        body += chunk;
      });
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
    });
    asked.on("error", reject);
    asked.end();
  });
}

describe("the page", () => {
  test("does not hide the state from its own window", async () => {
    const answer = await ask("/api/state");
    expect(JSON.parse(answer.body)).toMatchObject({ app: "acme-ops", jobs: [{ name: "heartbeat" }] });
  });

  test.each([["evil.example"], ["127.0.0.1"], ["127.0.0.1.evil.example"], ["[::1"], ["0.0.0.0:1"], ["127.0.0.1@evil"]])(
    "does not answer a request for host %s",
    async (host) => {
      for (const path of ["/", "/page.js", "/api/state"])
        expect([400, 403]).toContain((await ask(path, { host })).status);
    },
  );

  test.each([["https://evil.example"], ["null"], ["http://localhost:1"], ["%%%"]])(
    "does not answer a page of origin %s",
    async (origin) => {
      const answer = await ask("/api/state", { origin });
      expect(answer.status).toBe(403);
      expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
    },
  );

  test.each([["POST"], ["PUT"], ["DELETE"], ["PATCH"], ["OPTIONS"]])("C12: does not act on %s", async (method) => {
    expect((await ask("/api/state", {}, method)).status).toBe(405);
  });

  test.each([["/../package.json"], ["/%2e%2e/package.json"], ["/page.html"], ["/assets/page.js"]])(
    "does not serve %s",
    async (path) => {
      expect((await ask(path)).status).toBe(404);
    },
  );

  test("does not allow frames, foreign scripts or inline scripts", async () => {
    const policy = String((await ask("/")).headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe-inline");
  });
});
