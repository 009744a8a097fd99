// Filter patterns of CloudWatch Logs compiled to a question about one message: terms, phrases, regular expressions, JSON.
// Page: "Filter pattern syntax" of the CloudWatch Logs User Guide. Space-delimited patterns ([a, b]) are refused.
import { compileJsonFilter } from "./json-filter.ts";
import { invalidParameter } from "./log-errors.ts";

export type Matches = (message: string) => boolean;

export function compileFilter(pattern: string): Matches {
  const text = pattern.trim();
  if (text === "") return () => true;
  if (text.startsWith("{")) return compileJsonFilter(text);
  if (text.startsWith("["))
    throw invalidParameter("Invalid filter pattern: space-delimited patterns are not supported here");
  return compileTerms(text);
}

/** Every plain term must be there, no `-term` may, and of the `?terms` one must where there are only such. */
function compileTerms(text: string): Matches {
  const required: Matches[] = [];
  const optional: Matches[] = [];
  const excluded: Matches[] = [];
  const term = /\s*([-?]?)(?:"((?:[^"\\]|\\.)*)"|%((?:[^%\\]|\\.)*)%|(\S+))/gy;
  while (term.lastIndex < text.length) {
    const match = term.exec(text);
    if (!match) throw invalidParameter("Invalid filter pattern");
    const [, sign, phrase, regex, word] = match;
    const matches =
      regex === undefined ? contains(phrase?.replace(/\\(.)/g, "$1") ?? bareWord(word)) : matchesRegex(regex);
    (sign === "-" ? excluded : sign === "?" ? optional : required).push(matches);
  }
  return (message) =>
    required.every((matches) => matches(message)) &&
    !excluded.some((matches) => matches(message)) &&
    // "?" terms are ignored beside plain ones (User Guide, "Match any terms").
    (optional.length === 0 || required.length > 0 || optional.some((matches) => matches(message)));
}

/** A term with other characters than letters, digits and underscore must stand in quotes (User Guide). */
function bareWord(word: string | undefined): string {
  if (word && /^[\p{L}\p{N}_.]+$/u.test(word)) return word;
  throw invalidParameter(`Invalid character(s) in term '${word ?? ""}': put it in double quotes`);
}

const contains =
  (text: string): Matches =>
  (message) =>
    message.includes(text);

/** AWS takes a small, backtracking-free dialect: letters, digits, classes, `^ $ ? * + | . { }` (User Guide). */
function matchesRegex(source: string): Matches {
  if (source.length > 200 || /[()]|[*+?}][*+]/.test(source.replace(/\\./g, ""))) {
    throw invalidParameter(`Invalid regular expression in filter pattern: ${source}`);
  }
  try {
    const regex = new RegExp(source);
    return (message) => regex.test(message);
  } catch {
    throw invalidParameter(`Invalid regular expression in filter pattern: ${source}`);
  }
}
