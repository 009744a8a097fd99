// Where a function that is not ours writes its logs: it says so itself, or has Lambda's default.
import type { Clients } from "./clients.ts";

/** The default too for a function that is gone, or whose settings these credentials may not see. */
export async function logGroupOf(clients: Pick<Clients, "lambda">, functionArn: string): Promise<string> {
  const [lambda, { GetFunctionConfigurationCommand }] = await Promise.all([
    clients.lambda(),
    import("@aws-sdk/client-lambda"),
  ]);
  const found = await lambda
    .send(new GetFunctionConfigurationCommand({ FunctionName: functionArn }))
    .catch(() => undefined);
  const [, name = ""] = /:function:([^:]+)/.exec(functionArn) ?? [];
  return found?.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`;
}
