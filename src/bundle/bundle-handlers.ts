// Bundles handlers: each file with all it imports, wrapped by the runtime, as a reproducible zip; one that fails stops no other.
import { realpath } from "node:fs/promises";
import { inParallel } from "../core/in-parallel.ts";
import type { Log } from "../core/log.ts";
import type { Boundary } from "./boundary.ts";
import type { Bundle, BundleFailure } from "./bundle.ts";
import { bundleHandler } from "./bundle-handler.ts";
import { type PythonTarget, packagePython } from "./python/package-python.ts";

export interface BundleRequest {
  /** The folder of jobs.yaml. */
  readonly project: string;
  /** Relative to the project, forward slashes; doubles are bundled once. */
  readonly handlers: readonly string[];
  /** What a handler's code is for, to say how its packages are installed. */
  readonly targets?: ReadonlyMap<string, PythonTarget>;
  /** The runtime's public face: what `import … from "lamplighter"` means inside a function. */
  readonly runtimeEntry: string;
  readonly log: Log;
}

export interface BundleResult {
  readonly bundles: ReadonlyMap<string, Bundle>;
  /** In the order of the handlers. */
  readonly failures: readonly BundleFailure[];
}

/** esbuild works in parallel itself; more at once only holds more in memory. */
const AT_ONCE = 8;

export async function bundleHandlers(request: BundleRequest): Promise<BundleResult> {
  const boundary: Boundary = {
    project: await realpath(request.project),
    runtimeEntry: await realpath(request.runtimeEntry),
  };
  const handlers = [...new Set(request.handlers)].sort();
  const results = await inParallel(handlers, AT_ONCE, (handler) =>
    handler.endsWith(".py")
      ? packagePython(handler, boundary.project, request.targets?.get(handler))
      : bundleHandler(handler, boundary, request.log),
  );
  const bundles = new Map<string, Bundle>();
  const failures: BundleFailure[] = [];
  for (const result of results) {
    if ("code" in result) bundles.set(result.handler, result);
    else failures.push(...result);
  }
  return { bundles, failures };
}
