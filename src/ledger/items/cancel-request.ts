// That somebody asked a run to stop: who, when and why. It holds for the generation it was asked of, retries included.

export interface CancelRequest {
  readonly by: string;
  readonly reason: string;
  readonly at: number;
}

/** As it stands in the history. */
export const cancelText = ({ by, reason }: CancelRequest): string => `cancelled by ${by}: ${reason}`;
