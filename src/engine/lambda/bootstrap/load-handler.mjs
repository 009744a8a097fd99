// Finds the function that `_HANDLER` names, and says what is wrong in the words of Lambda's Node runtime.
import { statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describeError, InitError } from "./errors.mjs";

const EXTENSIONS = ["", ".js", ".mjs", ".cjs"];
/** From this runtime on, handlers that take a callback are refused (Lambda Developer Guide, Node.js handlers). */
const NO_CALLBACKS_FROM = 24;

export async function loadHandler(taskRoot, handler, executionEnvironment) {
  const match = /^((?:.*\/)?[^./]*)\.(.+)$/.exec(handler);
  if (!match || handler.split("/").includes("..")) throw new InitError("Runtime.MalformedHandlerName", "Bad handler");
  const [, modulePath, exportPath] = match;
  const module = await importModule(taskRoot, modulePath);
  let found = module;
  for (const name of exportPath.split(".")) found = found?.[name] ?? found?.default?.[name];
  if (found === undefined || found === null) {
    throw new InitError("Runtime.HandlerNotFound", `${handler} is undefined or not exported`);
  }
  if (typeof found !== "function") throw new InitError("Runtime.HandlerNotFound", `${handler} is not a function`);
  if (found.length < 3) return found;
  if (Number(/nodejs(\d+)/.exec(executionEnvironment)?.[1] ?? NO_CALLBACKS_FROM) >= NO_CALLBACKS_FROM) {
    throw new InitError(
      "Runtime.CallbackHandlerDeprecated",
      `${handler} takes a callback: Node.js ${NO_CALLBACKS_FROM} and later run async handlers only. Return a promise instead.`,
    );
  }
  return withCallback(found);
}

async function importModule(taskRoot, modulePath) {
  const file = EXTENSIONS.map((extension) => join(taskRoot, modulePath + extension)).find((path) =>
    statSync(path, { throwIfNoEntry: false })?.isFile(),
  );
  try {
    const target = file ?? createRequire(join(taskRoot, "index.js")).resolve(`./${modulePath}`);
    return await import(pathToFileURL(target).href);
  } catch (error) {
    const { errorType, errorMessage, trace } = describeError(error);
    if (error?.code === "MODULE_NOT_FOUND" || error?.code === "ERR_MODULE_NOT_FOUND") {
      throw new InitError("Runtime.ImportModuleError", `${errorType}: ${errorMessage}`, trace);
    }
    if (error instanceof SyntaxError)
      throw new InitError("Runtime.UserCodeSyntaxError", `SyntaxError: ${errorMessage}`, trace);
    throw error;
  }
}

function withCallback(handler) {
  return (event, context) =>
    new Promise((resolve, reject) => {
      const done = (error, result) => (error ? reject(error) : resolve(result));
      Promise.resolve(handler(event, context, done)).then((result) => result !== undefined && resolve(result), reject);
    });
}
