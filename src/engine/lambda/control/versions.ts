// Changing code and settings, and publishing versions: immutable copies of `$LATEST`.
import { stableHash } from "../../../core/json.ts";
import { invalid, revisionMismatch } from "../faults.ts";
import { functionArn, LATEST, readReference } from "../names.ts";
import { changedConfiguration } from "./configuration.ts";
import type { Control } from "./control.ts";
import { type CodeInput, paged } from "./functions.ts";
import { configurationOf, type VersionRow } from "./functions-table.ts";

interface UpdateCode extends CodeInput {
  readonly FunctionName: string;
  readonly Architectures?: readonly string[];
  readonly Publish?: boolean;
  readonly DryRun?: boolean;
  readonly RevisionId?: string;
}

interface UpdateConfiguration extends Readonly<Record<string, unknown>> {
  readonly FunctionName: string;
  readonly RevisionId?: string;
}

interface PublishInput {
  readonly FunctionName: string;
  readonly CodeSha256?: string;
  readonly Description?: string;
  readonly RevisionId?: string;
}

/** The change is in force at once, but the answer says so as Lambda does: in progress first, successful when asked again. */
const IN_PROGRESS = {
  LastUpdateStatus: "InProgress",
  LastUpdateStatusReason: "The function is being created.",
  LastUpdateStatusReasonCode: "Creating",
};

export function versionOperations(control: Control) {
  const { table, context } = control;
  const { store } = context;
  const nameOf = (input: { FunctionName: string }) => readReference(context, input.FunctionName).name;
  return {
    UpdateFunctionCode(input: UpdateCode) {
      if (input.S3Bucket === undefined) return codeUpdated(control, nameOf(input), input);
      return control.fetched(input).then((code) => codeUpdated(control, nameOf(input), { ...input, ...code }));
    },
    UpdateFunctionConfiguration(input: UpdateConfiguration) {
      const name = nameOf(input);
      const row = store.transaction(() => {
        const latest = latestAt(control, name, input.RevisionId);
        const configuration = changedConfiguration(name, configurationOf(latest), input);
        if (input["Role"] !== undefined || input["DeadLetterConfig"] !== undefined) {
          control.checkRole(name, configuration);
        }
        control.replaced(latest);
        return control.writeLatest(name, configuration, { sha256: latest.code_sha256, size: latest.code_size });
      });
      control.changed(name);
      return { ...control.described(row), ...IN_PROGRESS };
    },
    PublishVersion(input: PublishInput) {
      const name = nameOf(input);
      const row = store.transaction(() => {
        const latest = latestAt(control, name, input.RevisionId);
        if (input.CodeSha256 !== undefined && input.CodeSha256 !== latest.code_sha256) {
          throw invalid(
            `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${latest.code_sha256}). Please try again with the CodeSHA256 in $LATEST.`,
          );
        }
        return publish(control, name, input.Description);
      });
      return control.described(row);
    },
    ListVersionsByFunction(input: { FunctionName: string; Marker?: string; MaxItems?: number }) {
      const name = nameOf(input);
      table.get(name);
      const rows = store.all<VersionRow>("SELECT * FROM lambda_versions WHERE name = ? ORDER BY number", name);
      const { page, NextMarker } = paged(rows, input);
      return { Versions: page.map((row) => control.described(row, row.version)), NextMarker };
    },
  };
}

function codeUpdated(control: Control, name: string, input: UpdateCode) {
  const row = control.context.store.transaction(() => updateCode(control, name, input));
  if (!input.DryRun) control.changed(name);
  return { ...control.described(row), ...(input.DryRun ? {} : IN_PROGRESS) };
}

function updateCode(control: Control, name: string, input: UpdateCode): VersionRow {
  const latest = latestAt(control, name, input.RevisionId);
  const zip = control.packageOf(input);
  const before = configurationOf(latest);
  const configuration = input.Architectures ? { ...before, Architectures: input.Architectures } : before;
  if (input.DryRun) {
    const { sha256, size } = control.code.check(zip);
    return { ...latest, code_sha256: sha256, code_size: size };
  }
  const code = control.code.keep(zip);
  control.replaced(latest);
  const row = control.writeLatest(name, configuration, code);
  const answered = input.Publish ? publish(control, name) : row;
  control.code.forgetUnreferenced();
  return answered;
}

function latestAt(control: Control, name: string, revisionId: string | undefined): VersionRow {
  const latest = control.table.version(name, LATEST);
  control.transitions.refuseChange(name, functionArn(control.context, name));
  if (revisionId !== undefined && revisionId !== latest.revision_id) throw revisionMismatch();
  return latest;
}

/** The last published version again if neither code nor settings changed since (API reference, PublishVersion). */
export function publish({ table, context }: Control, name: string, description?: string): VersionRow {
  const latest = table.version(name, LATEST);
  const { next_version, published } = table.get(name);
  const fingerprint = stableHash([configurationOf(latest), latest.code_sha256]);
  if (fingerprint === published) {
    const sql = "SELECT * FROM lambda_versions WHERE name = ? AND number > 0 ORDER BY number DESC LIMIT 1";
    const last = context.store.get<VersionRow>(sql, name);
    if (last) return last;
  }
  const configuration = configurationOf(latest);
  const row: VersionRow = {
    ...latest,
    version: String(next_version),
    number: next_version,
    configuration: JSON.stringify(
      description === undefined ? configuration : { ...configuration, Description: description },
    ),
    revision_id: context.random.uuid(),
    modified_at: context.clock.now(),
  };
  table.writeVersion(row);
  const sql = "UPDATE lambda_functions SET next_version = ?, published = ? WHERE name = ?";
  context.store.run(sql, next_version + 1, fingerprint, name);
  return row;
}
