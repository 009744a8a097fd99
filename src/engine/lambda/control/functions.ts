// Operations on functions as a whole: create, read, list, delete.
import { demand } from "../../access/demand.ts";
import type { Call } from "../../service.ts";
import { conflict, invalid } from "../faults.ts";
import { functionArn, isVersion, LATEST, readReference } from "../names.ts";
import { newConfiguration } from "./configuration.ts";
import type { Control } from "./control.ts";
import type { VersionRow } from "./functions-table.ts";
import { publish } from "./versions.ts";

interface Named {
  readonly FunctionName: string;
  readonly Qualifier?: string;
}

interface Paged {
  readonly Marker?: string;
  readonly MaxItems?: number;
}

export interface CodeInput {
  readonly ZipFile?: Uint8Array;
  readonly S3Bucket?: string;
  readonly S3Key?: string;
  readonly ImageUri?: string;
}

interface CreateInput extends Readonly<Record<string, unknown>> {
  readonly FunctionName: string;
  readonly Code: CodeInput;
  readonly Publish?: boolean;
  readonly Tags?: Readonly<Record<string, string>>;
}

export function functionOperations(control: Control) {
  const { table, context } = control;
  const { store } = context;
  return {
    CreateFunction(input: CreateInput) {
      if (input.Code.S3Bucket === undefined) return createFunction(control, input);
      return control.fetched(input.Code).then((Code) => createFunction(control, { ...input, Code }));
    },
    GetFunction(input: Named, call: Call) {
      const { name, qualifier } = readReference(context, input.FunctionName, input.Qualifier);
      const row = table.resolve(name, qualifier);
      const { tags, reserved } = table.get(name);
      // Tags belong to the function, not to a version, and are shown to who may list them (Lambda API, GetFunction).
      const unseen = qualifier === undefined && call.refusal(demand("lambda:ListTags", functionArn(context, name)));
      return {
        Configuration: control.described(row, qualifier),
        Code: { RepositoryType: "S3" },
        Tags: qualifier === undefined && !unseen ? JSON.parse(tags) : undefined,
        TagsError: unseen ? { ErrorCode: unseen.code, Message: unseen.message } : undefined,
        Concurrency: reserved === null ? undefined : { ReservedConcurrentExecutions: reserved },
      };
    },
    GetFunctionConfiguration(input: Named) {
      const { name, qualifier } = readReference(context, input.FunctionName, input.Qualifier);
      return control.described(table.resolve(name, qualifier), qualifier);
    },
    ListFunctions(input: Paged & { FunctionVersion?: "ALL" }) {
      const of = input.FunctionVersion === "ALL" ? "1" : `version = '${LATEST}'`;
      const rows = store.all<VersionRow>(`SELECT * FROM lambda_versions WHERE ${of} ORDER BY name, number`);
      const { page, NextMarker } = paged(rows, input);
      const qualifier = (row: VersionRow) => (input.FunctionVersion === "ALL" ? row.version : undefined);
      return { Functions: page.map((row) => control.described(row, qualifier(row))), NextMarker };
    },
    DeleteFunction(input: Named) {
      const { name, qualifier } = readReference(context, input.FunctionName, input.Qualifier);
      store.transaction(() => {
        table.get(name);
        if (qualifier === undefined) deleteWhole(control, name);
        else deleteVersion(control, name, qualifier);
        control.code.forgetUnreferenced();
      });
      if (qualifier === undefined) control.deleted(name);
      else control.changed(name);
    },
  };
}

function createFunction(control: Control, input: CreateInput) {
  const { table, context } = control;
  const { name, qualifier } = readReference(context, input.FunctionName);
  if (qualifier !== undefined || name.length > 64) throw invalid(`Invalid function name: ${input.FunctionName}`);
  const configuration = newConfiguration(name, input);
  control.checkRole(name, configuration);
  const row = context.store.transaction(() => {
    if (table.find(name)) throw conflict(`Function already exist: ${name}`);
    const code = control.code.keep(control.packageOf(input.Code));
    const tags = JSON.stringify(input.Tags ?? {});
    context.store.run("INSERT INTO lambda_functions VALUES (?, 1, ?, NULL, '')", name, tags);
    const latest = control.writeLatest(name, configuration, code);
    return input.Publish ? publish(control, name) : latest;
  });
  control.transitions.created(name);
  // The function may be ready at once, but says so as Lambda does: pending first, active when asked again.
  return {
    ...control.described(row),
    State: "Pending",
    StateReason: "The function is being created.",
    StateReasonCode: "Creating",
    LastUpdateStatus: undefined,
  };
}

function deleteWhole({ context: { store }, transitions }: Control, name: string): void {
  transitions.deleted(name);
  for (const kind of ["functions", "versions", "aliases", "event_configs", "permissions"]) {
    store.run(`DELETE FROM lambda_${kind} WHERE name = ?`, name);
  }
}

function deleteVersion({ table, context }: Control, name: string, version: string): void {
  if (!isVersion(version)) {
    throw invalid(
      version === LATEST
        ? "$LATEST version cannot be deleted without deleting the function."
        : "Alias names are not allowed here.",
    );
  }
  table.version(name, version);
  const aliases = context.store.all<{ alias: string }>(
    "SELECT alias FROM lambda_aliases WHERE name = ?1 AND (version = ?2 OR json_extract(weights, '$.\"' || ?2 || '\"') IS NOT NULL)",
    name,
    version,
  );
  if (aliases.length > 0) {
    const names = aliases.map(({ alias }) => alias).join(", ");
    throw conflict(`Version was not able to be deleted because it is associated with the following aliases: ${names}`);
  }
  context.store.run("DELETE FROM lambda_versions WHERE name = ? AND version = ?", name, version);
  context.store.run("DELETE FROM lambda_event_configs WHERE name = ? AND qualifier = ?", name, version);
}

/** Lambda answers at most 50 a page, whatever is asked (API reference, ListFunctions). */
export function paged<T>(rows: readonly T[], { Marker, MaxItems = 50 }: Paged) {
  const from = Marker === undefined ? 0 : Number(Buffer.from(Marker, "base64url").toString());
  if (!Number.isSafeInteger(from) || from < 0) throw invalid("Invalid Marker");
  const to = from + Math.min(MaxItems, 50);
  const NextMarker = rows.length > to ? Buffer.from(String(to)).toString("base64url") : undefined;
  return { page: rows.slice(from, to), NextMarker };
}
