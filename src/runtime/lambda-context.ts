// The parts of Lambda's context object that are used here (Lambda guide, "Using the Lambda context object", Node.js).

export interface LambdaContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly functionVersion?: string;
  readonly invokedFunctionArn: string;
  /** A text in Node's runtime. */
  readonly memoryLimitInMB: string | number;
  readonly logGroupName: string;
  readonly logStreamName: string;
  getRemainingTimeInMillis(): number;
}
