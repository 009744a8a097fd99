// Lambda's error object (Lambda guide, "Node.js errors"): `errorType` and `errorMessage`, as an Invoke answers with it.

export interface FunctionError {
  readonly type: string;
  readonly message: string;
}

export function functionErrorOf(payload: string): FunctionError {
  try {
    const { errorType, errorMessage } = JSON.parse(payload) as { errorType?: unknown; errorMessage?: unknown };
    return { type: String(errorType ?? "Error"), message: String(errorMessage ?? "") };
  } catch {
    return { type: "Error", message: payload };
  }
}
