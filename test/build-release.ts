// Builds dist/ once before the tests: those of the command line run what is released, not only what is written.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export default function buildRelease(): void {
  execFileSync(process.execPath, ["scripts/build.ts"], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    stdio: "inherit",
  });
}
