// Modules a handler finds: its own package's, and the AWS SDK, which Lambda's managed runtimes bring along.
import { registerHooks } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const PROVIDED = /^@(aws-sdk|smithy)\//;

/** The SDK of the function's package comes first, then the one installed beside this file. A package found elsewhere, in
 * a folder above the function's, is refused: Lambda would not have it. */
export function provideSdk(taskRoot) {
  const root = `${pathToFileURL(taskRoot).href.replace(/\/$/, "")}/`;
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const bare = !/^(\.{0,2}\/|[a-z]+:|#)/i.test(specifier);
      if (!bare || !context.parentURL?.startsWith(root)) return nextResolve(specifier, context);
      let missing;
      try {
        const resolved = nextResolve(specifier, context);
        if (!resolved.url.startsWith("file:") || resolved.url.startsWith(root)) return resolved;
      } catch (error) {
        missing = error;
      }
      if (PROVIDED.test(specifier)) return nextResolve(specifier, { ...context, parentURL: import.meta.url });
      throw missing ?? notFound(specifier, context.parentURL);
    },
  });
}

function notFound(specifier, parent) {
  const error = new Error(`Cannot find package '${specifier}' imported from ${fileURLToPath(parent)}`);
  error.code = "ERR_MODULE_NOT_FOUND";
  return error;
}
