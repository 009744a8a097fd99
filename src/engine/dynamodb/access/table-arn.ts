// Tables' ARNs, as policies name them: a request may give the name or the ARN.
import type { Call } from "../../service.ts";

export type Region = Pick<Call, "region">;

export interface OnTable {
  readonly TableName: string;
}

export const tableArn = (account: string, region: string, nameOrArn: string) =>
  nameOrArn.startsWith("arn:") ? nameOrArn : `arn:aws:dynamodb:${region}:${account}:table/${nameOrArn}`;
