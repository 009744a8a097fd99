// Reserved concurrency of a function, and the account's limits.
import { invalid } from "../faults.ts";
import { readReference } from "../names.ts";
import type { Control } from "./control.ts";

/** Quotas page: 1,000 in a Region, of which 100 must stay unreserved. */
const ACCOUNT_CONCURRENCY = 1_000;
const LEAST_UNRESERVED = 100;

interface Input {
  readonly FunctionName: string;
}

export function concurrencyOperations({ table, context }: Control) {
  const { store } = context;
  const nameOf = (input: Input) => table.get(readReference(context, input.FunctionName).name).name;
  const reservedBut = (name: string) =>
    store.get<{ sum: number | null }>("SELECT sum(reserved) AS sum FROM lambda_functions WHERE name <> ?", name)?.sum ??
    0;
  const write = (name: string, reserved: number | null) =>
    void store.run("UPDATE lambda_functions SET reserved = ? WHERE name = ?", reserved, name);

  return {
    PutFunctionConcurrency(input: Input & { ReservedConcurrentExecutions: number }) {
      const name = nameOf(input);
      const { ReservedConcurrentExecutions } = input;
      if (ACCOUNT_CONCURRENCY - reservedBut(name) - ReservedConcurrentExecutions < LEAST_UNRESERVED) {
        throw invalid(
          `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${LEAST_UNRESERVED}].`,
        );
      }
      write(name, ReservedConcurrentExecutions);
      return { ReservedConcurrentExecutions };
    },
    GetFunctionConcurrency(input: Input) {
      return { ReservedConcurrentExecutions: table.get(nameOf(input)).reserved ?? undefined };
    },
    DeleteFunctionConcurrency: (input: Input) => write(nameOf(input), null),
    GetAccountSettings() {
      const code = store.get<{ n: number; size: number | null }>(
        "SELECT count(DISTINCT name) AS n, sum(code_size) AS size FROM lambda_versions",
      );
      return {
        AccountLimit: {
          TotalCodeSize: 80_530_636_800,
          CodeSizeUnzipped: 262_144_000,
          CodeSizeZipped: 52_428_800,
          ConcurrentExecutions: ACCOUNT_CONCURRENCY,
          UnreservedConcurrentExecutions: ACCOUNT_CONCURRENCY - reservedBut(""),
        },
        AccountUsage: { TotalCodeSize: code?.size ?? 0, FunctionCount: code?.n ?? 0 },
      };
    },
  };
}
