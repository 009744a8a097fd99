// The service's own time of an answer: dates of the service are only ever compared with it, never with this machine's clock.

/** Epoch milliseconds of whole seconds (HTTP's Date header); undefined where the answer has none. */
export function servedAt(answer: object): number | undefined {
  const { $metadata } = answer as { readonly $metadata?: { readonly servedAt?: number } };
  return $metadata?.servedAt;
}

/** Called with what the SDK's deserializer made of a response. */
export function noteServedAt(result: { readonly response: unknown; readonly output?: object }): void {
  const { headers = {} } = result.response as { readonly headers?: Readonly<Record<string, string>> };
  const at = Date.parse(headers["date"] ?? "");
  const { $metadata } = (result.output ?? {}) as { readonly $metadata?: object };
  if ($metadata && !Number.isNaN(at)) Object.assign($metadata, { servedAt: at });
}
