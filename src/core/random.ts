// The one door for randomness.
import { randomFillSync, randomUUID } from "node:crypto";

/** Seeded in simulations; the system's own otherwise. */
export interface Random {
  uuid(): string;
  hex(bytes: number): string;
}

/** Asking the system for a few bytes costs as much as asking for many, so they are asked for ahead. */
const ahead = Buffer.alloc(4_096);
let used = ahead.length;

function randomHex(bytes: number): string {
  if (bytes > ahead.length) return randomFillSync(Buffer.alloc(bytes)).toString("hex");
  if (used + bytes > ahead.length) {
    randomFillSync(ahead);
    used = 0;
  }
  used += bytes;
  return ahead.toString("hex", used - bytes, used);
}

export const systemRandom: Random = { uuid: () => randomUUID(), hex: randomHex };
