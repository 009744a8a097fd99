// Deployment packages: kept in the store by their hash, unpacked to a folder when a function first runs.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";
import { unzipSync } from "fflate";
import type { EngineContext } from "../service.ts";
import { invalid } from "./faults.ts";

export interface Package {
  /** SHA-256 in base64, as Lambda reports it. */
  readonly sha256: string;
  readonly size: number;
}

/** Quotas page. */
const ZIPPED_BYTES = 50 * 1_048_576;
const UNZIPPED_BYTES = 262_144_000;

const SCHEMA = "CREATE TABLE IF NOT EXISTS lambda_code (sha256 TEXT PRIMARY KEY, zip BLOB NOT NULL)";

export class CodeStore {
  readonly #context: EngineContext;
  readonly #folder: string;
  readonly #ownFolder: boolean;

  /** Without a folder of its own (a store in memory) the code lives in a temporary one, until `close`. */
  constructor(context: EngineContext, directory: string | undefined) {
    this.#context = context;
    this.#ownFolder = directory === undefined;
    const root = directory ?? mkdtempSync(join(tmpdir(), "lamplighter-"));
    this.#folder = join(root, "functions");
    context.store.define(SCHEMA);
    rmSync(this.#folder, { recursive: true, force: true });
    mkdirSync(this.#folder, { recursive: true });
  }

  /** Checks a package without keeping it. */
  check(zip: Uint8Array): Package {
    if (zip.byteLength > ZIPPED_BYTES) throw invalid(`Zipped size must be smaller than ${ZIPPED_BYTES} bytes`);
    let files = 0;
    let bytes = 0;
    try {
      unzipSync(zip, {
        filter(file) {
          files++;
          bytes += file.originalSize;
          refuseOutside(file.name);
          return false;
        },
      });
    } catch (error) {
      if (error instanceof Error && error.name === "ServiceError") throw error;
      throw invalid("Could not unzip uploaded file. Please check your file, then try to upload again.");
    }
    if (files === 0) throw invalid("Uploaded file must be a non-empty zip");
    if (bytes > UNZIPPED_BYTES) throw invalid(`Unzipped size must be smaller than ${UNZIPPED_BYTES} bytes`);
    return { sha256: createHash("sha256").update(zip).digest("base64"), size: zip.byteLength };
  }

  keep(zip: Uint8Array): Package {
    const found = this.check(zip);
    this.#context.store.run("INSERT INTO lambda_code VALUES (?, ?) ON CONFLICT DO NOTHING", found.sha256, zip);
    return found;
  }

  /** The folder with the package's files, whole: it gets its name only when everything is in it. An engine unpacks what it
   * runs itself: nobody synced the files of the one before, nor watched over them. */
  unpacked(sha256: string): string {
    const folder = join(this.#folder, hexOf(sha256));
    if (!existsSync(folder)) {
      const row = this.#context.store.get<{ zip: Uint8Array }>("SELECT zip FROM lambda_code WHERE sha256 = ?", sha256);
      if (!row) throw invalid(`The code ${sha256} is not in the store.`);
      const half = mkdtempSync(`${folder}.`);
      for (const [name, content] of Object.entries(unzipSync(row.zip))) write(half, name, content);
      renameSync(half, folder);
    }
    return realpathSync(folder);
  }

  forgetUnreferenced(): void {
    this.#context.store.run("DELETE FROM lambda_code WHERE sha256 NOT IN (SELECT code_sha256 FROM lambda_versions)");
  }

  close(): void {
    if (this.#ownFolder) rmSync(dirname(this.#folder), { recursive: true, force: true });
  }

  get temporaryRoot(): string {
    return join(dirname(this.#folder), "tmp");
  }
}

const hexOf = (sha256: string) => Buffer.from(sha256, "base64").toString("hex");

function refuseOutside(name: string): void {
  if (/^([/\\]|[a-z]:)|\0|(^|[/\\])\.\.([/\\]|$)/i.test(name)) {
    throw invalid(`The package holds a file whose path leads out of it: ${JSON.stringify(name)}`);
  }
}

function write(folder: string, name: string, content: Uint8Array): void {
  const path = resolve(folder, name);
  if (!path.startsWith(folder + sep)) throw invalid(`The package holds a file whose path leads out of it: ${name}`);
  if (name.endsWith("/")) {
    mkdirSync(path, { recursive: true });
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
