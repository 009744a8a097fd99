// The generated entry that wraps a handler, and esbuild's errors said about the person's own files.
import type { Message } from "esbuild";
import type { BundleFailure } from "./bundle.ts";

/** What Lambda loads: the handler's default export behind the runtime. */
export function generatedEntry(handler: string): { contents: string; sourcefile: string } {
  const contents = [
    `import handlerOfJob from ${JSON.stringify(`./${handler}`)};`,
    'import { createHandler } from "lamplighter";',
    "export const handler = createHandler(handlerOfJob);",
  ].join("\n");
  return { contents, sourcefile: "lamplighter-entry.mjs" };
}

export function failuresOf(handler: string, errors: readonly Message[]): readonly BundleFailure[] {
  return errors.map(({ text, location }) => {
    const inEntry = !location || location.file === generatedEntry(handler).sourcefile;
    return {
      handler,
      file: inEntry ? handler : location.file,
      line: inEntry ? undefined : location.line,
      column: inEntry ? undefined : location.column + 1,
      message: inEntry ? explained(text, handler) : text,
    };
  });
}

/** An error about the generated entry is an error about the handler as a whole. */
function explained(text: string, handler: string): string {
  if (/^No matching export in .* for import "default"/.test(text)) {
    return `${handler} has no default export; write \`export default job(async (input, run) => { … })\``;
  }
  if (text.startsWith("Could not resolve")) return `there is no file ${handler} in the project`;
  return text;
}
