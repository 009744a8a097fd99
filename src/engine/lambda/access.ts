// What Lambda's operations demand (Service Authorization Reference, AWS Lambda). Most know the function alone; invoking it and
// its resource policy are about the version or alias that is named.
import { demand, passRole, requestTags, withTags } from "../access/demand.ts";
import type { AccessRule, Service } from "../service.ts";
import { functionArn, type Place, readReference } from "./names.ts";

interface OfFunction {
  readonly FunctionName: string;
  readonly Qualifier?: string;
  readonly Role?: string;
  readonly Principal?: string;
  readonly Tags?: Readonly<Record<string, string>>;
  readonly Code?: { readonly S3Bucket?: string; readonly S3Key?: string };
  readonly S3Bucket?: string;
  readonly S3Key?: string;
}

interface Tagged {
  readonly Resource: string;
  readonly Tags?: Readonly<Record<string, string>>;
  readonly TagKeys?: readonly string[];
}

const ON_FUNCTION =
  "CreateAlias DeleteAlias DeleteFunction DeleteFunctionConcurrency DeleteFunctionEventInvokeConfig GetAlias GetFunction GetFunctionConcurrency GetFunctionConfiguration GetFunctionEventInvokeConfig ListAliases ListFunctionEventInvokeConfigs ListVersionsByFunction PublishVersion PutFunctionConcurrency PutFunctionEventInvokeConfig UpdateAlias UpdateFunctionEventInvokeConfig";

export function lambdaAccess(place: Place): Service["access"] {
  const whole = ({ FunctionName }: OfFunction) => functionArn(place, readReference(place, FunctionName).name);
  const qualified = ({ FunctionName, Qualifier }: OfFunction) => {
    const { name, qualifier } = readReference(place, FunctionName, Qualifier);
    return functionArn(place, name, qualifier);
  };
  const onFunction = (name: string): [string, AccessRule] => [
    name,
    (input: OfFunction) => demand(`lambda:${name}`, whole(input)),
  ];
  /** Code that lies in S3 is read as the caller. */
  const codeIn = ({ S3Bucket, S3Key }: { S3Bucket?: string; S3Key?: string }) =>
    S3Bucket === undefined ? [] : [demand("s3:GetObject", `arn:aws:s3:::${S3Bucket}/${S3Key ?? ""}`)];
  return {
    ...Object.fromEntries(ON_FUNCTION.split(" ").map(onFunction)),
    Invoke: (input: OfFunction) => demand("lambda:InvokeFunction", qualified(input)),
    GetPolicy: (input: OfFunction) => demand("lambda:GetPolicy", qualified(input)),
    AddPermission: (input: OfFunction) =>
      demand("lambda:AddPermission", qualified(input), { "lambda:principal": input.Principal }),
    RemovePermission: (input: OfFunction) => demand("lambda:RemovePermission", qualified(input)),
    CreateFunction: (input: OfFunction) => [
      ...withTags(demand("lambda:CreateFunction", whole(input)), "lambda:TagResource", input.Tags ?? {}),
      ...passRole(input.Role, "lambda.amazonaws.com"),
      ...codeIn(input.Code ?? {}),
    ],
    UpdateFunctionConfiguration: (input: OfFunction) => [
      demand("lambda:UpdateFunctionConfiguration", whole(input)),
      ...passRole(input.Role, "lambda.amazonaws.com"),
    ],
    UpdateFunctionCode: (input: OfFunction) => [demand("lambda:UpdateFunctionCode", whole(input)), ...codeIn(input)],
    ListFunctions: () => demand("lambda:ListFunctions", "*"),
    GetAccountSettings: () => demand("lambda:GetAccountSettings", "*"),
    ListTags: ({ Resource }: Tagged) => demand("lambda:ListTags", Resource),
    TagResource: ({ Resource, Tags }: Tagged) => demand("lambda:TagResource", Resource, requestTags(Tags ?? {})),
    UntagResource: ({ Resource, TagKeys }: Tagged) =>
      demand("lambda:UntagResource", Resource, { "aws:tagkeys": TagKeys }),
  };
}
