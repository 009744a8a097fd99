// Text from outside made safe to show on a terminal: what a handler printed must not control it.

/**
 * Control characters (C0 but newline and tab, DEL, C1), what is invisible or turns the reading direction (Unicode's format
 * characters but the two joiners that scripts and emoji are written with), line and paragraph separators and halves of a
 * surrogate pair, as visible escapes. The escapes are JSON's, so a JSON document stays the same document.
 */
export function printable(text: string): string {
  return text.replace(/(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (char) =>
    char.replace(/./gs, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`),
  );
}
