// How what is released is built: small, and for the runtime small before all, since it goes into every function.
import type { BuildOptions } from "esbuild";

export const FOR_RELEASE = {
  bundle: true,
  platform: "node",
  target: "node24",
  format: "esm",
  minify: true,
  keepNames: true,
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
} as const satisfies BuildOptions;

/** Without names: errors have theirs from their codes. */
export const RUNTIME = { ...FOR_RELEASE, packages: "external", keepNames: false } as const satisfies BuildOptions;
