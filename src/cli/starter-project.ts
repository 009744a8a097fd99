// The files that `lamp init` writes: one job that runs as it is, and the places where the next ones go.

/** Path → text, relative to the new project's folder. */
export function starterProject(app: string): ReadonlyMap<string, string> {
  return new Map([
    ["jobs.yaml", JOBS(app)],
    ["jobs/hello.ts", HELLO],
    ["config/local.yaml", LOCAL],
    ["config/production.yaml", PRODUCTION],
    [".gitignore", ".lamp/\nnode_modules/\n"],
  ]);
}

const JOBS = (app: string) => `# yaml-language-server: $schema=./node_modules/lamplighter/config/jobs.schema.json
# What runs, and when. Check it with: lamp validate. Watch it run: lamp dev.
app: ${app}
timezone: UTC

jobs:
  hello:
    description: Says hello every minute
    schedule: every minute
    handler: jobs/hello.ts
    input: {name: world}
`;

const HELLO = `// The first job: says hello, and says when it was due.
import { job } from "lamplighter";

export default job<{ name: string }>(async (input, run) => {
  run.log.info("hello", { name: input.name, due: run.due });
  return { greeted: input.name };
});
`;

const LOCAL = `# The embedded engine on this machine: no AWS account needed.
endpoint: embedded
region: us-east-1
`;

const PRODUCTION = `# Where \`lamp sync --env production\` lands. Sync refuses any other account.
region: us-east-1
# account: "123456789012"
# profile: production
protect: true
`;
