// A function that does work of ours beside the jobs: the watcher, the recorder. Its log group, role, settings and itself.
import { type Place, roleArn } from "./arns.ts";
import { invokeConfigName, ledgerTableName, logGroupName } from "./names.ts";
import { functionTrust } from "./policies.ts";
import type { PolicyDocument, Resource, Tags } from "./resource.ts";

export interface OwnFunction {
  readonly app: string;
  readonly environment: string;
  readonly place: Place;
  readonly name: string;
  /** `watcher`. */
  readonly called: string;
  readonly description: string;
  readonly policy: PolicyDocument;
  readonly timeoutSeconds: number;
  readonly attempts: number;
  readonly maxAgeSeconds: number;
  readonly onFailureArn: string | undefined;
  readonly codeSha256: string;
  readonly tags: Tags;
}

const LOG_RETENTION_DAYS = 30;

export function ownFunction(own: OwnFunction): readonly Resource[] {
  const { app, environment, place, name, description, timeoutSeconds, codeSha256, tags } = own;
  const { attempts, maxAgeSeconds, onFailureArn } = own;
  const logGroup = logGroupName(name);
  return [
    { kind: "log-group", name: logGroup, retentionDays: LOG_RETENTION_DAYS, tags },
    {
      kind: "role",
      name,
      description: `What the ${own.called} of ${app}-${environment} may do`,
      trust: functionTrust(),
      policy: own.policy,
      tags,
    },
    {
      kind: "function",
      name,
      description,
      roleArn: roleArn(place, name),
      handler: "index.handler",
      runtime: "nodejs24.x",
      architecture: "arm64",
      memoryMb: 256,
      timeoutSeconds,
      storageMb: 512,
      environment: { LAMP_APP: app, LAMP_ENV: environment, LAMP_LEDGER: ledgerTableName(app, environment) },
      layers: [],
      logGroup,
      codeSha256,
      tags,
    },
    { kind: "invoke-config", name: invokeConfigName(name), attempts, maxAgeSeconds, onFailureArn },
  ];
}
