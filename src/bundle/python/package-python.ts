// A Python handler becomes a zip: its folder as the root, with the packages that are vendored in `package/` beside it.
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { messageOf } from "../../core/error.ts";
import type { Bundle, BundleFailure } from "../bundle.ts";
import { codeSha256Of, zipOf } from "../zip.ts";
import { filesOfFolder, RefusedFile } from "./files-of-folder.ts";
import { type MissingPackage, missingPackages } from "./missing-packages.ts";

export interface PythonTarget {
  readonly runtime: string;
  readonly architecture: "arm64" | "x86_64";
}

/** Where `pip install --target` puts packages (Lambda guide, Python deployment packages). */
const VENDORED = "package";
const REQUIREMENTS = "requirements.txt";

/** Lambda quotas: a zip that is sent with the request. */
const MOST_BYTES = 50 * 1_024 * 1_024;
const DEFAULT_TARGET: PythonTarget = { runtime: "python3.13", architecture: "arm64" };

/** pip is never run: what is installed, and when, is the project's own affair. */
export async function packagePython(
  handler: string,
  project: string,
  target: PythonTarget = DEFAULT_TARGET,
): Promise<Bundle | readonly BundleFailure[]> {
  const folder = dirname(join(project, handler));
  const fail = (file: string, message: string, line?: number): readonly BundleFailure[] => [
    { handler, file, line, column: undefined, message },
  ];
  // All that lies in its folder goes along, which at the top would be the whole project.
  if (folder === project) return fail(handler, "a Python handler needs a folder of its own, such as jobs/report.py");
  try {
    const all = await filesOfFolder(folder, project, VENDORED);
    const missing = await missingPackages(join(folder, REQUIREMENTS), all, `${VENDORED}/`);
    const [first] = missing;
    if (first) return fail(inProject(handler, REQUIREMENTS), missingText(missing, handler, target), first.line);
    const files = new Map<string, Uint8Array>();
    for (const { name, path } of all) {
      const inZip = name.startsWith(`${VENDORED}/`) ? name.slice(VENDORED.length + 1) : name;
      // What is written here goes before what is installed.
      if (inZip === name || !files.has(inZip)) files.set(inZip, await readFile(path));
    }
    const code = zipOf(files);
    if (code.byteLength > MOST_BYTES) {
      const megabytes = Math.ceil(code.byteLength / 1_048_576);
      return fail(
        handler,
        `the package has ${megabytes} MB as a zip; Lambda takes 50 MB: put large packages into a layer (layers:)`,
      );
    }
    const inputs = all.map(({ path }) => path).sort();
    return { handler, code, codeSha256: codeSha256Of(code), inputs, bytes: code.byteLength };
  } catch (error) {
    if (error instanceof RefusedFile) return fail(inProject(handler, error.file), error.message);
    return fail(handler, messageOf(error));
  }
}

const inProject = (handler: string, name: string): string => {
  const folder = handler.slice(0, handler.lastIndexOf("/") + 1);
  return folder + name;
};

function missingText(
  missing: readonly MissingPackage[],
  handler: string,
  { runtime, architecture }: PythonTarget,
): string {
  const folder = inProject(handler, "");
  const platform = architecture === "arm64" ? "manylinux2014_aarch64" : "manylinux2014_x86_64";
  const version = runtime.replace(/^python/, "");
  const names = missing.map(({ said }) => said).join(", ");
  return (
    `${names}: not installed in ${folder}${VENDORED}. Run: python3 -m pip install --requirement ${folder}${REQUIREMENTS} ` +
    `--target ${folder}${VENDORED} --upgrade --platform ${platform} --implementation cp --python-version ${version} --only-binary=:all:`
  );
}
