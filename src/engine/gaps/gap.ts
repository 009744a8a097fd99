// Members of operations' inputs that the engine does not act upon: refused where they would matter, accepted where they cannot.

export interface Gap {
  /** Separated by spaces. */
  readonly operations: string;
  /** Members as paths from the input, `Code.S3ObjectVersion`; lists are passed through. Separated by spaces. */
  readonly parameters: string;
  /** Why it is accepted and nothing comes of it. Without this the parameter is refused. */
  readonly harmless?: string;
  /** The operation refuses it itself, in words of its own. */
  readonly refusedByOperation?: true;
  /** Values that mean what the engine does anyway. */
  readonly accepts?: readonly (string | number)[];
}

export interface Refused {
  readonly path: readonly string[];
  readonly accepts: readonly unknown[];
}

export const words = (text: string): string[] => text.split(/\s+/).filter(Boolean);

/** By operation. */
export function refusedOf(gaps: readonly Gap[]): ReadonlyMap<string, readonly Refused[]> {
  const refused = new Map<string, Refused[]>();
  for (const { operations, parameters, harmless, refusedByOperation, accepts = [] } of gaps) {
    if (harmless !== undefined || refusedByOperation) continue;
    const members = words(parameters).map((parameter) => ({ path: parameter.split("."), accepts }));
    for (const operation of words(operations)) refused.set(operation, [...(refused.get(operation) ?? []), ...members]);
  }
  return refused;
}
