// Whether a date of last change, as seen, can no longer hide a further change.

/** The service's dates have fractions of a second or they have not: one listing shows which. */
export function resolutionOf(dates: readonly (number | undefined)[]): number {
  return dates.some((at) => at !== undefined && at % 1_000 !== 0) ? 1 : 1_000;
}

/** Two changes within the date's resolution look alike: content is known by its date only when it was seen after that. */
export function isSettled(modifiedAt: number | undefined, servedAt: number | undefined, resolution: number): boolean {
  return modifiedAt !== undefined && servedAt !== undefined && servedAt >= modifiedAt + resolution;
}
