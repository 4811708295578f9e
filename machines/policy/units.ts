/** The units work is paid in: money, input and output tokens together, milliseconds in the hands of sessions. */
export const units = ['usd', 'tokens', 'ms'] as const;
export type Unit = (typeof units)[number];
