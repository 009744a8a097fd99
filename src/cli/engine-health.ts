// What an engine says of itself, asked without `fetch`, whose first use costs a command more than all its questions.

export interface EngineHealth {
  readonly pid?: number;
  readonly region?: string;
}

const PATIENCE_MS = 2_000;

/** undefined where nobody answers in time, or somebody who is no engine of ours. */
export function engineHealth(endpoint: string): Promise<EngineHealth | undefined> {
  return new Promise((resolve) => {
    const nobody = () => resolve(undefined);
    const url = URL.parse("/_lamp/health", endpoint);
    // An engine of ours speaks plain HTTP.
    if (url?.protocol !== "http:") return nobody();
    // To import the module would load `fetch` with it.
    const { request } = process.getBuiltinModule("node:http");
    const asked = request(url, { agent: false, signal: AbortSignal.timeout(PATIENCE_MS) }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk) => {
        text += chunk;
      });
      answer.on("end", () => resolve(parsed(text)));
      answer.on("error", nobody);
    });
    asked.on("error", nobody);
    asked.end();
  });
}

function parsed(text: string): EngineHealth | undefined {
  try {
    const health: unknown = JSON.parse(text);
    return typeof health === "object" && health !== null ? health : undefined;
  } catch {
    return undefined;
  }
}
