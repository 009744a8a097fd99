// A wait before something is tried again: the machine's clock may be set back by an hour meanwhile, and it must not wait for one.
import { type Clock, systemClock, type Timer } from "./clock.ts";

export function setPause(clock: Clock, ms: number, fire: () => void): Timer {
  // Nobody sets the clocks of tests and simulations back by surprise.
  if (clock !== systemClock) return clock.setTimer(clock.now() + ms, fire);
  const handle = setTimeout(fire, ms);
  return { cancel: () => clearTimeout(handle) };
}
