// The bytes of objects: small ones in the store, large ones in files that are whole and synced before a row names them,
// and whose sums are in that row: a file that is not what was written is never served.
import { closeSync, openSync, read, readdirSync, readFileSync, rmSync } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { crashPoint } from "../../core/crash-point.ts";
import { messageOf } from "../../core/error.ts";
import type { Random } from "../../core/random.ts";
import { FileDamaged } from "../errors.ts";
import { makePrivateFolder } from "../store/private-folder.ts";
import type { Store } from "../store.ts";
import { CHUNK, ChunkSums, fitSums } from "./chunk-sums.ts";

/** A blob whose row is not yet in the store. */
export interface WrittenBlob {
  readonly id: string;
  readonly size: number;
  /** undefined when they are in a file. */
  readonly bytes: Uint8Array | undefined;
  /** Of the file's chunks. */
  readonly sums: Uint8Array | undefined;
}

interface Stored {
  readonly bytes: Uint8Array | null;
  readonly size: number;
  readonly sums: Uint8Array | null;
}

const LARGEST_ROW = 65_536;

export class Blobs {
  readonly #store: Store;
  readonly #random: Random;
  /** undefined keeps everything in the store: it is in memory itself. */
  readonly #folder: string | undefined;

  constructor(store: Store, random: Random, folder: string | undefined) {
    this.#store = store;
    this.#random = random;
    this.#folder = folder;
    if (folder !== undefined) makePrivateFolder(folder);
    this.#dropOrphans();
    this.#sumOlder();
  }

  /** Writes what `parts` give one after the other. Nothing refers to it until `commit`. */
  async write(size: number, parts: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<WrittenBlob> {
    const id = this.#random.hex(16);
    if (this.#folder !== undefined && size > LARGEST_ROW) {
      return { id, size, bytes: undefined, sums: await this.#writeFile(this.#folder, id, parts()) };
    }
    const gathered: Uint8Array[] = [];
    for await (const part of parts()) gathered.push(part);
    return { id, size, bytes: Buffer.concat(gathered, size), sums: undefined };
  }

  /** To be called in the transaction that writes the row which names the blob. */
  commit(blob: WrittenBlob): void {
    const sql = "INSERT INTO s3_blobs (id, size, bytes, sums) VALUES (?, ?, ?, ?)";
    this.#store.run(sql, blob.id, blob.size, blob.bytes ?? null, blob.sums ?? null);
  }

  /** The bytes from `start` up to but not including `end`. Throws FileDamaged. */
  async read(id: string, start: number, end: number): Promise<Uint8Array> {
    const row = this.#store.get<Stored>("SELECT bytes, size, sums FROM s3_blobs WHERE id = ?", id);
    if (row?.bytes) return row.bytes.subarray(start, end);
    if (end === start) return new Uint8Array(0);
    const from = start - (start % CHUNK);
    const to = Math.min(row?.size ?? end, Math.ceil(end / CHUNK) * CHUNK);
    const bytes = await this.#readFile(id, from, to);
    if (bytes.length < to - from) throw new FileDamaged(this.#pathOf(id), `it ends at byte ${from + bytes.length}`);
    if (!row?.sums || !fitSums(bytes, from / CHUNK, row.sums)) {
      throw new FileDamaged(this.#pathOf(id), `its bytes from ${from} to ${to} do not fit their sums`);
    }
    return bytes.subarray(start - from, end - from);
  }

  async #readFile(id: string, from: number, to: number): Promise<Uint8Array> {
    let file: number;
    try {
      // Opened before anything else can happen: a file that is deleted meanwhile can be read to its end.
      file = openSync(this.#pathOf(id), "r");
    } catch (error) {
      throw new FileDamaged(this.#pathOf(id), messageOf(error), error);
    }
    try {
      return await readFully(file, from, to - from);
    } finally {
      closeSync(file);
    }
  }

  /** Forgets the rows; `sweep` with what it returns removes the files once that is committed. */
  forget(ids: readonly string[]): readonly string[] {
    return ids.filter((id) => {
      const row = this.#store.get<{ filed: number }>("SELECT bytes IS NULL AS filed FROM s3_blobs WHERE id = ?", id);
      this.#store.run("DELETE FROM s3_blobs WHERE id = ?", id);
      return row?.filed === 1;
    });
  }

  async sweep(ids: readonly string[]): Promise<void> {
    for (const id of ids) await rm(this.#pathOf(id), { force: true });
  }

  /** A blob that was written and then not wanted. */
  async discard(blob: WrittenBlob): Promise<void> {
    if (!blob.bytes) await this.sweep([blob.id]);
  }

  #pathOf(id: string): string {
    return join(this.#folder ?? "", id.slice(0, 2), id);
  }

  async #writeFile(
    root: string,
    id: string,
    parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<Uint8Array> {
    const folder = join(root, id.slice(0, 2));
    await mkdir(folder, { recursive: true });
    const half = `${this.#pathOf(id)}.part`;
    const file = await open(half, "wx");
    const sums = new ChunkSums();
    try {
      for await (const part of parts) {
        sums.add(part);
        await file.writeFile(part);
        crashPoint("mid-file");
      }
      await file.sync();
    } catch (error) {
      await rm(half, { force: true });
      throw error;
    } finally {
      await file.close();
    }
    await rename(half, this.#pathOf(id));
    await syncFolder(folder);
    await syncFolder(root);
    crashPoint("file-whole");
    return sums.bytes();
  }

  /** At start nothing is being written: files without a row are left over from a crash. */
  #dropOrphans(): void {
    if (this.#folder === undefined) return;
    const known = new Set(
      this.#store.all<{ id: string }>("SELECT id FROM s3_blobs WHERE bytes IS NULL").map(({ id }) => id),
    );
    for (const entry of foldersIn(this.#folder)) {
      for (const name of readdirSync(join(this.#folder, entry))) {
        if (!known.has(name)) rmSync(join(this.#folder, entry, name), { force: true });
      }
    }
  }

  /** Files of a time before there were sums; one that is not whole gets none, and is not served. */
  #sumOlder(): void {
    const older = this.#store.all<{ id: string; size: number }>(
      "SELECT id, size FROM s3_blobs WHERE bytes IS NULL AND sums IS NULL AND size > 0",
    );
    for (const { id, size } of older) {
      try {
        const bytes = readFileSync(this.#pathOf(id));
        const sums = new ChunkSums();
        sums.add(bytes);
        if (bytes.length === size) this.#store.run("UPDATE s3_blobs SET sums = ? WHERE id = ?", sums.bytes(), id);
      } catch {}
    }
  }
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^[0-9a-f]{2}$/.test(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

const readSome = promisify(read);

async function readFully(file: number, start: number, length: number): Promise<Uint8Array> {
  const bytes = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await readSome(file, bytes, done, length - done, start + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}

/** A renamed file is only there after a power cut when its folder was synced too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
