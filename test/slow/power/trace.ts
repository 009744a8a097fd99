// strace's output as what was done to files, in order.
import { readFileSync } from "node:fs";

export type FileEvent =
  | {
      readonly kind: "open";
      readonly fd: number;
      readonly path: string;
      readonly create: boolean;
      readonly truncate: boolean;
      readonly append: boolean;
    }
  | { readonly kind: "close"; readonly fd: number }
  /** `at` undefined is where the descriptor stands. */
  | { readonly kind: "write"; readonly fd: number; readonly bytes: Buffer; readonly at: number | undefined }
  | { readonly kind: "cut"; readonly fd: number; readonly length: number }
  | { readonly kind: "sync"; readonly fd: number }
  | { readonly kind: "rename"; readonly from: string; readonly to: string }
  | { readonly kind: "unlink" | "mkdir" | "rmdir"; readonly path: string };

export const TRACED =
  "openat,close,write,writev,pwrite64,pwritev,ftruncate,fsync,fdatasync,rename,unlink,unlinkat,mkdir,rmdir";

export function readTrace(path: string): FileEvent[] {
  const begun = new Map<string, string>();
  const events: FileEvent[] = [];
  for (const line of readFileSync(path, "latin1").split("\n")) {
    const [, thread = "", rest = ""] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    const unfinished = /^(.*) <unfinished \.\.\.>$/.exec(rest);
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest);
    if (unfinished) {
      begun.set(thread, unfinished[1] ?? "");
      continue;
    }
    const call = resumed ? (begun.get(thread) ?? "") + (resumed[1] ?? "") : rest;
    const event = eventOf(call);
    if (event) events.push(event);
  }
  return events;
}

/** A call counts when it has returned; one that failed did nothing. */
function eventOf(call: string): FileEvent | undefined {
  const [, name = "", text = "", result = "-1"] = /^(\w+)\((.*)\)\s+= (-?\d+)/.exec(call) ?? [];
  if (Number(result) < 0) return undefined;
  const strings = [...text.matchAll(/"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?/g)].map(([, hex = "", cut]) => {
    if (cut) throw new Error(`strace cut a string short: ${call.slice(0, 80)}`);
    return Buffer.from(hex.replaceAll("\\x", ""), "hex");
  });
  const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = strings;
  const fd = Number.parseInt(text, 10);
  const last = Number(text.slice(text.lastIndexOf(",") + 1));
  switch (name) {
    case "openat":
      return {
        kind: "open",
        fd: Number(result),
        path: first.toString(),
        create: text.includes("O_CREAT"),
        truncate: text.includes("O_TRUNC"),
        append: text.includes("O_APPEND"),
      };
    case "close":
      return { kind: "close", fd };
    case "write":
    case "writev":
      return { kind: "write", fd, bytes: Buffer.concat(strings).subarray(0, Number(result)), at: undefined };
    case "pwrite64":
    case "pwritev":
      return { kind: "write", fd, bytes: Buffer.concat(strings).subarray(0, Number(result)), at: last };
    case "ftruncate":
      return { kind: "cut", fd, length: last };
    case "fsync":
    case "fdatasync":
      return { kind: "sync", fd };
    case "rename":
      return { kind: "rename", from: first.toString(), to: second.toString() };
    case "unlink":
    case "mkdir":
    case "rmdir":
      return { kind: name, path: first.toString() };
    case "unlinkat":
      return { kind: text.includes("AT_REMOVEDIR") ? "rmdir" : "unlink", path: first.toString() };
    default:
      return undefined;
  }
}
