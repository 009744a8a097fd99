// The function that every rival runs, and the event it gets.
import { CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { FUNCTION_ROLE, makeFunctionRole } from "../../test/engine/function-role.ts";

export const SOURCE = "export const handler = async (event) => ({ ok: true, id: event.id });\n";
export const EVENT = JSON.stringify({ id: 4_711, job: "daily-report", pad: "x".repeat(100) });

export function checkAnswer(text: string): void {
  if (!text.includes('"ok":true')) throw new Error(`unexpected answer: ${text}`);
}

export async function createFunctions(endpoint: string, names: readonly string[]): Promise<void> {
  // The engine starts no function whose role is not there.
  await makeFunctionRole(endpoint);
  const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "example" };
  const client = new LambdaClient({ endpoint, region: "us-east-1", credentials });
  for (const FunctionName of names) {
    await client.send(
      new CreateFunctionCommand({
        ...{ FunctionName, Runtime: "nodejs24.x", Handler: "index.handler", Timeout: 30, MemorySize: 256 },
        Role: FUNCTION_ROLE,
        Code: { ZipFile: zipSync({ "index.mjs": strToU8(SOURCE) }) },
      }),
    );
  }
  client.destroy();
}
