// The wildcard operator: `*` for any run of characters, `\*` and `\\` for themselves, no two stars in a row.
import { invalidPattern } from "./invalid-pattern.ts";

/** The texts between the stars. */
type Pieces = readonly [string, ...string[]];

export function wildcardTest(pattern: string): (text: string) => boolean {
  const [first, ...rest] = piecesOf(pattern);
  return (text) => {
    if (!text.startsWith(first)) return false;
    const last = rest.at(-1);
    if (last === undefined) return text === first;
    let at = first.length;
    for (const piece of rest.slice(0, -1)) {
      const found = text.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return text.length - last.length >= at && text.endsWith(last);
  };
}

function piecesOf(pattern: string): Pieces {
  const pieces: [string, ...string[]] = [""];
  let piece = "";
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? "";
    if (char === "*") {
      if (pattern[at - 1] === "*" && piece === "" && at > 0) {
        throw invalidPattern(`Consecutive wildcard characters at pos ${at - 1}`);
      }
      pieces[pieces.length - 1] = piece;
      pieces.push("");
      piece = "";
    } else if (char === "\\") {
      const escaped = pattern[++at];
      if (escaped !== "*" && escaped !== "\\") throw invalidPattern(`Invalid escape character at pos ${at - 1}`);
      piece += escaped;
    } else piece += char;
    pieces[pieces.length - 1] = piece;
  }
  return pieces;
}
