// Plugins that keep what is released from loading more of Node than it uses.
import type { Plugin } from "esbuild";

/** Modules of Node's own that are not there from the start, and cost a short command more than what it does. */
const COSTLY = /^node:(child_process|crypto|fs|fs\/promises|http|https|readline\/promises|stream\/consumers|v8)$/;

/** Loads Node's costlier modules when a function of theirs is first called, for importers of these names. */
export function builtinsLate(importers: RegExp): Plugin {
  return {
    name: "builtins-late",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: COSTLY }, ({ path, importer }) =>
        importers.test(importer) ? { path, namespace: "late", sideEffects: false } : undefined,
      );
      onLoad({ filter: /.*/, namespace: "late" }, ({ path }) => ({ contents: calledLate(path), loader: "js" }));
    },
  };
}

/** The module's functions and classes, each of which asks for the module when it is first used. */
function calledLate(module: string): string {
  const lines = Object.entries(process.getBuiltinModule(module) ?? {}).flatMap(([name, value]) =>
    typeof value === "function" && name !== "default"
      ? `export function ${name}(...args){const{${name}:real}=load();return new.target?Reflect.construct(real,args):real(...args)}`
      : [],
  );
  return [`const load=()=>process.getBuiltinModule("${module}");`, ...lines].join("\n");
}

/** To import `node:http` makes Node load all that the module can give, `fetch` with it: more than a third of a short command.
 * Asked for by this call it gives what it is asked for. */
export const httpAlone: Plugin = {
  name: "http-alone",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?https?$/ }, ({ path, kind }) =>
      kind === "require-call"
        ? { path, external: true }
        : { path: path.replace(/^(node:)?/, "node:"), namespace: "http" },
    );
    onLoad({ filter: /.*/, namespace: "http" }, ({ path }) => ({ contents: askedFor(path), loader: "js" }));
  },
};

/** The module's values, but for those that are made when they are looked at. */
function askedFor(module: string): string {
  const parts = Object.entries(Object.getOwnPropertyDescriptors(process.getBuiltinModule(module) ?? {}));
  const names = parts.flatMap(([name, { get }]) => (get || name === "default" ? [] : [name]));
  return `const all=process.getBuiltinModule("${module}");export default all;export const{${names.join(",")}}=all;`;
}
