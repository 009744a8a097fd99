// A port that somebody has: the engine says which, and leaves nothing half begun.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startEngine } from "../../src/engine/engine.ts";

test("P14 an engine whose port is taken is named the port, and keeps no hold on its store", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lamp-port-"));
  const first = await startEngine({ directory: ":memory:" });
  const directory = join(folder, "state");
  await expect(startEngine({ directory, port: first.port })).rejects.toMatchObject({
    code: "port-taken",
    message: expect.stringContaining(String(first.port)),
  });
  const second = await startEngine({ directory });
  await second.close();
  await first.close();
  rmSync(folder, { recursive: true, force: true });
});
