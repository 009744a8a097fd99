// Instants at which clocks change in 2027, forward and back, in zones that do it each in a way of its own (IANA tzdata).

export interface ClockChange {
  readonly zone: string;
  readonly at: number;
}

const CHANGES: Readonly<Record<string, readonly [string, string]>> = {
  "America/New_York": ["03-14T07:00", "11-07T06:00"],
  "Europe/London": ["03-28T01:00", "10-31T01:00"],
  "Europe/Berlin": ["03-28T01:00", "10-31T01:00"],
  "Australia/Sydney": ["04-03T16:00", "10-02T16:00"],
  "Australia/Lord_Howe": ["04-03T15:00", "10-02T15:30"],
  "America/Santiago": ["04-04T03:00", "09-05T04:00"],
  "Africa/Cairo": ["04-29T22:00", "10-28T21:00"],
  "America/Havana": ["03-14T05:00", "11-07T05:00"],
  "Pacific/Chatham": ["04-03T14:00", "09-25T14:00"],
  "Asia/Beirut": ["03-27T22:00", "10-30T21:00"],
  "America/St_Johns": ["03-14T05:30", "11-07T04:30"],
  "Antarctica/Troll": ["03-28T01:00", "10-31T01:00"],
  "Atlantic/Azores": ["03-28T01:00", "10-31T01:00"],
};

export const CLOCK_CHANGES: readonly ClockChange[] = Object.entries(CHANGES).flatMap(([zone, times]) =>
  times.map((time) => ({ zone, at: Date.parse(`2027-${time}:00Z`) })),
);
