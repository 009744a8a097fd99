// Buckets through the SDK: made on purpose, listed in order and in pages, deleted only when empty.
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketTaggingCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutBucketNotificationConfigurationCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from "@aws-sdk/client-s3";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Engine, startEngine } from "../../../src/engine/engine.ts";
import { type Keyed, type Listing, listKeys } from "../../../src/engine/s3/list-keys.ts";

let engine: Engine;
let s3: S3Client;

beforeAll(async () => {
  engine = await startEngine({ directory: ":memory:" });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  s3 = new S3Client({ endpoint: engine.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
});

afterAll(async () => {
  s3.destroy();
  await engine.close();
});

const create = (Bucket: string, LocationConstraint?: "eu-central-1" | "us-east-1") => {
  const place = LocationConstraint ? { CreateBucketConfiguration: { LocationConstraint } } : {};
  return s3.send(new CreateBucketCommand({ Bucket, ...place } as { Bucket: string }));
};
const fill = async (Bucket: string, keys: readonly string[]) => {
  await create(Bucket);
  for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
};
const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } });

describe("a bucket", () => {
  test("does not exist before it is made, nor after it is deleted, and is not deleted with objects in it", async () => {
    const head = () => s3.send(new HeadBucketCommand({ Bucket: "made" }));
    const remove = () => s3.send(new DeleteBucketCommand({ Bucket: "made" }));
    await expect(head()).rejects.toMatchObject({ name: "NotFound", ...status(404) });
    await fill("made", ["a"]);
    expect((await head()).BucketRegion).toBe("us-east-1");
    await expect(remove()).rejects.toMatchObject({ name: "BucketNotEmpty", ...status(409) });
    await s3.send(new DeleteObjectsCommand({ Bucket: "made", Delete: { Objects: [{ Key: "a" }] } }));
    await remove();
    await expect(head()).rejects.toMatchObject(status(404));
    await expect(remove()).rejects.toMatchObject({ name: "NoSuchBucket" });
  });

  test("does not forget where it was made", async () => {
    await create("far", "eu-central-1");
    await create("near");
    const where = async (Bucket: string) =>
      (await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint || undefined;
    expect([await where("far"), await where("near")]).toEqual(["eu-central-1", undefined]);
    await expect(create("named", "us-east-1")).rejects.toMatchObject(status(400));
    const { Buckets } = await s3.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual(["far", "near"]);
  });

  test.each(["ab", "Upper", "under_score", "-first", "two..dots", "10.0.0.1", "x".repeat(64)])(
    "is not made under the name %s",
    async (name) => {
      await expect(create(name)).rejects.toMatchObject({ name: "InvalidBucketName" });
    },
  );

  test("does not lose tags or notification, and does not invent them", async () => {
    const Bucket = "noted";
    await create(Bucket);
    const tags = () => s3.send(new GetBucketTaggingCommand({ Bucket }));
    await expect(tags()).rejects.toMatchObject({ name: "NoSuchTagSet" });
    const TagSet = [{ Key: "app", Value: "ops" }];
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    expect((await tags()).TagSet).toEqual(TagSet);
    const notification = () => s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    expect(await notification()).not.toHaveProperty("EventBridgeConfiguration");
    const NotificationConfiguration = { EventBridgeConfiguration: {} };
    await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
    expect(await notification()).toMatchObject(NotificationConfiguration);
  });
});

describe("a listing", () => {
  const KEYS = ["a.txt", "b/1", "b/2", "b/c/3", "bb", "c/4", "ä", "🕯"];

  beforeAll(() => fill("listed", KEYS));

  const list = async (more: Partial<ListObjectsV2CommandInput> = {}) => {
    const page = await s3.send(new ListObjectsV2Command({ Bucket: "listed", ...more }));
    return {
      keys: page.Contents?.map(({ Key }) => Key) ?? [],
      prefixes: page.CommonPrefixes?.map(({ Prefix }) => Prefix) ?? [],
      count: page.KeyCount,
      more: page.IsTruncated,
    };
  };

  test.each<[string, Partial<ListObjectsV2CommandInput>, string[], string[]]>([
    ["all", {}, KEYS, []],
    ["a prefix", { Prefix: "b" }, ["b/1", "b/2", "b/c/3", "bb"], []],
    ["folders", { Delimiter: "/" }, ["a.txt", "bb", "ä", "🕯"], ["b/", "c/"]],
    ["one folder", { Prefix: "b/", Delimiter: "/" }, ["b/1", "b/2"], ["b/c/"]],
    ["after a key", { StartAfter: "b/2" }, ["b/c/3", "bb", "c/4", "ä", "🕯"], []],
    ["nothing", { Prefix: "zzz" }, [], []],
    ["no key at all", { MaxKeys: 0 }, [], []],
  ])("does not show more or less than %s", async (_what, input, keys, prefixes) => {
    expect(await list(input)).toEqual({ keys, prefixes, count: keys.length + prefixes.length, more: false });
  });

  test("does not skip or repeat anything between pages", async () => {
    const seen: (string | undefined)[] = [];
    for await (const page of paginateListObjectsV2({ client: s3, pageSize: 2 }, { Bucket: "listed", Delimiter: "/" })) {
      seen.push(...(page.Contents ?? []).map(({ Key }) => Key));
      seen.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
    }
    expect(seen.sort()).toEqual(["a.txt", "b/", "bb", "c/", "ä", "🕯"].sort());
  });

  test("does not skip or repeat anything between pages of the older form", async () => {
    const seen: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const input = { Bucket: "listed", Delimiter: "/", MaxKeys: 1, Marker };
      const page = await s3.send(new ListObjectsCommand(input));
      seen.push(...(page.Contents ?? []).map(({ Key }) => Key));
      seen.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
      Marker = page.NextMarker;
    } while (Marker);
    expect(seen).toEqual(["a.txt", "b/", "bb", "c/", "ä", "🕯"]);
  });

  test("does not break on keys that only URL encoding brings through", async () => {
    const page = await s3.send(new ListObjectsV2Command({ Bucket: "listed", EncodingType: "url", Prefix: "b/" }));
    expect(page.Contents?.map(({ Key }) => Key)).toEqual(["b/1", "b/2", "b/c/3"]);
    const candle = await s3.send(new ListObjectsV2Command({ Bucket: "listed", EncodingType: "url", StartAfter: "ä" }));
    expect(candle.Contents?.[0]?.Key).toBe(encodeURIComponent("🕯"));
  });

  test("does not differ, page by page, from listing everything and folding it", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "/"), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        fc.uniqueArray(word),
        fc.constantFrom("", "a", "b/"),
        fc.integer({ min: 1, max: 4 }),
        (keys, prefix, most) => {
          const sorted = [...keys].sort();
          const fetch = (from: string, inclusive: boolean, limit: number) =>
            sorted
              .filter((key) => key > from || (inclusive && key === from))
              .slice(0, limit)
              .map((key) => ({ key }));
          const pages: string[] = [];
          for (let after: string | undefined = ""; after !== undefined; ) {
            const page: Listing<Keyed> = listKeys(fetch, { prefix, delimiter: "/", after, most });
            expect(page.objects.length + page.prefixes.length).toBeLessThanOrEqual(most);
            pages.push(...page.objects.map(({ key }) => key), ...page.prefixes);
            after = page.next;
          }
          const folded = sorted
            .filter((key) => key.startsWith(prefix))
            .map((key) => {
              const at = key.indexOf("/", prefix.length);
              return at < 0 ? key : key.slice(0, at + 1);
            });
          expect(pages.sort()).toEqual([...new Set(folded)].sort());
        },
      ),
    );
  });
});

test("deleting many objects does not stop at one that is not there, nor take others along", async () => {
  await fill("emptied", ["a", "b", "c"]);
  const Objects = [{ Key: "a" }, { Key: "missing" }, { Key: "c" }];
  const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket: "emptied", Delete: { Objects } }));
  expect(Deleted?.map(({ Key }) => Key)).toEqual(["a", "missing", "c"]);
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: "emptied" }));
  expect(Contents?.map(({ Key }) => Key)).toEqual(["b"]);
});
