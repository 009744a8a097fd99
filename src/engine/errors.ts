// What can keep the engine from starting, in words for the person who starts it.
import { dirname } from "node:path";
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
      `The store's file ${path} is damaged (${detail}). Nothing was changed, and nothing is served. Restore a copy of the whole folder ${dirname(path)}, or move the folder away to start empty.`,
      { cause },
    );
  }
}

/** One of the files beside the store's database. */
export class FileDamaged extends LampError {
  readonly code = "file-damaged";

  constructor(path: string, detail: string, cause?: unknown) {
    super(
      `The file ${path} is damaged (${detail}). It is not served. Restore it from a copy, or delete what it belongs to and write it again.`,
      { cause },
    );
  }
}

/** While it is in use: what was acknowledged before may be gone, and nothing is acknowledged any more. */
export class StoreFailed extends LampError {
  readonly code = "store-failed";

  constructor(path: string, detail: string, cause?: unknown) {
    super(`The store failed: ${path} (${detail}). No further change is taken. End this engine and look at the disk.`, {
      cause,
    });
  }
}

export class StoreExposed extends LampError {
  readonly code = "store-exposed";

  constructor(path: string, mode: number, cause?: unknown) {
    super(
      `Others than its owner can get at ${path} (mode ${mode.toString(8)}), and this user may not change that. Have its owner run: chmod -R go= "${path}", or choose another folder.`,
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
