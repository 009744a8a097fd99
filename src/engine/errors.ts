// What can keep the engine from starting, in words for the person who starts it.
import { LampError } from "../core/error.ts";

export class StoreLocked extends LampError {
  readonly code = "store-locked";

  /** `holder` says who has it, when that engine left word: "process 4711, at http://127.0.0.1:4700". */
  constructor(path: string, cause?: unknown, holder?: string) {
    super(
      `Another engine${holder ? ` (${holder})` : ""} is using the store ${path}: one store has one owner. Stop that engine, or give this one another folder.`,
      { cause },
    );
  }
}

export class StoreDamaged extends LampError {
  readonly code = "store-damaged";

  constructor(path: string, detail: string, cause?: unknown) {
    super(
      `The store ${path} is damaged (${detail}). Nothing was changed. Move the file away to start empty, or restore a copy of it.`,
      { cause },
    );
  }
}

export class StoreTooNew extends LampError {
  readonly code = "store-too-new";

  constructor(path: string, found: number, known: number) {
    super(
      `The store ${path} has format ${found}; this version reads up to ${known}. Use the lamp that wrote it, or a newer one.`,
    );
  }
}

export class PortTaken extends LampError {
  readonly code = "port-taken";

  constructor(port: number, cause?: unknown) {
    super(`Port ${port} on 127.0.0.1 is taken by another program. Choose another with --port.`, { cause });
  }
}
