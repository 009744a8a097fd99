// The input constraints of the services that jobs use, of every operation the engine has, over the wire.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Engine, startEngine } from "../../../src/engine/engine.ts";
import type { Model } from "../../../src/engine/wire/model.ts";
import { modelOf } from "../../../src/engine/wire/models.ts";
import { boundaryOf } from "./boundary.ts";
import { complaintOf, complaintsIn } from "./complaint.ts";
import { type Constraint, constraintsOf, shapeNamed } from "./constraints.ts";
import { type RawAnswer, RawClient } from "./raw-client.ts";
import { matches, placed, type Samples, sampleOf } from "./sample.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine({ directory: ":memory:", fire: false });
});
afterAll(() => engine.close());

const SERVICES: Readonly<Record<string, { code: string; samples: Samples }>> = {
  sqs: { code: "InvalidParameterValue", samples: {} },
  lambda: {
    code: "ValidationException",
    samples: {
      Action: "lambda:InvokeFunction",
      AdditionalVersion: "1",
      Arn: "arn:aws:lambda:us-east-1:000000000000:layer:a",
      CapacityProviderArn: "arn:aws:lambda:us-east-1:000000000000:capacity-provider:a",
      CodeSigningConfigArn: "arn:aws:lambda:us-east-1:000000000000:code-signing-config:csc-00000000000000000",
      DestinationArn: "arn:aws:sqs:us-east-1:000000000000:a",
      EnvironmentVariableName: "ab",
      FileSystemArn: "arn:aws:elasticfilesystem:us-east-1:000000000000:access-point/fsap-00000000000000000",
      KMSKeyArn: "arn:aws:kms:us-east-1:000000000000:key/a",
      LayerVersionArn: "arn:aws:lambda:us-east-1:000000000000:layer:a:1",
      MasterRegion: "us-east-1",
      LocalMountPath: "/mnt/a",
      PrincipalOrgID: "o-0000000000",
      ResourceArn: "arn:aws:sqs:us-east-1:000000000000:a",
      RoleArn: "arn:aws:iam::000000000000:role/a",
      SecurityGroupId: "sg-0",
      SourceOwner: "000000000000",
      SubnetId: "subnet-0",
      TaggableResource: "arn:aws:lambda:us-east-1:000000000000:function:a",
      VersionWithLatestPublished: "1",
    },
  },
  dynamodb: { code: "ValidationException", samples: {} },
  logs: { code: "InvalidParameterException", samples: { AccountId: "000000000000" } },
  events: {
    code: "ValidationException",
    samples: {
      Action: "events:PutEvents",
      ArchiveArn: "arn:aws:events:us-east-1:000000000000:archive/a",
      EndpointId: "a.a",
      EventBusArn: "arn:aws:events:us-east-1:000000000000:event-bus/a",
      EventSourceName: "aws.partner/a/a",
      Principal: "000000000000",
      RedshiftSecretManagerArn: "arn:aws:secretsmanager:us-east-1:000000000000:secret:a",
    },
  },
};

const inputShape = (model: Model, operation: string) => model.operations[operation]?.input?.shape ?? "";

describe.each(Object.entries(SERVICES))("the constraints of %s", (service, { code, samples }) => {
  const model = modelOf(service) as Model;

  test("are neither missed nor overdone", async () => {
    const raw = new RawClient(engine.port, service, model);
    const wrong: string[] = [];
    const operations = await supported(service);
    for (const constraint of operations.flatMap((operation) => constraintsOf(model, operation))) {
      const { operation, path, rule } = constraint;
      const send = async (value: unknown, isWrong: boolean) => {
        const shape = inputShape(model, operation);
        const input = placed(model, shape, samples, sampleOf(model, shape, samples), path, value);
        const answer = await raw.send(operation, input as Record<string, unknown>);
        // A parameter that the engine has not is refused after the model was asked.
        const isTaken = answer.status < 500 || answer.code === "NotImplemented";
        if (isTaken && isTold(model, constraint, answer, code) === isWrong) return;
        const sent = JSON.stringify(value)?.slice(0, 80);
        wrong.push(`${operation} ${path.join(".")} ${rule} ${sent}: ${answer.code} ${answer.message.slice(0, 300)}`);
      };
      const { inside, outside } = boundaryOf(model, constraint, samples);
      for (const value of outside) await send(value, true);
      for (const value of inside) if (canBeSent(model, constraint, value)) await send(value, false);
    }
    raw.close();
    expect(wrong).toEqual([]);
    expect(raw.sent).toBeGreaterThan(operations.length);
  });

  test("are none unread: every pattern is one that JavaScript reads as Java does", () => {
    const unread = Object.values(model.shapes).filter(({ pattern = "" }) => {
      const flags = pattern.includes("\\p{") ? "u" : "";
      return pattern.includes("&&[") || !canRead(pattern, flags);
    });
    expect(unread).toEqual([]);
  });
});

async function supported(service: string): Promise<readonly string[]> {
  const page = await fetch(`${engine.endpoint}/_lamp/operations`);
  const listed = (await page.json()) as Record<string, { supported: string[] }>;
  return listed[service]?.supported ?? [];
}

function isTold(model: Model, constraint: Constraint, answer: RawAnswer, code: string): boolean {
  const { path, rule } = constraint;
  // SQS has words of its own for what is missing at the top.
  if (model.metadata.serviceId === "SQS" && rule === "required" && path.length === 1) {
    return (
      answer.code === "MissingParameter" && answer.message === `The request must contain the parameter ${path[0]}.`
    );
  }
  const { place, text } = complaintOf(model, constraint);
  const list = complaintsIn(answer.message)?.list ?? [];
  return (
    answer.status === 400 && answer.code === code && list.some((each) => each.place === place && each.text === text)
  );
}

/** Not an item of the right length that its pattern refuses: its list complains of both at once. Nor an empty list in a query. */
function canBeSent(model: Model, { operation, path, shape }: Constraint, value: unknown): boolean {
  const input = shapeNamed(model, inputShape(model, operation));
  const isQuery = input.members?.[path[0] ?? ""]?.location === "querystring";
  if (isQuery && Array.isArray(value) && value.length === 0) return false;
  return typeof value !== "string" || matches(shapeNamed(model, shape), value);
}

function canRead(pattern: string, flags: string): boolean {
  try {
    new RegExp(pattern, flags);
    return true;
  } catch {
    return false;
  }
}
