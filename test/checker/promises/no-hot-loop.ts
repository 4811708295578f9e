import type { LinePromise } from '../watch.ts';

const minute = 60_000;

/** However things go, no service is a storm: its rows and those of its tickets in any minute are bounded. */
export const noHotLoop: LinePromise = {
  name: 'no hot loop',
  watch(judge, { tolerances }) {
    const owners = new Map<string, string>();
    const times = new Map<string, number[]>();
    return {
      step({ kind, id, event, row }, at) {
        if (kind === 'ticket' && event.type === 'Opened') owners.set(id, String(event.input.owner));
        const service = kind === 'service' ? row.stream : owners.get(id);
        if (service === undefined || kind === 'session' || kind === 'line') return;
        const recent = times.get(service) ?? [];
        recent.push(at);
        while (recent[0] !== undefined && recent[0] <= at - minute) recent.shift();
        times.set(service, recent);
        judge(
          recent.length <= tolerances.eventsPerServicePerMinute,
          () =>
            `${service} has ${recent.length} rows within a minute, the last ${event.type} of ${row.stream}`,
        );
      },
    };
  },
};
