// jobs.yaml as it is usually read: the yaml package with positions, then zod. `node yaml-zod.mjs FILE`; `--hash` only hashes the file.
import { readFileSync } from "node:fs";

const [file, mode] = process.argv.slice(2);
const text = readFileSync(file, "utf8");

if (mode === "--hash") {
  const { createHash } = await import("node:crypto");
  console.log(createHash("sha256").update(text).digest("hex"));
} else {
  const [{ LineCounter, parseDocument }, { z }] = await Promise.all([import("yaml"), import("zod")]);
  const job = z.strictObject({
    description: z.string().optional(),
    schedule: z.string(),
    timezone: z.string().optional(),
    handler: z.string(),
    timeout: z
      .string()
      .regex(/^\d+[smhd]$/)
      .optional(),
    memory: z.number().int().min(128).max(10_240).optional(),
    enabled: z.boolean().optional(),
    input: z.record(z.string(), z.unknown()).optional(),
    retry: z.strictObject({ attempts: z.number().int().min(0).max(2), maxAge: z.string() }).optional(),
  });
  const manifest = z.strictObject({ app: z.string(), timezone: z.string(), jobs: z.record(z.string(), job) });
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  if (document.errors.length > 0) throw document.errors[0];
  console.log(Object.keys(manifest.parse(document.toJS()).jobs).length);
}
