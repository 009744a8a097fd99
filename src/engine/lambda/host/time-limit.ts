// A limit in real time. An engine that stood still (stopped, swapped out, a long commit) hears of the end of the limit before
// it hears the answer that came in time and waits in the socket: that one is read first.

/** How late a timer is that only waited its turn. */
const PUNCTUAL_MS = 50;
/** For what waits to be read. */
const READING_MS = 250;

export function startTimeLimit(ms: number, passed: () => void): { cancel(): void } {
  const dueAt = performance.now() + ms;
  let timer = setTimeout(() => {
    if (performance.now() - dueAt <= PUNCTUAL_MS) passed();
    else timer = setTimeout(passed, READING_MS);
  }, ms);
  return { cancel: () => clearTimeout(timer) };
}
