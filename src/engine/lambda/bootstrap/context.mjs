// The second argument of a handler, member for member as in Lambda's Node runtime.

export function createContext(headers, env) {
  const deadline = Number(headers["Lambda-Runtime-Deadline-Ms"]);
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: jsonOf(headers["Lambda-Runtime-Client-Context"]),
    identity: jsonOf(headers["Lambda-Runtime-Cognito-Identity"]),
    invokedFunctionArn: headers["Lambda-Runtime-Invoked-Function-Arn"],
    awsRequestId: headers["Lambda-Runtime-Aws-Request-Id"],
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

function jsonOf(text) {
  return text ? JSON.parse(text) : undefined;
}
