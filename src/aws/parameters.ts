// Values of Parameter Store, secure ones in the clear.
import { inParallel } from "../core/in-parallel.ts";
import type { Clients } from "./clients.ts";

/** Systems Manager API Reference, GetParameters: at most ten names. */
const MOST_NAMES = 10;
const AT_ONCE = 4;

/** Those that are not there are left out. */
export async function readParameters(clients: Clients, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map();
  const [ssm, { GetParametersCommand }] = await Promise.all([clients.ssm(), import("@aws-sdk/client-ssm")]);
  const parts = Array.from({ length: Math.ceil(names.length / MOST_NAMES) }, (_, part) =>
    names.slice(part * MOST_NAMES, (part + 1) * MOST_NAMES),
  );
  const answers = await inParallel(parts, AT_ONCE, (Names) =>
    ssm.send(new GetParametersCommand({ Names, WithDecryption: true })),
  );
  return new Map(
    answers.flatMap(({ Parameters = [] }) =>
      Parameters.map(({ Name = "", Selector = "", Value = "" }) => [Name + Selector, Value] as const),
    ),
  );
}
