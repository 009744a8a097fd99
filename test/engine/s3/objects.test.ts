// Objects through the SDK: what is put comes back, byte for byte and with its headers, and nothing else does.
import { createHash } from "node:crypto";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectTaggingCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { type Engine, startEngine } from "../../../src/engine/engine.ts";

const Bucket = "reports";
const clock = new VirtualClock(Date.UTC(2027, 2, 1, 6));
let engine: Engine;
let s3: S3Client;

beforeAll(async () => {
  engine = await startEngine({ directory: ":memory:", clock });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  s3 = new S3Client({ endpoint: engine.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
  await s3.send(new CreateBucketCommand({ Bucket }));
});

afterAll(async () => {
  s3.destroy();
  await engine.close();
});

const put = (Key: string, Body: string | Uint8Array, more: Partial<PutObjectCommandInput> = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = async (Key: string, more: Partial<GetObjectCommandInput> = {}) => {
  const object = await s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return { ...object, text: (await object.Body?.transformToString()) ?? "" };
};
const head = (Key: string, more: object = {}) => s3.send(new HeadObjectCommand({ Bucket, Key, ...more }));
const md5 = (text: string | Uint8Array) => `"${createHash("md5").update(text).digest("hex")}"`;
const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } });

describe("an object", () => {
  test("does not come back without what it was put with", async () => {
    const given = {
      ContentType: "text/html; charset=utf-8",
      CacheControl: "no-store",
      ContentDisposition: 'attachment; filename="a.html"',
      ContentEncoding: "identity",
      ContentLanguage: "de",
      Metadata: { day: "2027-03-01", "runs-total": "12" },
    };
    const { ETag } = await put("day/report.html", "<p>Grüße</p>", given);
    expect(ETag).toBe(md5("<p>Grüße</p>"));
    const object = await get("day/report.html");
    const expected = { ...given, ETag, ContentLength: 14, LastModified: new Date(clock.now()) };
    expect(object).toMatchObject({ ...expected, text: "<p>Grüße</p>" });
    expect(await head("day/report.html")).toMatchObject(expected);
  });

  test.each([
    "a b+c&d=e?f#g",
    "ä/世界/🕯",
    "%2F%20percent",
    "trailing/",
    "//double",
    "dots/../up",
    "<xml>&amp;",
    "x".repeat(1_024),
  ])("is not found under another key than %s", async (key) => {
    await put(key, key);
    expect((await get(key)).text).toBe(key);
    await s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
    await expect(get(key)).rejects.toMatchObject({ name: "NoSuchKey", ...status(404) });
  });

  test("does not lose a byte, whether its bytes are kept in the store or in a file, empty or not", async () => {
    for (const size of [0, 1, 65_536, 65_537, 300_000]) {
      const bytes = Uint8Array.from({ length: size }, (_, index) => (index * 7 + (index >> 8)) & 255);
      await put("bytes", bytes);
      const { Body, ContentLength } = await s3.send(new GetObjectCommand({ Bucket, Key: "bytes" }));
      expect(ContentLength).toBe(size);
      expect(Buffer.compare((await Body?.transformToByteArray()) ?? Buffer.of(0), bytes)).toBe(0);
    }
  });

  test("is not read back under a checksum that is not its own", async () => {
    await put("sum", "hello", { ChecksumAlgorithm: "SHA256" });
    const { ChecksumSHA256 } = await head("sum", { ChecksumMode: "ENABLED" });
    expect(ChecksumSHA256).toBe(createHash("sha256").update("hello").digest("base64"));
    const wrong = put("sum", "hello", { ChecksumSHA256: createHash("sha256").update("other").digest("base64") });
    await expect(wrong).rejects.toMatchObject({ name: "BadDigest" });
    await expect(put("sum", "hello", { ContentMD5: "AAAAAAAAAAAAAAAAAAAAAA==" })).rejects.toMatchObject({
      name: "BadDigest",
    });
  });

  test("is not found when it is missing, by GET or HEAD, nor in a bucket that is missing", async () => {
    await expect(get("missing")).rejects.toMatchObject({ name: "NoSuchKey", ...status(404) });
    await expect(head("missing")).rejects.toMatchObject({ name: "NotFound", ...status(404) });
    const elsewhere = new PutObjectCommand({ Bucket: "missing", Key: "a", Body: "a" });
    await expect(s3.send(elsewhere)).rejects.toMatchObject({ name: "NoSuchBucket", ...status(404) });
    await expect(get("sum", { ExpectedBucketOwner: "111111111111" })).rejects.toMatchObject(status(403));
  });

  test("is not put with a key or metadata beyond S3's limits", async () => {
    await expect(put("x".repeat(1_025), "a")).rejects.toMatchObject({ name: "KeyTooLongError" });
    const Metadata = { long: "x".repeat(2_048) };
    await expect(put("meta", "a", { Metadata })).rejects.toMatchObject({ name: "MetadataTooLarge" });
  });

  test("does not lose its tags, nor keep those that were replaced", async () => {
    await put("tagged", "a", { Tagging: "day=1&who=a%20b" });
    const tags = async () => (await s3.send(new GetObjectTaggingCommand({ Bucket, Key: "tagged" }))).TagSet;
    expect(await tags()).toEqual([
      { Key: "day", Value: "1" },
      { Key: "who", Value: "a b" },
    ]);
    const TagSet = [{ Key: "only", Value: "" }];
    await s3.send(new PutObjectTaggingCommand({ Bucket, Key: "tagged", Tagging: { TagSet } }));
    expect(await tags()).toEqual(TagSet);
    expect((await head("tagged")).TagCount).toBe(1);
  });
});

