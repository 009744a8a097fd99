// Errors in the shape Lambda's Node runtime gives them: errorType, errorMessage, trace.

/** Whatever was thrown, null and hostile proxies too, as `{ errorType, errorMessage, trace }`. */
export function describeError(thrown) {
  try {
    if (thrown instanceof Error || Object.prototype.toString.call(thrown) === "[object Error]") {
      return {
        errorType: String(thrown.name || "Error"),
        errorMessage: String(thrown.message),
        trace: String(thrown.stack ?? "").split("\n"),
      };
    }
    return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  } catch {
    return { errorType: "Error", errorMessage: "What the handler threw cannot be shown as text", trace: [] };
  }
}

/** Why the init phase failed, under one of the names Lambda uses (`Runtime.ImportModuleError` and its like). */
export class InitError extends Error {
  constructor(errorType, message, trace = []) {
    super(message);
    this.described = {
      errorType,
      errorMessage: message,
      trace: trace.length > 0 ? trace : String(this.stack).split("\n"),
    };
  }
}

/** The answer's JSON; what has none (undefined, a function) is null, as in Lambda. */
export function stringify(result) {
  let text;
  try {
    text = JSON.stringify(result);
  } catch (cause) {
    throw new Error("Unable to stringify response body", { cause });
  }
  return text === undefined ? "null" : text;
}
