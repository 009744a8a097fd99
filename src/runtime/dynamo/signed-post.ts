// One signed request to an AWS service, with the credentials, region and endpoint of the function's environment.
import type { Clock } from "../../core/clock.ts";
import { NotConfigured } from "../errors.ts";
import type { Answer, Post } from "./http-post.ts";
import { type Credentials, signRequest } from "./sign-request.ts";

export interface PostDoors {
  readonly clock: Clock;
  readonly post: Post;
  /** Read at each call: Lambda's credentials change while a function lives. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface ServicePost {
  readonly service: "dynamodb" | "lambda" | "scheduler" | "sqs";
  /** POST unless it says otherwise. */
  readonly method?: "GET";
  /** Encoded once, as it is sent; with its query, if any, in canonical order. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Throws NotConfigured where the environment is not a function's; rejects as the connection does. */
export function signedPost({ clock, post, environment }: PostDoors, request: ServicePost): Promise<Answer> {
  const url = new URL(request.path, endpointOf(environment, request.service));
  const { method = "POST" } = request;
  const headers = signRequest(
    {
      method,
      host: url.host,
      // Every service but S3 signs the path encoded twice (IAM User Guide, "Create a signed AWS API request").
      path: url.pathname.replaceAll("%", "%25"),
      query: url.search.slice(1),
      region: regionOf(environment),
      service: request.service,
      headers: request.headers,
      body: request.body,
      at: clock.now(),
    },
    credentialsOf(environment),
  );
  return post(url, headers, request.body, method);
}

type Environment = PostDoors["environment"];

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined || value === "") throw new NotConfigured(name);
  return value;
}

const regionOf = (environment: Environment) => required(environment, "AWS_REGION");

function credentialsOf(environment: Environment): Credentials {
  return {
    accessKeyId: required(environment, "AWS_ACCESS_KEY_ID"),
    secretAccessKey: required(environment, "AWS_SECRET_ACCESS_KEY"),
    sessionToken: environment["AWS_SESSION_TOKEN"] || undefined,
  };
}

/** The variables every SDK reads (SDKs and Tools guide, "Service-specific endpoints"), else the region's own endpoint. */
function endpointOf(environment: Environment, service: ServicePost["service"]): URL {
  const given = environment[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] || environment["AWS_ENDPOINT_URL"];
  if (given) return new URL(given);
  const region = regionOf(environment);
  return new URL(`https://${service}.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}/`);
}
