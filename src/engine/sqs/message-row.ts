// A message as it lies in the store, and as it is when it was just taken.

/** What a `MessageRow` is read from, of `sqs_messages m`. */
export const COLUMNS = `m.id, m.message_id, m.body, m.attributes, m.trace_header, m.sender, m.sent_at, m.receive_count,
  m.first_received_at, m.dead_letter_source, m.message_group, m.deduplication, m.sequence`;

export interface MessageRow {
  readonly id: number;
  readonly message_id: string;
  readonly body: string;
  readonly attributes: string | null;
  readonly trace_header: string | null;
  readonly sender: string;
  readonly sent_at: number;
  readonly receive_count: number;
  readonly first_received_at: number | null;
  readonly dead_letter_source: string | null;
  readonly message_group: string | null;
  readonly deduplication: string | null;
  readonly sequence: number | null;
}

export interface Taken extends MessageRow {
  readonly receipt: string;
  readonly visible_at: number;
}
