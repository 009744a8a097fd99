// Somebody else's clients against our engine: Debian's awscli and Python. What they need is installed by .ci/run.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: ["test/build-release.ts"],
    include: ["test/interop/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    pool: "forks",
  },
});
