// What went wrong, for a person: where the system refused a file or folder, which one, why, and what to do.
import { LampError, messageOf } from "../core/error.ts";

/** By the system's own word for it (errno(3)). */
const REFUSALS: Readonly<Record<string, readonly [string, string]>> = {
  EACCES: ["this user may not do that", "Look at who owns it, or work in a folder of your own"],
  EPERM: ["this user may not do that", "Look at who owns it, or work in a folder of your own"],
  EROFS: ["it is on a disk that can only be read", "Work in a folder that can be written to"],
  EISDIR: ["it is a folder", "A file is expected there"],
  ENOSPC: ["the disk is full", "Make room and try again"],
  EDQUOT: ["this user's share of the disk is used up", "Make room and try again"],
};

export function failureText(error: unknown): string {
  if (error instanceof LampError) return messageOf(error);
  const { code = "", path, syscall } = error as Partial<NodeJS.ErrnoException>;
  const [why, what] = REFUSALS[code] ?? [];
  if (why === undefined || path === undefined) return messageOf(error);
  return `${path}: ${why} (${[syscall, code].filter(Boolean).join(" ")}). ${what}.`;
}
