// The default suite: everything under test/ that needs Node alone and neither a browser nor somebody else's client.
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["lamplighter-source"] },
  ssr: { resolve: { conditions: ["lamplighter-source"], externalConditions: ["lamplighter-source"] } },
  test: {
    globalSetup: ["test/build-release.ts"],
    include: ["test/**/*.test.ts"],
    exclude: ["test/interop/**", "test/browser/**", "test/slow/**", "test/**/*.slow.test.ts"],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    pool: "forks",
    // The tests wait for processes more than they compute: one worker for each core, where the default leaves one idle.
    maxWorkers: "100%",
    // Nor does each file load the engine and the SDK anew, which was half of all the work: what a file changes of its process
    // (its variables, its clock) it puts back.
    isolate: false,
  },
});
