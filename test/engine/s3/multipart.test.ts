// Multipart uploads and large objects on disk: whole or not there, and nothing left behind.
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Engine, startEngine } from "../../../src/engine/engine.ts";

const Bucket = "backups";
const Key = "nightly/ä.tar";
const FIVE_MIB = 5 * 1_048_576;
let directory: string;
let engine: Engine;
let s3: S3Client;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "lamp-s3-"));
  await start();
  await s3.send(new CreateBucketCommand({ Bucket }));
});

afterEach(async () => {
  await stop();
  rmSync(directory, { recursive: true });
});

async function start() {
  engine = await startEngine({ directory, fire: false });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  s3 = new S3Client({ endpoint: engine.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
}

async function stop() {
  s3.destroy();
  await engine.close();
}

const filesOnDisk = () =>
  (readdirSync(join(directory, "s3"), { recursive: true }) as string[]).filter((name) =>
    statSync(join(directory, "s3", name)).isFile(),
  );
const md5 = (bytes: Uint8Array | string) => createHash("md5").update(bytes);
const begin = async () =>
  (await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ContentType: "application/x-tar" }))).UploadId ?? "";
const upload = async (UploadId: string, PartNumber: number, Body: Uint8Array | string) =>
  (await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }))).ETag;
const complete = (UploadId: string, Parts: { PartNumber: number; ETag: string | undefined }[]) =>
  s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));

describe("a multipart upload", () => {
  test("does not become another object than its parts in order, and leaves no part behind", async () => {
    const first = Buffer.alloc(FIVE_MIB, "lamp");
    const id = await begin();
    const last = await upload(id, 7, "the end");
    await upload(id, 2, "replaced");
    const start = await upload(id, 2, first);
    const listed = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId: id }));
    expect(listed.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [2, FIVE_MIB],
      [7, 7],
    ]);
    const { ETag } = await complete(id, [
      { PartNumber: 2, ETag: start },
      { PartNumber: 7, ETag: last },
    ]);
    const digests = Buffer.concat([md5(first).digest(), md5("the end").digest()]);
    expect(ETag).toBe(`"${md5(digests).digest("hex")}-2"`);
    const object = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(object).toMatchObject({ ContentType: "application/x-tar", ContentLength: FIVE_MIB + 7, ETag });
    const bytes = (await object.Body?.transformToByteArray()) ?? Buffer.of();
    expect(Buffer.compare(bytes, Buffer.concat([first, Buffer.from("the end")]))).toBe(0);
    expect(filesOnDisk()).toHaveLength(1);
    await expect(complete(id, [{ PartNumber: 2, ETag: start }])).rejects.toMatchObject({ name: "NoSuchUpload" });
  });

  test("does not show an object before it is completed, nor anything after it was aborted", async () => {
    const id = await begin();
    await upload(id, 1, "x".repeat(100_000));
    expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
    const uploads = async () => (await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? [];
    expect((await uploads()).map(({ UploadId }) => UploadId)).toEqual([id]);
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId: id }));
    expect(await uploads()).toEqual([]);
    expect(filesOnDisk()).toEqual([]);
    await expect(upload(id, 2, "late")).rejects.toMatchObject({ name: "NoSuchUpload" });
  });

  test("is not completed from parts that are missing, changed, too small or out of order", async () => {
    const id = await begin();
    const one = await upload(id, 1, "one");
    const two = await upload(id, 2, "two");
    const part = (PartNumber: number, ETag: string | undefined) => ({ PartNumber, ETag });
    await expect(complete(id, [part(1, one), part(3, two)])).rejects.toMatchObject({ name: "InvalidPart" });
    await expect(complete(id, [part(1, two)])).rejects.toMatchObject({ name: "InvalidPart" });
    await expect(complete(id, [part(2, two), part(1, one)])).rejects.toMatchObject({ name: "InvalidPartOrder" });
    await expect(complete(id, [part(1, one), part(2, two)])).rejects.toMatchObject({ name: "EntityTooSmall" });
    await expect(complete(id, [])).rejects.toMatchObject({ name: "MalformedXML" });
    await complete(id, [part(2, two)]);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(await Body?.transformToString()).toBe("two");
  });
});

describe("a large object", () => {
  const put = (Body: string, more: object = {}) => s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));

  test("is not lost when the engine starts again", async () => {
    await put("x".repeat(100_000));
    await stop();
    await start();
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(await Body?.transformToString()).toBe("x".repeat(100_000));
  });

  test("does not leave a file behind when it is replaced, refused or deleted", async () => {
    await put("a".repeat(100_000));
    await put("b".repeat(100_000));
    await expect(put("c".repeat(100_000), { IfNoneMatch: "*" })).rejects.toThrow();
    expect(filesOnDisk()).toHaveLength(1);
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    expect(filesOnDisk()).toEqual([]);
  });

  test("is not mixed up with what a crash left half written", async () => {
    await put("a".repeat(100_000));
    await stop();
    const [kept = ""] = filesOnDisk();
    const folder = join(directory, "s3", kept, "..");
    writeFileSync(join(folder, "ffff.part"), "half");
    writeFileSync(join(folder, "ffff"), "whole, but its row was never written");
    await start();
    expect(filesOnDisk()).toEqual([kept]);
  });
});
