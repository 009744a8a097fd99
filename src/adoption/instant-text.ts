// An instant as the file and messages write it: whole seconds, UTC.

export const instantText = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
