// Which service a request is for, and who sends it: the SigV4 credential scope says both. Signatures are not verified.

export interface Scope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

/** From the Authorization header or, for presigned addresses, the query. */
export function scopeOf(authorization: string | undefined, query: URLSearchParams): Scope | undefined {
  const credential =
    /^AWS4-[A-Z0-9-]+ .*?Credential=([^,\s]+)/.exec(authorization ?? "")?.[1] ?? query.get("X-Amz-Credential");
  // KEY/DATE/REGION/SERVICE/aws4_request
  const parts = credential?.split("/") ?? [];
  const [accessKeyId, , region, service] = parts;
  if (parts.length !== 5 || !accessKeyId || !region || !service) return undefined;
  return { accessKeyId, region, service };
}
