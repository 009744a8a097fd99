// REST with XML through AWS's S3 client: chunked uploads, metadata, lists, ranges and errors, on a service that only records.
import { Readable } from "node:stream";
import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutBucketAclCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemRandom } from "../../../src/core/random.ts";
import { ServiceError } from "../../../src/engine/service.ts";
import { listen, type Wire } from "../../../src/engine/wire/server.ts";
import { OPEN_GATE } from "../open-gate.ts";

let wire: Wire;
let client: S3Client;
let asked: { operation: string; input: Record<string, unknown> }[] = [];

const OUTPUTS: Record<string, unknown> = {
  PutObject: { ETag: '"e1"' },
  GetObject: {
    Body: new Uint8Array([0, 255, 10]),
    ContentRange: "bytes 0-2/9",
    Metadata: { day: "ü" },
    LastModified: 1_804_000_000,
  },
  HeadObject: { ContentLength: 1234, ETag: '"e"' },
  ListObjectsV2: {
    Name: "b",
    KeyCount: 1,
    IsTruncated: false,
    Contents: [{ Key: "a&<b>", Size: 3, LastModified: 1_804_000_000.5 }],
    CommonPrefixes: [{ Prefix: "x/" }],
  },
  DeleteObjects: { Deleted: [{ Key: "1" }], Errors: [{ Key: "2", Code: "AccessDenied", Message: "no" }] },
  GetBucketLocation: { LocationConstraint: "eu-central-1" },
  CopyObject: { CopyObjectResult: { ETag: '"c"', LastModified: 1_804_000_000 } },
  CreateMultipartUpload: { Bucket: "b", Key: "k", UploadId: "u" },
  UploadPart: { ETag: '"p"' },
  ListParts: { Parts: [{ PartNumber: 1, ETag: '"p"', Size: 5 }] },
  DeleteObject: {},
};

beforeAll(async () => {
  const operations = Object.entries(OUTPUTS).map(([operation, output]) => [
    operation,
    (input: Record<string, unknown>) => {
      asked.push({ operation, input });
      if (input["Key"] === "missing")
        throw new ServiceError("NoSuchKey", "The specified key does not exist.", { Key: "missing" });
      return output;
    },
  ]);
  wire = await listen(0, {
    ...{ region: "us-east-1", account: "000000000000", random: systemRandom },
    services: [{ name: "s3", operations: Object.fromEntries(operations), access: {} }],
    access: OPEN_GATE,
    health: () => ({ engine: "lamplighter", version: "0", pid: 0, store: "", startedAt: "", mode: "serving" }),
    done: () => {},
    faulted: (_service, _operation, error) => {
      throw error;
    },
  });
  client = new S3Client({
    endpoint: `http://127.0.0.1:${wire.port}`,
    ...{ region: "us-east-1", forcePathStyle: true, maxAttempts: 1 },
    credentials: { accessKeyId: "k", secretAccessKey: "s" },
  });
});
beforeEach(() => {
  asked = [];
});
afterAll(async () => {
  client.destroy();
  await wire.close();
});

const at = { Bucket: "b", Key: "dir/a b+ü%.txt" };
const textOf = (body: unknown) => Buffer.from(body as Uint8Array).toString("utf8");

