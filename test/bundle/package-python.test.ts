// Packaging Python must not depend on the machine, must not take secrets or files from outside, and must not guess packages.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";
import { expect, onTestFinished, test } from "vitest";
import { packagePython } from "../../src/bundle/python/package-python.ts";

const HANDLER = "def handler(event, context):\n    return event\n";
const installed = (name: string, version: string) => ({
  [`jobs/package/${name.replaceAll("-", "_")}/__init__.py`]: "",
  [`jobs/package/${name.replaceAll("-", "_")}-${version}.dist-info/METADATA`]: "",
});

function project(files: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "python-")));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries({ "jobs/report.py": HANDLER, ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

async function packaged(root: string, handler = "jobs/report.py") {
  const made = await packagePython(handler, root, { runtime: "python3.12", architecture: "x86_64" });
  if ("code" in made) return made;
  throw new TypeError(made.map(({ file, line, message }) => `${file}:${line ?? ""} ${message}`).join("\n"));
}

const FILES = {
  "jobs/shared/__init__.py": "",
  "jobs/shared/money.py": "CENTS = 100\n",
  "jobs/texts/mail.txt": "Dear all\n",
  "jobs/__pycache__/report.cpython-312.pyc": "machine code",
  "jobs/.cache/x": "x",
  ...installed("requests", "2.32.3"),
  "jobs/package/certifi/cacert.pem": "certificates are what this package is for",
  "jobs/requirements.txt": "# what the report needs\nrequests == 2.32.3 # pinned\nboto3\n--no-binary :none:\n",
};

test("the same files do not give other bytes in another folder, made in another order", async () => {
  const first = await packaged(project(FILES));
  const second = await packaged(project(Object.fromEntries(Object.entries(FILES).reverse())));
  expect(second.codeSha256).toBe(first.codeSha256);
  expect(Buffer.from(first.code).equals(second.code)).toBe(true);
  expect(Object.keys(unzipSync(first.code))).toEqual([
    "certifi/cacert.pem",
    "report.py",
    "requests-2.32.3.dist-info/METADATA",
    "requests/__init__.py",
    "requirements.txt",
    "shared/__init__.py",
    "shared/money.py",
    "texts/mail.txt",
  ]);
});

test.each([
  ["that is not there", {}, "requests==2.32.3"],
  ["of another version", installed("requests", "2.31.0"), "requests==2.32.3"],
  ["with extras", {}, "requests[socks]>=2"],
])("a package %s is not left for the function to miss", async (_what, files, line) => {
  const root = project({ ...files, "jobs/requirements.txt": `boto3\n${line}\n` });
  await expect(packaged(root)).rejects.toThrow(
    `jobs/requirements.txt:2 ${line}: not installed in jobs/package. Run: python3 -m pip install --requirement jobs/requirements.txt ` +
      "--target jobs/package --upgrade --platform manylinux2014_x86_64 --implementation cp --python-version 3.12 --only-binary=:all:",
  );
});

test.each([".env", ".env.production", "server.pem", "deploy.key", "id_rsa", "credentials"])(
  "%s beside a handler is not packaged, and not passed over in silence",
  async (name) => {
    await expect(packaged(project({ [`jobs/shared/${name}`]: "hush" }))).rejects.toThrow(
      `jobs/shared/${name}: this looks like a secret`,
    );
  },
);

test("a link out of the project is not followed", async () => {
  const root = project({});
  symlinkSync("/etc/hostname", join(root, "jobs", "host.txt"));
  await expect(packaged(root)).rejects.toThrow(/jobs\/host\.txt: it links to \/etc\/hostname, outside the project/);
});

test("a handler at the top of the project does not take the whole of it along", async () => {
  await expect(packaged(project({ "report.py": HANDLER }), "report.py")).rejects.toThrow("needs a folder of its own");
});
