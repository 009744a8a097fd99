// The clients that load the engine: AWS's own, which neither retry nor wait.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SQSClient } from "@aws-sdk/client-sqs";

export type Clients = ReturnType<typeof connect>;

export function connect(endpoint: string) {
  const place = {
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "k", secretAccessKey: "s" },
    maxAttempts: 1,
  };
  const clients = {
    scheduler: new SchedulerClient(place),
    sqs: new SQSClient(place),
    iam: new IAMClient(place),
    dynamodb: new DynamoDBClient(place),
    lambda: new LambdaClient(place),
    s3: new S3Client({ ...place, forcePathStyle: true }),
  };
  return {
    ...clients,
    queueUrl: (name: string) => `${endpoint}/000000000000/${name}`,
    close() {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}

export const queueArn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
export const ROLE = "arn:aws:iam::000000000000:role/crash";
