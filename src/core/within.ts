// Waits for work, but not for ever: what must end is not held up by what may not.

/** True when the work ended, well or not, within so many milliseconds of real time. The work itself goes on. */
export function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    const ended = () => {
      clearTimeout(timer);
      resolve(true);
    };
    work.then(ended, ended);
  });
}
