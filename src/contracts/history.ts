import { z } from 'zod';

/** `GET /api/services/:name/events`: the journal of one service, newest first. */
export const eventsView = z.object({
  events: z.array(
    z.object({
      seq: z.number(),
      at: z.number(),
      event: z.looseObject({ type: z.string() }),
    }),
  ),
});

/** `GET /api/services/:name/logs?after=<n>`: the newest log lines of one service, oldest first. */
export const logsView = z.object({
  lines: z.array(z.object({ n: z.number(), at: z.number(), source: z.string(), line: z.string() })),
});
