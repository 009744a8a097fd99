// Universal targets: any operation of AWS by its name (User Guide, Using universal targets).

export interface ApiName {
  /** The SDK's service id in small letters: `cloudwatchlogs`, `eventbridge`. */
  readonly service: string;
  /** `sendMessage` */
  readonly action: string;
}

const UNIVERSAL = /^arn:aws[a-z-]*:scheduler:::aws-sdk:([a-z0-9]+):([a-z][a-zA-Z0-9]*)$/;

export function apiOf(targetArn: string): ApiName | undefined {
  const [, service, action] = UNIVERSAL.exec(targetArn) ?? [];
  return service === undefined || action === undefined ? undefined : { service, action };
}

/** The prefixes of what is only read, as the page lists them. */
const READING = [
  ..."get describe list poll receive search scan query select read lookup discover validate batchGet".split(" "),
  ..."batchDescribe batchRead transactGet adminGet adminList testMigration retrieve testConnection".split(" "),
  ..."translateDocument isAuthorized isAuthorizedWithToken invokeModel".split(" "),
];

export function isReading({ action }: ApiName): boolean {
  return READING.some((prefix) => action.startsWith(prefix));
}
