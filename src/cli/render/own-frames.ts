// Where in the author's code something was thrown: a stack without the message that stands above it, and without our frames and Node's.

const MOST = 5;
const NOT_THE_AUTHORS = /lamplighter\/(src|dist)\/|\(?node:|bootstrap\.m?js|\/var\/runtime\//;

/** Python and others have stacks of their own form: those are shown as they are, their first lines. */
export function ownFrames(stack: string): readonly string[] {
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  if (frames.length === 0) return stack.split("\n").slice(0, MOST);
  const own = frames.filter((frame) => !NOT_THE_AUTHORS.test(frame));
  return (own.length > 0 ? own : frames).slice(0, MOST).map((frame) => frame.trim().replace(/^at /, ""));
}
