// When an item may go: DynamoDB's TTL wants epoch seconds, and deletes days later (DynamoDB guide, "Time to Live").

/** A redelivery can come 15 days after the due time (24 h Scheduler, 6 h Lambda, 14 days queue), so the claim must outlive that. */
const SHORTEST_KEEP_DAYS = 30;
const DAY_SECONDS = 86_400;

export function expirySeconds(now: number, keepDays: number): number {
  return Math.floor(now / 1_000) + Math.max(SHORTEST_KEEP_DAYS, keepDays) * DAY_SECONDS;
}
