// Named moments at which a test ends the process, to see what the next one finds. Without a listener they are nothing.

export type CrashPoint =
  /** Due times are on record, and the targets that take over at once have theirs. */
  | "firing-recorded"
  /** A delivery is about to be handed to its target. */
  | "before-target"
  /** The target has taken it; that is not on record. */
  | "after-handover"
  /** A change is durable, and nobody has been told. */
  | "committed"
  /** An object's file is half written. */
  | "mid-file"
  /** An object's file is whole, and no row names it. */
  | "file-whole"
  /** A new store is being made. */
  | "making-store"
  /** Before each statement that brings an older store up. */
  | "bringing-up"
  /** The sums of a checkpoint are durable, none of its pages is. */
  | "sums-written"
  /** The pages of a checkpoint are durable, and it is not noted. */
  | "pages-written";

let listener: ((point: CrashPoint) => void) | undefined;

export function onCrashPoint(reached: (point: CrashPoint) => void): void {
  listener = reached;
}

export function crashPoint(point: CrashPoint): void {
  listener?.(point);
}
