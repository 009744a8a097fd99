// The generations of a backup: one folder each, named by the time it was due; the newest n whole ones are kept.
import { DeleteObjectsCommand, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import { manifestKey } from "./manifest.ts";

/** `backups/acme/2027-03-01T02-30-00Z/` */
export function generationFolder(prefix: string, table: string, due: Date): string {
  return `${prefix}${table}/${due.toISOString().slice(0, 19).replaceAll(":", "-")}Z/`;
}

/** Deletes what is older than the n newest whole generations; an unfinished newer one is left to be gone on with. */
export async function dropOldGenerations(
  s3: S3Client,
  bucket: string,
  folder: string,
  keep: number,
): Promise<string[]> {
  const generations = new Map<string, string[]>();
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: folder })) {
    for (const { Key = "" } of page.Contents ?? []) {
      const [name] = Key.slice(folder.length).split("/");
      const generation = `${folder}${name}/`;
      generations.set(generation, [...(generations.get(generation) ?? []), Key]);
    }
  }
  const whole = [...generations].filter(([generation, keys]) => keys.includes(manifestKey(generation)));
  const newest = whole
    .map(([generation]) => generation)
    .sort()
    .reverse();
  const oldestKept = newest.slice(0, keep).at(-1);
  if (oldestKept === undefined || keep < 1) return [];
  const old = [...generations.keys()].filter((generation) => generation < oldestKept).sort();
  for (const generation of old) await deleteAll(s3, bucket, generations.get(generation) ?? [], manifestKey(generation));
  return old;
}

/** The manifest goes first: what is left of a half-deleted generation is not taken for a whole one. */
async function deleteAll(s3: S3Client, bucket: string, keys: readonly string[], first: string): Promise<void> {
  const ordered = [...keys].sort((a, b) => Number(b === first) - Number(a === first));
  for (let from = 0; from < ordered.length; from += 1_000) {
    const objects = ordered.slice(from, from + 1_000).map((Key) => ({ Key }));
    const answer = await s3.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } }),
    );
    const [error] = answer.Errors ?? [];
    if (error) throw new Error(`${error.Key} could not be deleted: ${error.Message}`);
  }
}
