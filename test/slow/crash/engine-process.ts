// A real engine in a process of its own, bundled as a release is, that is killed and started again on one store.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { build } from "esbuild";
import type { CrashPoint } from "../../../src/core/crash-point.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** Gives the path of the bundle. */
export async function bundleEngine(scratch: string): Promise<string> {
  const outfile = join(scratch, "engine.mjs");
  await build({
    entryPoints: [join(ROOT, "test/engine/crash/run-engine.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    logLevel: "error",
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
  });
  return outfile;
}

export interface Manner {
  /** Where it ends itself, at the `count`-th time it gets there. */
  readonly dieAt?: { readonly point: CrashPoint; readonly count: number } | undefined;
  /** A command that runs it, and becomes it. */
  readonly through?: readonly string[];
}

export class EngineProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #spawnedAt = performance.now();
  #errors = "";

  constructor(bundle: string, directory: string, { dieAt, through = [] }: Manner = {}) {
    const more = dieAt ? [dieAt.point, String(dieAt.count)] : [];
    const env = { ...process.env, LAMP_BOOTSTRAP: join(ROOT, "src/engine/lambda/bootstrap.mjs") };
    const [program = process.execPath, ...words] = [...through, process.execPath, bundle, directory, ...more];
    this.#child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"], env });
    this.#ended = once(this.#child, "exit");
    this.#child.stderr?.on("data", (text: Buffer) => {
      this.#errors = (this.#errors + text.toString()).slice(-4_000);
    });
  }

  /** Where it answers and how long that took, in milliseconds; undefined when it was killed before. */
  async answering(): Promise<{ readonly endpoint: string; readonly afterMs: number } | undefined> {
    const line = this.#child.stdout && once(this.#child.stdout, "data").then(([text]) => String(text).trim());
    const endpoint = await Promise.race([line, this.#ended.then(() => undefined)]);
    if (endpoint === undefined || endpoint === null) return undefined;
    const { ok } = await fetch(`${endpoint}/_lamp/health`).catch(() => ({ ok: false }));
    return ok ? { endpoint, afterMs: performance.now() - this.#spawnedAt } : undefined;
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Ended by a signal, or by itself: then something is wrong, and what it said tells. */
  async ended(): Promise<void> {
    await this.#ended;
    if (this.#child.signalCode === "SIGKILL") return;
    throw new Error(`the engine ended by itself (${this.#child.exitCode ?? this.#child.signalCode}): ${this.#errors}`);
  }

  async kill(): Promise<void> {
    if (this.alive) this.#child.kill("SIGKILL");
    await this.ended();
  }
}
