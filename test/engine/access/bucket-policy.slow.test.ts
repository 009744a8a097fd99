// What a bucket's own policy says counts with what a role may do: it lets in, and its denial beats every allow.
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type AccessBench, openAccessBench, policy } from "./access-bench.ts";

const Bucket = "reports";
const ARN = `arn:aws:s3:::${Bucket}`;
const JOB = { AWS: "arn:aws:iam::000000000000:role/job" };
let bench: AccessBench;
let owner: S3Client;
let role: S3Client;

beforeEach(async () => {
  bench = await openAccessBench({ fire: false });
  [owner, role] = [new S3Client(bench.owner), new S3Client(bench.role)];
  await owner.send(new CreateBucketCommand({ Bucket }));
  for (const Key of ["out/a", "secret/b"]) await owner.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
});
afterEach(async () => {
  for (const client of [owner, role]) client.destroy();
  await bench.close();
});

const put = (...statements: readonly object[]) =>
  owner.send(new PutBucketPolicyCommand({ Bucket, Policy: policy(...statements) }));
const read = (Key: string) =>
  role.send(new GetObjectCommand({ Bucket, Key })).then(
    ({ Body }) => Body?.transformToString(),
    ({ name }: Error) => name,
  );

test("a role with no rights of its own is let in by the bucket, and no further than it says", async () => {
  expect(await read("out/a")).toBe("AccessDenied");
  await put(
    { Effect: "Allow", Principal: JOB, Action: "s3:GetObject", Resource: `${ARN}/out/*` },
    {
      Effect: "Allow",
      Principal: JOB,
      Action: "s3:ListBucket",
      Resource: ARN,
      Condition: { StringLike: { "s3:prefix": "out/*" } },
    },
  );
  expect(await read("out/a")).toBe("out/a");
  expect(await read("secret/b")).toBe("AccessDenied");
  const list = (Prefix: string) => role.send(new ListObjectsV2Command({ Bucket, Prefix }));
  expect((await list("out/")).KeyCount).toBe(1);
  await expect(list("secret/")).rejects.toMatchObject({ name: "AccessDenied" });
  await owner.send(new DeleteBucketPolicyCommand({ Bucket }));
  expect(await read("out/a")).toBe("AccessDenied");
});

test("a role that may do everything is kept out where the bucket denies it, as one that speaks no TLS is", async () => {
  await bench.allow({ Effect: "Allow", Action: "s3:*", Resource: "*" });
  const insecure = { Bool: { "aws:SecureTransport": "false" } };
  await put(
    { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: [ARN, `${ARN}/*`], Condition: insecure },
    { Effect: "Deny", Principal: "*", Action: "s3:GetObject", Resource: `${ARN}/secret/*` },
  );
  expect(await read("out/a")).toBe("out/a");
  expect(await read("secret/b")).toBe("AccessDenied");
});

test("a policy is given back as it was put, and goes with its bucket", async () => {
  const ask = () => owner.send(new GetBucketPolicyCommand({ Bucket: "other" }));
  await owner.send(new CreateBucketCommand({ Bucket: "other" }));
  await expect(ask()).rejects.toMatchObject({ name: "NoSuchBucketPolicy", $metadata: { httpStatusCode: 404 } });
  const Policy = `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "s3:*",
    "Resource": "arn:aws:s3:::other/*" } }`;
  await owner.send(new PutBucketPolicyCommand({ Bucket: "other", Policy }));
  expect((await ask()).Policy).toBe(Policy);
  await owner.send(new DeleteBucketCommand({ Bucket: "other" }));
  await owner.send(new CreateBucketCommand({ Bucket: "other" }));
  await expect(ask()).rejects.toMatchObject({ name: "NoSuchBucketPolicy" });
});

test.each([
  ["is no JSON", "not a policy"],
  ["names nobody", policy({ Effect: "Allow", Action: "s3:GetObject", Resource: `${ARN}/*` })],
  [
    "is about another bucket",
    policy({ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `${ARN}2/*` }),
  ],
  ["names no resource", policy({ Effect: "Allow", Principal: "*", Action: "s3:GetObject" })],
  [
    "is too large",
    policy({ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `${ARN}/${"a".repeat(20_480)}` }),
  ],
])("a policy that %s is not taken", async (_how, Policy) => {
  const sent = owner.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  await expect(sent).rejects.toMatchObject({ name: "MalformedPolicy", $metadata: { httpStatusCode: 400 } });
});

test("the tags that a bucket is made with are not lost", async () => {
  const Tags = [{ Key: "app", Value: "ops" }];
  await owner.send(new CreateBucketCommand({ Bucket: "tagged", CreateBucketConfiguration: { Tags } }));
  expect((await owner.send(new GetBucketTaggingCommand({ Bucket: "tagged" }))).TagSet).toEqual(Tags);
});
