// What takes too long for the default suite of two minutes: tests with many processes, kills, and long random walks.
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["lamplighter-source"] },
  ssr: { resolve: { conditions: ["lamplighter-source"], externalConditions: ["lamplighter-source"] } },
  test: {
    globalSetup: ["test/build-release.ts"],
    include: ["test/slow/**/*.test.ts", "test/**/*.slow.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    pool: "forks",
    maxWorkers: "100%",
  },
});
