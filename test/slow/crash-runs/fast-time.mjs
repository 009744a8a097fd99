// Time that goes faster than the machine's, for a whole process: what it is told of the date, and its timers. Loaded before
// anything else (node --import), by the engine, the commands and the functions alike, so that all of them agree.
// FAST_TIME is "from,factor": epoch milliseconds at which both clocks stood alike, and how many times faster it goes.
const [from, factor] = (process.env.FAST_TIME ?? "").split(",").map(Number);

if (factor > 1) {
  const MachineDate = Date;
  const now = () => Math.floor(from + (MachineDate.now() - from) * factor);
  globalThis.Date = class FastDate extends MachineDate {
    constructor(...given) {
      if (given.length === 0) super(now());
      else super(...given);
    }

    static now() {
      return now();
    }
  };
  for (const name of ["setTimeout", "setInterval"]) {
    const real = globalThis[name];
    const fast = (fire, ms, ...given) => real(fire, (ms ?? 0) / factor, ...given);
    globalThis[name] = Object.defineProperties(fast, Object.getOwnPropertyDescriptors(real));
  }
}
