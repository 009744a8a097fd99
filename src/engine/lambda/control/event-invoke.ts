// Settings of asynchronous invocation, kept for each qualifier: attempts, age, destinations.
import { invalid, notFound } from "../faults.ts";
import { functionArn, LATEST, readReference } from "../names.ts";
import type { Control } from "./control.ts";
import { paged } from "./functions.ts";
import { configurationOf } from "./functions-table.ts";

export interface EventInvokeSettings {
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  readonly DestinationConfig?: {
    readonly OnSuccess?: { readonly Destination?: string };
    readonly OnFailure?: { readonly Destination?: string };
  };
}

interface Input extends EventInvokeSettings {
  readonly FunctionName: string;
  readonly Qualifier?: string;
}

interface Row {
  readonly name: string;
  readonly qualifier: string;
  readonly settings: string;
  readonly modified_at: number;
}

export function settingsOf({ context }: Control, name: string, qualifier: string | undefined): EventInvokeSettings {
  const sql = "SELECT * FROM lambda_event_configs WHERE name = ? AND qualifier = ?";
  const row = context.store.get<Row>(sql, name, qualifier ?? LATEST);
  return row ? (JSON.parse(row.settings) as EventInvokeSettings) : {};
}

export function eventInvokeOperations(control: Control) {
  const { table, context } = control;
  const { store } = context;

  function target(input: Input): { name: string; qualifier: string } {
    const { name, qualifier = LATEST } = readReference(context, input.FunctionName, input.Qualifier);
    table.resolve(name, qualifier);
    return { name, qualifier };
  }
  function existing({ name, qualifier }: { name: string; qualifier: string }): Row {
    const sql = "SELECT * FROM lambda_event_configs WHERE name = ? AND qualifier = ?";
    const row = store.get<Row>(sql, name, qualifier);
    if (!row) throw notFound(`The function ${functionArn(context, name, qualifier)} doesn't have an EventInvokeConfig`);
    return row;
  }
  function write(at: { name: string; qualifier: string }, settings: EventInvokeSettings) {
    if (Object.keys(settings).length === 0) throw invalid("You must specify at least one setting.");
    const { OnSuccess, OnFailure } = settings.DestinationConfig ?? {};
    const configuration = configurationOf(table.resolve(at.name, at.qualifier));
    for (const arn of [OnSuccess?.Destination, OnFailure?.Destination]) {
      if (arn === undefined || arn === "") continue;
      checkDestination(arn);
      control.checkDestination(at.name, configuration, arn);
    }
    const modified = context.clock.now();
    const sql = "INSERT OR REPLACE INTO lambda_event_configs VALUES (?, ?, ?, ?)";
    store.run(sql, at.name, at.qualifier, JSON.stringify(settings), modified);
    return describe({ ...at, settings: JSON.stringify(settings), modified_at: modified });
  }
  function describe(row: Row) {
    const settings = JSON.parse(row.settings) as EventInvokeSettings;
    return {
      LastModified: row.modified_at / 1_000,
      FunctionArn: functionArn(context, row.name, row.qualifier),
      ...settings,
      DestinationConfig: { OnSuccess: {}, OnFailure: {}, ...settings.DestinationConfig },
    };
  }

  return {
    /** Replaces everything: settings left out are removed (API reference). */
    PutFunctionEventInvokeConfig: (input: Input) => write(target(input), given(input)),
    UpdateFunctionEventInvokeConfig(input: Input) {
      const at = target(input);
      const before = JSON.parse(existing(at).settings) as EventInvokeSettings;
      return write(at, { ...before, ...given(input) });
    },
    GetFunctionEventInvokeConfig: (input: Input) => describe(existing(target(input))),
    DeleteFunctionEventInvokeConfig(input: Input) {
      const { name, qualifier } = existing(target(input));
      store.run("DELETE FROM lambda_event_configs WHERE name = ? AND qualifier = ?", name, qualifier);
    },
    ListFunctionEventInvokeConfigs(input: { FunctionName: string; Marker?: string; MaxItems?: number }) {
      const { name } = readReference(context, input.FunctionName);
      table.get(name);
      const rows = store.all<Row>("SELECT * FROM lambda_event_configs WHERE name = ? ORDER BY qualifier", name);
      const { page, NextMarker } = paged(rows, input);
      return { FunctionEventInvokeConfigs: page.map(describe), NextMarker };
    },
  };
}

function given({ MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig }: Input): EventInvokeSettings {
  return {
    ...(MaximumRetryAttempts !== undefined && { MaximumRetryAttempts }),
    ...(MaximumEventAgeInSeconds !== undefined && { MaximumEventAgeInSeconds }),
    ...(DestinationConfig !== undefined && { DestinationConfig }),
  };
}

/** SNS and S3 destinations are the engine's to refuse: it has no SNS, and S3 records are for failures AWS itself sees. */
function checkDestination(arn: string): void {
  if (/^arn:aws[a-z-]*:(sqs|lambda|events):[a-z0-9-]+:\d{12}:.+$/.test(arn)) return;
  throw invalid(
    `The destination ${arn} is not supported by this engine: expected the ARN of a queue, a function or an event bus.`,
  );
}