describe("S3 on the wire", () => {
  test("an upload of unknown length comes through without its chunk frames and trailers", async () => {
    const Body = Readable.from([Buffer.from("first,"), Buffer.from("second")]);
    const Metadata = { day: "monday" };
    await client.send(new PutObjectCommand({ ...at, Body, ContentLength: 12, ContentType: "text/plain", Metadata }));
    const [{ operation, input } = { operation: "", input: {} }] = asked;
    expect(operation).toBe("PutObject");
    expect(textOf(input["Body"])).toBe("first,second");
    expect(input).toMatchObject({ ...at, ContentType: "text/plain", Metadata });
  });

  test("a download keeps every byte, its headers and its range", async () => {
    const answer = await client.send(new GetObjectCommand({ ...at, Range: "bytes=0-2" }));
    expect([...((await answer.Body?.transformToByteArray()) ?? [])]).toEqual([0, 255, 10]);
    expect(answer.$metadata.httpStatusCode).toBe(206);
    expect(answer.LastModified).toEqual(new Date(1_804_000_000_000));
    expect(asked[0]?.input).toMatchObject({ Range: "bytes=0-2" });
  });

  test("a HEAD tells the length of what it does not send", async () => {
    expect(await client.send(new HeadObjectCommand(at))).toMatchObject({ ContentLength: 1234, ETag: '"e"' });
  });

  test("a list reads back with names that XML would break", async () => {
    const answer = await client.send(new ListObjectsV2Command({ Bucket: "b", Prefix: "a&", MaxKeys: 7 }));
    expect(answer.Contents).toEqual([{ Key: "a&<b>", Size: 3, LastModified: new Date(1_804_000_000_500) }]);
    expect(answer.CommonPrefixes).toEqual([{ Prefix: "x/" }]);
    expect(asked[0]?.input).toMatchObject({ Bucket: "b", Prefix: "a&", MaxKeys: 7 });
  });

  test("an XML body is read by its shape, and its answer's lists too", async () => {
    const Delete = { Objects: [{ Key: "1" }, { Key: "2 & <3>" }], Quiet: false };
    const answer = await client.send(new DeleteObjectsCommand({ Bucket: "b", Delete }));
    expect(asked[0]?.input).toMatchObject({ Bucket: "b", Delete });
    expect(answer).toMatchObject({
      Deleted: [{ Key: "1" }],
      Errors: [{ Key: "2", Code: "AccessDenied", Message: "no" }],
    });
  });

  test("operations of one path are not taken for each other", async () => {
    await client.send(new GetBucketLocationCommand({ Bucket: "b" }));
    await client.send(new CopyObjectCommand({ ...at, CopySource: "b/other" }));
    await client.send(new CreateMultipartUploadCommand(at));
    await client.send(new UploadPartCommand({ ...at, PartNumber: 1, UploadId: "u", Body: "12345" }));
    await client.send(new ListPartsCommand({ ...at, UploadId: "u" }));
    await client.send(new DeleteObjectCommand(at));
    expect(asked.map(({ operation }) => operation)).toEqual([
      "GetBucketLocation",
      "CopyObject",
      "CreateMultipartUpload",
      "UploadPart",
      "ListParts",
      "DeleteObject",
    ]);
    expect(asked.slice(1).every(({ input }) => input["Key"] === at.Key)).toBe(true);
  });

  test("the unwrapped answer and the payload answers are understood", async () => {
    expect((await client.send(new GetBucketLocationCommand({ Bucket: "b" }))).LocationConstraint).toBe("eu-central-1");
    const copied = await client.send(new CopyObjectCommand({ ...at, CopySource: "b/other" }));
    expect(copied.CopyObjectResult?.ETag).toBe('"c"');
    expect(await client.send(new CreateMultipartUploadCommand(at))).toMatchObject({ UploadId: "u" });
  });

  test("a missing key is S3's error, with a body and without", async () => {
    const missing = { Bucket: "b", Key: "missing" };
    await expect(client.send(new GetObjectCommand(missing))).rejects.toMatchObject({
      name: "NoSuchKey",
      message: "The specified key does not exist.",
    });
    await expect(client.send(new HeadObjectCommand(missing))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 404 },
    });
  });

  test("an operation the engine lacks is not taken for one it has", async () => {
    const refused = client.send(new PutBucketAclCommand({ Bucket: "b", ACL: "private" }));
    await expect(refused).rejects.toMatchObject({ name: "NotImplemented", $metadata: { httpStatusCode: 501 } });
    expect(asked).toEqual([]);
  });

  test("a body that declares entities is refused", async () => {
    const answer = await fetch(`http://127.0.0.1:${wire.port}/b?delete`, {
      method: "POST",
      headers: {
        authorization:
          "AWS4-HMAC-SHA256 Credential=k/20270301/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0",
      },
      body: '<!DOCTYPE d [<!ENTITY e "x">]><Delete><Object><Key>&e;</Key></Object></Delete>',
    });
    expect(await answer.text()).toContain("<Code>MalformedXML</Code>");
  });
});