describe("a condition", () => {
  test("does not let a second writer in that expects none before", async () => {
    await put("claim", "first", { IfNoneMatch: "*" });
    const second = put("claim", "second", { IfNoneMatch: "*" });
    await expect(second).rejects.toMatchObject({ name: "PreconditionFailed", ...status(412) });
    expect((await get("claim")).text).toBe("first");
  });

  test("does not let two writers through at once", async () => {
    const large = "x".repeat(100_000);
    const writers = ["a", "b", "c", "d"].map((letter) => put("race", letter + large, { IfNoneMatch: "*" }));
    const outcomes = await Promise.allSettled(writers);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("does not let a writer overwrite what it has not read", async () => {
    await put("edited", "one");
    await put("edited", "two", { IfMatch: md5("one") });
    await expect(put("edited", "three", { IfMatch: md5("one") })).rejects.toMatchObject(status(412));
    await expect(put("not there", "x", { IfMatch: md5("one") })).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  test("does not send again what the reader has", async () => {
    const { ETag } = await put("cached", "a");
    await expect(get("cached", { IfNoneMatch: ETag })).rejects.toMatchObject(status(304));
    await expect(get("cached", { IfModifiedSince: new Date(clock.now()) })).rejects.toMatchObject(status(304));
    await expect(get("cached", { IfMatch: '"other"' })).rejects.toMatchObject(status(412));
    await expect(head("cached", { IfUnmodifiedSince: new Date(clock.now() - 1_000) })).rejects.toMatchObject(
      status(412),
    );
    expect((await get("cached", { IfMatch: ETag, IfNoneMatch: '"other"' })).text).toBe("a");
  });
});

test.each([
  ["bytes=0-3", "0123", "bytes 0-3/10"],
  ["bytes=7-", "789", "bytes 7-9/10"],
  ["bytes=-2", "89", "bytes 8-9/10"],
  ["bytes=5-500", "56789", "bytes 5-9/10"],
  ["bytes=-500", "0123456789", "bytes 0-9/10"],
  ["bytes=4-2", "0123456789", undefined],
  ["lines=1-2", "0123456789", undefined],
])("a range does not give other bytes than asked for: %s", async (Range, text, ContentRange) => {
  await put("digits", "0123456789");
  const object = await get("digits", { Range });
  expect(object.text).toBe(text);
  expect(object.ContentRange).toBe(ContentRange);
  expect(object.$metadata.httpStatusCode).toBe(ContentRange ? 206 : 200);
});

test("a range beyond the end is not answered with nothing", async () => {
  await put("digits", "0123456789");
  await expect(get("digits", { Range: "bytes=10-" })).rejects.toMatchObject({ name: "InvalidRange", ...status(416) });
});

describe("a copy", () => {
  test("does not lose headers unless they are replaced, and does not change with its source", async () => {
    await put("from/ä b", "text", { ContentType: "text/plain", Metadata: { a: "1" } });
    const CopySource = `${Bucket}/${encodeURIComponent("from/ä b")}`;
    const copy = (Key: string, more: object = {}) =>
      s3.send(new CopyObjectCommand({ Bucket, Key, CopySource, ...more }));
    expect((await copy("kept")).CopyObjectResult?.ETag).toBe(md5("text"));
    await copy("replaced", { MetadataDirective: "REPLACE", ContentType: "text/css" });
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "from/ä b" }));
    expect(await get("kept")).toMatchObject({ text: "text", ContentType: "text/plain", Metadata: { a: "1" } });
    expect(await get("replaced")).toMatchObject({ text: "text", ContentType: "text/css", Metadata: {} });
    await expect(copy("late")).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  test("is not made of an object onto itself without a change", async () => {
    await put("self", "a");
    const itself = new CopyObjectCommand({ Bucket, Key: "self", CopySource: `${Bucket}/self` });
    await expect(s3.send(itself)).rejects.toMatchObject({ name: "InvalidRequest" });
  });
});
