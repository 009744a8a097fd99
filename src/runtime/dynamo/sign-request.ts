// AWS Signature Version 4 for one request (IAM User Guide, "Create a signed AWS API request").
import { createHash, createHmac } from "node:crypto";
import { compactSeconds } from "../../ledger/keys.ts";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
}

export interface Unsigned {
  readonly method: "GET" | "POST";
  readonly host: string;
  readonly path: string;
  /** In the order and spelling of a canonical one. */
  readonly query: string;
  readonly region: string;
  readonly service: string;
  /** In lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly at: number;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** Good for a day, and most requests of a process ask for the same. */
let latest: { readonly of: string; readonly key: Buffer } | undefined;

function signingKey(secret: string, day: string, { region, service }: Unsigned): Buffer {
  const of = [secret, day, region, service].join("/");
  if (latest?.of !== of) {
    const steps = [day, region, service, "aws4_request"];
    latest = { of, key: steps.reduce<Buffer | string>(hmac, `AWS4${secret}`) as Buffer };
  }
  return latest.key;
}

/** All headers to send, the signature among them. */
export function signRequest(request: Unsigned, credentials: Credentials): Record<string, string> {
  const time = compactSeconds(request.at);
  const headers: Record<string, string> = {
    ...request.headers,
    host: request.host,
    "x-amz-date": time,
    ...(credentials.sessionToken === undefined ? {} : { "x-amz-security-token": credentials.sessionToken }),
  };
  const names = Object.keys(headers).sort();
  const canonical = [
    request.method,
    request.path,
    request.query,
    ...names.map((name) => `${name}:${headers[name]?.trim()}`),
    "",
    names.join(";"),
    sha256(request.body),
  ].join("\n");
  const day = time.slice(0, 8);
  const scope = `${day}/${request.region}/${request.service}/aws4_request`;
  const signed = ["AWS4-HMAC-SHA256", time, scope, sha256(canonical)].join("\n");
  const key = signingKey(credentials.secretAccessKey, day, request);
  headers["authorization"] =
    `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, ` +
    `SignedHeaders=${names.join(";")}, Signature=${hmac(key, signed).toString("hex")}`;
  return headers;
}
