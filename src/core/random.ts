// The one door for randomness.
import { randomBytes, randomUUID } from "node:crypto";

/** Seeded in simulations; the system's own otherwise. */
export interface Random {
  uuid(): string;
  hex(bytes: number): string;
}

export const systemRandom: Random = {
  uuid: () => randomUUID(),
  hex: (bytes) => randomBytes(bytes).toString("hex"),
};
