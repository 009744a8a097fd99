// The opaque tokens of paged answers: where the next page starts.
import { invalidParameter } from "./log-errors.ts";

export function pageToken(position: string): string {
  return Buffer.from(position).toString("base64url");
}

export function readPageToken(token: string): string {
  if (!/^[A-Za-z0-9_-]+$/.test(token)) throw invalidParameter("The specified nextToken is invalid.");
  return Buffer.from(token, "base64url").toString();
}

/** A place among events, which are ordered by time and then by arrival. */
export interface Position {
  readonly at: number;
  readonly seq: number;
}

export const positionText = ({ at, seq }: Position) => `${at}:${seq}`;

export function readPosition(text: string): Position {
  const match = /^(-?\d{1,16}):(-?\d{1,16})$/.exec(text);
  if (!match) throw invalidParameter("The specified nextToken is invalid.");
  return { at: Number(match[1]), seq: Number(match[2]) };
}
