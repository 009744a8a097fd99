// Operations on aliases: names that point at versions.
import { conflict, invalid, notFound, revisionMismatch } from "../faults.ts";
import { functionArn, isVersion, LATEST, readReference } from "../names.ts";
import type { Control } from "./control.ts";
import { paged } from "./functions.ts";
import type { AliasRow } from "./functions-table.ts";

interface AliasInput {
  readonly FunctionName: string;
  readonly Name: string;
  readonly FunctionVersion?: string;
  readonly Description?: string;
  readonly RoutingConfig?: { readonly AdditionalVersionWeights?: Readonly<Record<string, number>> };
  readonly RevisionId?: string;
}

export function aliasOperations(control: Control) {
  const { table, context } = control;
  const { store } = context;
  const nameOf = (input: { FunctionName: string }) => readReference(context, input.FunctionName).name;

  function existing(input: AliasInput): AliasRow {
    const name = nameOf(input);
    table.get(name);
    const row = table.alias(name, input.Name);
    if (!row) throw notFound(`Cannot find alias arn: ${functionArn(context, name, input.Name)}`);
    return row;
  }

  function write(row: Omit<AliasRow, "revision_id">) {
    checkVersions(control, row);
    const { name, alias, version, description, weights } = row;
    const revision = context.random.uuid();
    const sql = "INSERT OR REPLACE INTO lambda_aliases VALUES (?, ?, ?, ?, ?, ?)";
    store.run(sql, name, alias, version, description, weights, revision);
    return describe({ ...row, revision_id: revision });
  }

  function describe(row: AliasRow) {
    const weights = JSON.parse(row.weights) as Record<string, number>;
    return {
      AliasArn: functionArn(context, row.name, row.alias),
      Name: row.alias,
      FunctionVersion: row.version,
      Description: row.description,
      RoutingConfig: Object.keys(weights).length > 0 ? { AdditionalVersionWeights: weights } : undefined,
      RevisionId: row.revision_id,
    };
  }

  return {
    CreateAlias(input: AliasInput & { FunctionVersion: string }) {
      const name = nameOf(input);
      if (isVersion(input.Name)) throw invalid(`Alias names must not be all digits: ${input.Name}`);
      table.get(name);
      if (table.alias(name, input.Name))
        throw conflict(`Alias already exists: ${functionArn(context, name, input.Name)}`);
      const weights = JSON.stringify(input.RoutingConfig?.AdditionalVersionWeights ?? {});
      return write({
        name,
        alias: input.Name,
        version: input.FunctionVersion,
        description: input.Description ?? "",
        weights,
      });
    },
    UpdateAlias(input: AliasInput) {
      const row = existing(input);
      if (input.RevisionId !== undefined && input.RevisionId !== row.revision_id) throw revisionMismatch();
      const given = input.RoutingConfig?.AdditionalVersionWeights;
      return write({
        ...row,
        version: input.FunctionVersion ?? row.version,
        description: input.Description ?? row.description,
        weights: given ? JSON.stringify(given) : row.weights,
      });
    },
    GetAlias: (input: AliasInput) => describe(existing(input)),
    DeleteAlias(input: AliasInput) {
      const name = nameOf(input);
      table.get(name);
      store.transaction(() => {
        store.run("DELETE FROM lambda_aliases WHERE name = ? AND alias = ?", name, input.Name);
        store.run("DELETE FROM lambda_event_configs WHERE name = ? AND qualifier = ?", name, input.Name);
        store.run("DELETE FROM lambda_permissions WHERE name = ? AND qualifier = ?", name, input.Name);
      });
    },
    ListAliases(input: { FunctionName: string; FunctionVersion?: string; Marker?: string; MaxItems?: number }) {
      const name = nameOf(input);
      table.get(name);
      const rows = store.all<AliasRow>("SELECT * FROM lambda_aliases WHERE name = ? ORDER BY alias", name);
      const wanted = rows.filter(({ version }) => version === (input.FunctionVersion ?? version));
      const { page, NextMarker } = paged(wanted, input);
      return { Aliases: page.map(describe), NextMarker };
    },
  };
}

function checkVersions({ table }: Control, row: Omit<AliasRow, "revision_id">): void {
  table.version(row.name, row.version);
  const weights = Object.entries(JSON.parse(row.weights) as Record<string, number>);
  if (weights.length === 0) return;
  const [[version, weight] = ["", 0]] = weights;
  if (
    weights.length > 1 ||
    row.version === LATEST ||
    !isVersion(version) ||
    version === row.version ||
    weight < 0 ||
    weight > 1
  ) {
    throw invalid("Invalid routing configuration: expected one other published version with a weight from 0 to 1.");
  }
  table.version(row.name, version);
}
