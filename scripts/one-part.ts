// Joins the many small parts of a split build, which nearly every command loads some forty of, into one: to find and link a
// file costs Node more than to read what is in it. What brings a package along stays a part of its own.
import { createHash } from "node:crypto";
import { basename, resolve } from "node:path";
import { type BuildResult, build, type Metafile, type Plugin } from "esbuild";
import { builtinsLate } from "./builtins.ts";
import { FOR_RELEASE } from "./release-options.ts";

type Outputs = Metafile["outputs"];

/** What only some commands need, and takes long to load: all packages but those of help and tables, and what works with them. */
const TOGETHER =
  "commander|cli-table3|string-width|strip-ansi|ansi-regex|emoji-regex|is-fullwidth-code-point|@colors/colors";
const APART = new RegExp(`(^|/)node_modules/(?!(${TOGETHER})/)|^src/(engine|aws|dashboard|simulation|bundle)/`);

const STATIC = /\b(import|export)\{([^{}]*)\}from"\.\/(part-\w+)\.js"/g;
const BARE = /\bimport"\.\/(part-\w+)\.js"/g;
const DYNAMIC = /\bimport\("\.\/(part-\w+)\.js"\)/g;

/** The files of the build by name, with one part in the place of all that could be joined. */
export async function withOnePart(
  result: BuildResult<{ metafile: true; write: false }>,
  banner: string,
): Promise<Map<string, string>> {
  const texts = new Map(result.outputFiles.map(({ path, text }) => [basename(path, ".js"), text.replace(banner, "")]));
  const joined = joinable(result.metafile.outputs);
  const others = [...texts].filter(([name]) => !joined.has(name));
  const asked = { names: new Map<string, Set<string>>(), spaces: new Set<string>() };
  for (const [, text] of others) note(text, joined, asked);
  const entry = [
    ...[...asked.names].map(([part, names]) => {
      const list = [...names].map((name) => `${name} as ${exported(part, name)}`).join(",");
      return `export {${list}} from "./${part}.js";`;
    }),
    ...[...asked.spaces].map((part) => `export * as ${space(part)} from "./${part}.js";`),
  ].join("\n");
  const text = `${banner}\n${await bundled(entry, texts, joined)}`;
  const one = `part-${createHash("sha256").update(text).digest("hex").slice(0, 8).toUpperCase()}`;
  return new Map([[one, text], ...others.map(([name, own]) => [name, banner + redirected(own, joined, one)] as const)]);
}

/** Parts that are reached from the entries, and bring nothing along that is to stay apart. */
function joinable(outputs: Outputs): ReadonlySet<string> {
  const known = new Map<string, boolean>();
  const staysApart = (path: string): boolean => {
    const before = known.get(path);
    if (before !== undefined) return before;
    known.set(path, false);
    const { inputs = {}, imports = [] } = outputs[path] ?? {};
    const answer =
      Object.keys(inputs).some((input) => APART.test(input)) ||
      imports.some(({ kind, path: other }) => kind === "import-statement" && outputs[other] && staysApart(other));
    known.set(path, answer);
    return answer;
  };
  const entries = Object.keys(outputs).filter((path) => !basename(path).startsWith("part-"));
  const found = new Set<string>();
  const visit = (path: string): void => {
    for (const { path: other } of outputs[path]?.imports ?? []) {
      if (!outputs[other] || found.has(other) || staysApart(other)) continue;
      found.add(other);
      visit(other);
    }
  };
  for (const entry of entries) visit(entry);
  return new Set([...found].map((path) => basename(path, ".js")));
}

const exported = (part: string, name: string) => `${part.replace("-", "_")}_${name}`;
const space = (part: string) => exported(part, "all");

interface Asked {
  readonly names: Map<string, Set<string>>;
  readonly spaces: Set<string>;
}

function note(text: string, joined: ReadonlySet<string>, { names, spaces }: Asked): void {
  for (const [, , list = "", part = ""] of text.matchAll(STATIC)) {
    if (!joined.has(part)) continue;
    const of = names.get(part) ?? new Set();
    for (const one of list.split(",")) of.add(one.split(" as ")[0] ?? "");
    names.set(part, of);
  }
  for (const [, part = ""] of text.matchAll(DYNAMIC)) if (joined.has(part)) spaces.add(part);
}

function redirected(text: string, joined: ReadonlySet<string>, one: string): string {
  return text
    .replace(STATIC, (all, act: string, list: string, part: string) => {
      if (!joined.has(part)) return all;
      const renamed = list.split(",").map((entry) => {
        const [name = "", as = name] = entry.split(" as ");
        return `${exported(part, name)} as ${as}`;
      });
      return `${act}{${renamed.join(",")}}from"./${one}.js"`;
    })
    .replace(BARE, (all, part: string) => (joined.has(part) ? `import"./${one}.js"` : all))
    .replace(DYNAMIC, (all, part: string) =>
      joined.has(part) ? `import("./${one}.js").then(part=>part.${space(part)})` : all,
    );
}

async function bundled(
  entry: string,
  texts: ReadonlyMap<string, string>,
  joined: ReadonlySet<string>,
): Promise<string> {
  const parts: Plugin = {
    name: "parts",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\/part-\w+\.js$/ }, ({ path }) => {
        const name = basename(path, ".js");
        return joined.has(name) ? { path: name, namespace: "part" } : { path, external: true };
      });
      onLoad({ filter: /.*/, namespace: "part" }, ({ path }) => ({ contents: texts.get(path) ?? "", loader: "js" }));
    },
  };
  const { outputFiles } = await build({
    ...FOR_RELEASE,
    keepNames: false,
    write: false,
    external: ["esbuild"],
    stdin: { contents: entry, resolveDir: resolve("dist"), loader: "js" },
    plugins: [parts, builtinsLate(/./)],
  });
  return outputFiles[0]?.text ?? "";
}
