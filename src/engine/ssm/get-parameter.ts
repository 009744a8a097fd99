// GetParameter and GetParameters: values by name, version by selector, secure ones in the clear only when that is asked.
import { createHash } from "node:crypto";
import { type Call, ServiceError } from "../service.ts";
import { newest, ofVersion, type ParameterRow, parameterArn, type Ssm, splitSelector } from "./parameters.ts";

interface GetInput {
  readonly Name: string;
  readonly WithDecryption?: boolean;
}

export const getParameter =
  (ssm: Ssm) =>
  ({ Name, WithDecryption = false }: GetInput, { region }: Call) => {
    const found = find(ssm, region, Name);
    if (found === "no version") {
      const { name, selector } = splitSelector(Name);
      const message = `Systems Manager could not find version ${selector} of ${name}. Verify the version and try again.`;
      throw new ServiceError("ParameterVersionNotFound", message);
    }
    if (found === "no parameter") throw new ServiceError("ParameterNotFound", "");
    return { Parameter: shown(ssm, region, found, WithDecryption) };
  };

/** Names that are not there, or whose version is not, come back as invalid (API Reference, GetParameters). */
export const getParameters =
  (ssm: Ssm) =>
  (
    { Names, WithDecryption = false }: { readonly Names: readonly string[]; WithDecryption?: boolean },
    { region }: Call,
  ) => {
    const twice = Names.find((name, index) => Names.indexOf(name) !== index);
    if (twice !== undefined) {
      throw new ServiceError("ValidationException", `Duplicate parameter names are not allowed: ${twice}`);
    }
    const found = Names.map((name) => [name, find(ssm, region, name)] as const);
    return {
      Parameters: found.flatMap(([, one]) =>
        typeof one === "string" ? [] : [shown(ssm, region, one, WithDecryption)],
      ),
      InvalidParameters: found.flatMap(([name, one]) => (typeof one === "string" ? [name] : [])),
    };
  };

type Found = ParameterRow & { readonly selector: string | undefined };

function find(ssm: Ssm, region: string, asked: string): Found | "no parameter" | "no version" {
  const { name, selector } = splitSelector(asked);
  const last = newest(ssm, region, name);
  if (!last) return "no parameter";
  if (selector === undefined) return { ...last, selector };
  // No label was ever put on a version: the operation that does it is not here.
  const row = /^\d+$/.test(selector) ? ofVersion(ssm, region, name, Number(selector)) : undefined;
  return row ? { ...row, selector } : "no version";
}

function shown({ account }: Ssm, region: string, row: Found, clear: boolean) {
  const secret = row.type === "SecureString" && !clear;
  return {
    Name: row.name,
    Type: row.type,
    Value: secret ? sealed(row) : row.value,
    Version: row.version,
    ...(row.selector === undefined ? {} : { Selector: `:${row.selector}` }),
    LastModifiedDate: row.modified_at / 1_000,
    ARN: parameterArn(account, region, row.name),
    DataType: row.data_type,
  };
}

/** Of the look of KMS's ciphertext, and as useless without the key. */
const sealed = ({ name, version, value }: ParameterRow): string =>
  createHash("sha512").update(`${name}\0${version}\0${value}`).digest("base64");
