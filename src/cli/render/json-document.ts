// The one form of every --json answer: a single document with `"format": 1`.

export function jsonDocument(body: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ format: 1, ...body }, null, 2);
}
