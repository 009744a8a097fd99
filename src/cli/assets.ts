// Where the files that are run elsewhere lie: in the sources while developing, beside the bundle when released.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

function locate(source: string, built: string): string {
  const fromSource = fileURLToPath(new URL(source, import.meta.url));
  return existsSync(fromSource) ? fromSource : fileURLToPath(new URL(built, import.meta.url));
}

/** What `import … from "lamplighter"` means inside a function. */
export const runtimeEntry = (): string => locate("../index.ts", "./index.js");

/** The code of the watcher's function. */
export const watchEntry = (): string => locate("../watch/handler.ts", "./watch.js");

/** And of the recorder's. */
export const recorderEntry = (): string => locate("../recorder/handler.ts", "./recorder.js");

/** What an execution environment starts with. */
export const bootstrapPath = (): string => locate("../engine/lambda/bootstrap.mjs", "./bootstrap.js");

/** page.html, page.js and page.css. */
export const dashboardAssets = (): string => locate("../dashboard/assets", "./dashboard");
