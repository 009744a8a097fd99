// Which packages of a requirements.txt are not installed beside the handler, by what pip leaves of each: NAME-VERSION.dist-info.
import { readFile } from "node:fs/promises";
import type { FolderFile } from "./files-of-folder.ts";

export interface MissingPackage {
  /** As the file has it. */
  readonly said: string;
  readonly line: number;
}

/** Part of Lambda's Python runtimes (Lambda guide, Python runtimes, runtime-included SDK versions). */
const PROVIDED = new Set(["boto3", "botocore"]);

/** Options, addresses and lines for other systems are pip's own affair and looked past (pip, requirements file format). */
const REQUIREMENT = /^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*(?:==\s*([^\s;,#]+))?[^;]*$/;

/** None where there is no such file. */
export async function missingPackages(
  file: string,
  files: readonly FolderFile[],
  installed: string,
): Promise<readonly MissingPackage[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  const found = new Map(files.flatMap(({ name }) => distributionOf(name, installed)));
  return text.split(/\r?\n/).flatMap((line, index) => {
    const said = line.replace(/(^|\s)#.*$/, "").trim();
    const match = /^-|:\/\/|\s@\s/.test(said) ? null : REQUIREMENT.exec(said);
    const name = normal(match?.[1] ?? "");
    if (name === "" || PROVIDED.has(name)) return [];
    const version = found.get(name);
    const wanted = match?.[2];
    const isThere = version !== undefined && (wanted === undefined || wanted.endsWith("*") || wanted === version);
    return isThere ? [] : [{ said, line: index + 1 }];
  });
}

function distributionOf(name: string, installed: string): readonly (readonly [string, string])[] {
  const match = /^([^/]+)-([^-/]+)\.dist-info\/METADATA$/.exec(
    name.startsWith(installed) ? name.slice(installed.length) : "",
  );
  return match ? [[normal(match[1] ?? ""), match[2] ?? ""]] : [];
}

/** Python packaging specifications, names and normalization. */
const normal = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, "-");
