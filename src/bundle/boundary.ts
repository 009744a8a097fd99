// The project's boundary: which files may go into a bundle, and the face of the runtime under the name `lamplighter`.
import { dirname, sep } from "node:path";
import type { OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from "esbuild";

const ALREADY_RESOLVED = Symbol("already resolved");
const PACKAGES = `${sep}node_modules${sep}`;

/** Both must be real paths: esbuild follows symbolic links, so a link that leads out of the project is seen as outside. */
export interface Boundary {
  readonly project: string;
  readonly runtimeEntry: string;
}

const within = (folder: string, file: string) => file.startsWith(folder.endsWith(sep) ? folder : folder + sep);

export function boundaryPlugin({ project, runtimeEntry }: Boundary): Plugin {
  const runtimeFolder = dirname(dirname(runtimeEntry));
  const allowed = (file: string) => within(project, file) || file.includes(PACKAGES) || within(runtimeFolder, file);
  return {
    name: "project boundary",
    setup(build) {
      build.onResolve({ filter: /^lamplighter$/ }, () => ({ path: runtimeEntry }));
      build.onResolve({ filter: /./ }, async (args) => {
        if (args.pluginData === ALREADY_RESOLVED || args.kind === "entry-point") return undefined;
        const found = await resolve(build, args);
        if (found.errors.length > 0 || found.external || found.namespace !== "file" || allowed(found.path))
          return found;
        return { errors: [{ text: outside(args.path, project) }] };
      });
    },
  };
}

async function resolve(build: PluginBuild, args: OnResolveArgs) {
  const { path, importer, namespace, resolveDir, kind, with: attributes } = args;
  const options = { importer, namespace, resolveDir, kind, with: attributes, pluginData: ALREADY_RESOLVED };
  const found = await build.resolve(path, options);
  return { ...found, pluginData: undefined } satisfies OnResolveResult;
}

function outside(path: string, project: string): string {
  return `"${path}" is outside the project ${project}: a bundle holds only files of the project and installed packages. Move the file into the project, or install it as a package.`;
}
