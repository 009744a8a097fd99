// Parameters as they are kept: the newest version of a name, or the one that a selector asks for.
import type { EngineContext } from "../service.ts";

export type Ssm = Pick<EngineContext, "store" | "clock" | "account">;

export interface ParameterRow {
  readonly name: string;
  readonly version: number;
  readonly type: "String" | "StringList" | "SecureString";
  readonly value: string;
  readonly tier: string;
  readonly data_type: string;
  readonly modified_at: number;
}

const COLUMNS = "name, version, type, value, tier, data_type, modified_at";

export function newest({ store }: Pick<Ssm, "store">, region: string, name: string): ParameterRow | undefined {
  const sql = `SELECT ${COLUMNS} FROM ssm_parameters WHERE region = ? AND name = ? ORDER BY version DESC LIMIT 1`;
  return store.all<ParameterRow>(sql, region, name)[0];
}

export function ofVersion(
  { store }: Pick<Ssm, "store">,
  region: string,
  name: string,
  version: number,
): ParameterRow | undefined {
  const sql = `SELECT ${COLUMNS} FROM ssm_parameters WHERE region = ? AND name = ? AND version = ?`;
  return store.all<ParameterRow>(sql, region, name, version)[0];
}

/** A name that begins with a slash has it once in its ARN (Service Authorization Reference, AWS Systems Manager). */
export const parameterArn = (account: string, region: string, name: string): string =>
  `arn:aws:ssm:${region}:${account}:parameter/${name.replace(/^\//, "")}`;

/** `name:3` or `name:label`; an ARN's own colons are before its name. */
export function splitSelector(text: string): { readonly name: string; readonly selector: string | undefined } {
  const arn = /^arn:[^:]*:ssm:[^:]*:[^:]*:parameter(\/.*)$/.exec(text);
  const [name = "", selector] = (arn?.[1] ?? text).split(":");
  return { name, selector };
}
