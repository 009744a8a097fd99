// The base of every error this code throws on purpose: a stable code for programs, a sentence for people.

/** Text says where, what, what was expected, what was got and what to do; `cause` keeps what lay beneath. */
export abstract class LampError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
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
