// A stack in the author's own files and lines: the bundle's positions, by the source map that lies beside it in the function's package.
import { readFileSync } from "node:fs";
import { SourceMap, type SourceOrigin } from "node:module";

/** The map is read when something has failed and not before, so that it costs no start as Node's --enable-source-maps does.
 * Where there is none, or it cannot be read, the stack stays as it is. */
export function sourcePositions(stack: string): string {
  const { url } = import.meta;
  try {
    const map = new SourceMap(JSON.parse(String(readFileSync(new URL(`${url}.map`)))));
    return stack.replace(/(file:\S+):(\d+):(\d+)/g, (position, file, line, column) => {
      const { fileName, lineNumber, columnNumber } = map.findOrigin(line, column) as Partial<SourceOrigin>;
      return file === url && fileName ? `${fileName}:${lineNumber}:${columnNumber}` : position;
    });
  } catch {
    return stack;
  }
}
