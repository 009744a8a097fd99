// The page's server: loopback only, reads only, and deaf to every page of another origin.
import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { DashboardPortTaken } from "./errors.ts";
import type { DashboardState } from "./state.ts";

export interface DashboardOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** The folder of page.html, page.js and page.css. */
  readonly assets: string;
  readonly state: () => Promise<DashboardState>;
}

export interface Dashboard {
  readonly address: string;
  close(): Promise<void>;
}

/** The only files there are: no path from a request ever reaches the disk. */
const FILES = {
  "/": ["page.html", "text/html; charset=utf-8"],
  "/page.js": ["page.js", "text/javascript; charset=utf-8"],
  "/page.css": ["page.css", "text/css; charset=utf-8"],
} as const;

const HEADERS = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    connectSrc: ["'self'"],
    imgSrc: ["'self'", "data:"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
  },
  xFrameOptions: "DENY",
  strictTransportSecurity: false,
});

export function createDashboardApp(options: DashboardOptions, ownPort: () => number): Hono {
  const app = new Hono();
  app.use(HEADERS);
  app.use(async (context, next) => {
    const port = ownPort();
    const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
    const host = context.req.header("host") ?? "";
    const origin = context.req.header("origin");
    // A rebound name arrives with its own Host, a foreign page with its own Origin: neither may read anything.
    if (!hosts.includes(host) || (origin !== undefined && !hosts.some((own) => origin === `http://${own}`))) {
      return context.text("This page is for this machine only.", 403);
    }
    if (context.req.method !== "GET" && context.req.method !== "HEAD") return context.text("Read only.", 405);
    context.header("Cache-Control", "no-store");
    return next();
  });
  for (const [path, [file, type]] of Object.entries(FILES)) {
    const body = readFileSync(join(options.assets, file), "utf8");
    app.get(path, (context) => context.body(body, 200, { "Content-Type": type }));
  }
  app.get("/api/state", async (context) => context.json(await options.state()));
  app.onError((_error, context) => context.json({ error: "The state could not be read; see the terminal." }, 500));
  return app;
}

export function startDashboard(options: DashboardOptions): Promise<Dashboard> {
  let port = options.port;
  const app = createDashboardApp(options, () => port);
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: options.port }, (info) => {
      port = info.port;
      resolve({ address: `http://127.0.0.1:${port}`, close: () => closeServer(server as Server) });
    });
    server.on("error", (error) => reject(new DashboardPortTaken(options.port, error)));
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
