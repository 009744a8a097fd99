// Date inside a handler when the engine's clock is not the machine's: it reads the engine's time and runs on from there.

/** Date stays untouched until an engine time arrives: under a real clock none ever does. */
export function followEngineClock() {
  const RealDate = Date;
  const realNow = Date.now;
  let offset = 0;
  let shifted = false;

  function shift() {
    const now = () => realNow() + offset;
    RealDate.now = now;
    const Shifted = new Proxy(RealDate, {
      apply: () => new RealDate(now()).toString(),
      construct: (target, values, newTarget) =>
        Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget),
    });
    RealDate.prototype.constructor = Shifted;
    globalThis.Date = Shifted;
    shifted = true;
  }

  return {
    engine(nowText) {
      if (!nowText) return;
      offset = Number(nowText) - realNow();
      if (!shifted) shift();
    },
  };
}
