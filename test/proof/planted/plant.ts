// Plants one bug in the product's text as it is loaded: no hook for bugs is in the product, and a text that is no longer
// there to be changed is an error.
import { registerHooks } from "node:module";
import { PROTOCOL_BUGS, type ProtocolBug } from "./protocol-bugs.ts";

/** Before anything of src is imported. */
export function plantBug(name: string, bugs: readonly ProtocolBug[] = PROTOCOL_BUGS): void {
  const bug = bugs.find((one) => one.name === name);
  if (!bug) throw new Error(`No planted bug is called ${name}`);
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      if (!url.endsWith(`/src/${bug.file}`)) return loaded;
      const text = String(loaded.source);
      const parts = text.split(bug.from);
      if (parts.length !== 2) throw new Error(`${bug.name}: its text is ${parts.length - 1} times in ${bug.file}`);
      return { ...loaded, source: parts.join(bug.to) };
    },
  });
}
