// What the wrapper needs from outside: time, dice, the function's environment, its ledger and its log.
import { randomBytes } from "node:crypto";
import { type Clock, systemClock } from "../core/clock.ts";
import type { Random } from "../core/random.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { createPost } from "./dynamo/http-post.ts";
import { sendEvent } from "./dynamo/send-event.ts";
import { createSignedDynamo } from "./dynamo/signed-dynamo.ts";
import { NotConfigured } from "./errors.ts";
import type { Print } from "./run/run-log.ts";

/** As far as a function throws them. */
type Dice = Pick<Random, "hex">;

export interface Doors {
  readonly clock: Clock;
  readonly random: Dice;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly print: Print;
  /** Throws where the function was not set up for runs. */
  ledger(): Ledger;
  /** Starts a run of its own by the event given. */
  sendEvent(functionArn: string, event: string): Promise<void>;
}

/** Drawn as asked: a function needs too few to keep a store of them. */
const functionRandom: Dice = { hex: (bytes) => randomBytes(bytes).toString("hex") };

/** Those of a real function. Nothing is opened before it is used. */
export function functionDoors(): Doors {
  const environment = process.env;
  let opened: Ledger | undefined;
  const post = createPost();
  return {
    clock: systemClock,
    random: functionRandom,
    environment,
    print: console,
    ledger() {
      const table = environment["LAMP_LEDGER"];
      if (!table) throw new NotConfigured("LAMP_LEDGER");
      opened ??= {
        table,
        clock: systemClock,
        dynamo: createSignedDynamo({ clock: systemClock, random: functionRandom, post, environment }),
      };
      return opened;
    },
    sendEvent: (functionArn, event) => sendEvent({ clock: systemClock, post, environment }, functionArn, event),
  };
}
