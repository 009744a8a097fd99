// The base of every error this code throws on purpose: a stable code for programs, a sentence for people.

/** Text says where, what, what was expected, what was got and what to do; `cause` keeps what lay beneath. */
export abstract class LampError extends Error {
  abstract readonly code: string;

  /** `timed-out` → `TimedOut`: a class's own name does not outlive minifying. */
  override get name(): string {
    return this.code.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
  }
}

/** The text of anything that was thrown, for a person: never a stack, never empty. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message || thrown.name;
  try {
    return String(thrown);
  } catch {
    return "a value that cannot be shown as text";
  }
}
