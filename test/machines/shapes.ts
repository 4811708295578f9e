import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyStateMachine } from 'xstate';
import { z } from 'zod';
import { lineEffect } from '../../machines/line/line.effects.ts';
import { lineEvent } from '../../machines/line/line.events.ts';
import { lineMachine } from '../../machines/line/line.machine.ts';
import { serviceEffect } from '../../machines/service/service.effects.ts';
import { serviceEvent } from '../../machines/service/service.events.ts';
import { serviceMachine } from '../../machines/service/service.machine.ts';
import { sessionEffect } from '../../machines/session/session.effects.ts';
import { sessionEvent } from '../../machines/session/session.events.ts';
import { sessionMachine } from '../../machines/session/session.machine.ts';
import { type MachineKind, versionOf } from '../../machines/step.ts';
import { ticketEffect } from '../../machines/ticket/ticket.effects.ts';
import { ticketEvent } from '../../machines/ticket/ticket.events.ts';
import { ticketMachine } from '../../machines/ticket/ticket.machine.ts';
import { contentHash } from '../../src/contracts/tree-hash.ts';

const machines: Readonly<Record<MachineKind, { machine: AnyStateMachine; messages: readonly z.ZodType[] }>> =
  {
    service: { machine: serviceMachine, messages: [serviceEvent, serviceEffect] },
    ticket: { machine: ticketMachine, messages: [ticketEvent, ticketEffect] },
    session: { machine: sessionMachine, messages: [sessionEvent, sessionEffect] },
    line: { machine: lineMachine, messages: [lineEvent, lineEffect] },
  };
const kinds: readonly MachineKind[] = ['service', 'ticket', 'session', 'line'];

const shape = z.object({ messages: z.string(), context: z.string(), states: z.string() });
const shapes = z.object({
  /** Databases in the field hold these: they never change any more. */
  released: z.array(z.string()),
  shapes: z.record(z.string(), shape),
});
export type Shapes = z.infer<typeof shapes>;

export const shapesFile = new URL('fixtures/shapes.json', import.meta.url);

export function shapesStored(): Shapes {
  return shapes.parse(JSON.parse(readFileSync(shapesFile, 'utf8')));
}

/** What is stored of each machine as it is now, by kind and version: digests of its messages, context and states. */
export function shapesNow(): Shapes['shapes'] {
  return Object.fromEntries(
    kinds.map((kind) => {
      const { machine, messages } = machines[kind];
      const schemas = messages.map((schema) => z.toJSONSchema(schema, { unrepresentable: 'any' }));
      const now = {
        messages: digest(JSON.stringify(schemas)),
        context: digest(contextType(kind)),
        states: digest(JSON.stringify(statesBelow(machine.config.states))),
      };
      return [`${kind} ${versionOf(kind)}`, now];
    }),
  );
}

function digest(text: string): string {
  return contentHash(text).slice(0, 16);
}

/** The code of the context's type: how it is laid out and what its comments say is no part of its shape. */
function contextType(kind: MachineKind): string {
  const file = join(import.meta.dirname, '..', '..', 'machines', kind, `${kind}.context.ts`);
  return readFileSync(file, 'utf8')
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    .replace(/^import .*$/gm, '')
    .replace(/\s+|readonly/g, '');
}

type States = AnyStateMachine['config']['states'];

function statesBelow(states: States): unknown {
  return Object.entries(states ?? {})
    .map(([name, { states: inner }]) => [name, statesBelow(inner)])
    .sort(([one], [two]) => String(one).localeCompare(String(two)));
}
