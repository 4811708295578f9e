import { parseArgs } from 'node:util';
import { allFaultKinds, type FaultKind } from './fault-kinds.ts';
import type { Smaller } from './world-plan.ts';

export type SimulationOptions = {
  readonly seconds: number;
  /** First of the fresh seeds; drawn by the caller where nobody chose one. */
  readonly from: number | undefined;
  /** At most so many seeds. */
  readonly count: number;
  /** One seed to replay. */
  readonly seed: number | undefined;
  readonly smaller: Smaller;
  readonly trace: boolean;
  readonly processes: number;
  /** File for the figures as JSON. */
  readonly out: string | undefined;
};

/** Reads the arguments of `npm run sim`. Throws with a sentence where one is wrong. */
export function readCommandLine(argv: readonly string[], cores: number): SimulationOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seconds: { type: 'string', default: '60' },
      from: { type: 'string' },
      count: { type: 'string', default: '1000000000' },
      seed: { type: 'string' },
      without: { type: 'string', default: '' },
      services: { type: 'string' },
      sessions: { type: 'string' },
      'faulty-ms': { type: 'string' },
      trace: { type: 'boolean', default: false },
      processes: { type: 'string', default: String(cores) },
      out: { type: 'string' },
    },
  });
  const number = (name: string, text: string | undefined) => {
    if (text === undefined) return undefined;
    const value = Number(text);
    if (!Number.isFinite(value) || value < 0) throw new RangeError(`--${name} ${text} is not a number`);
    return value;
  };
  return {
    seconds: number('seconds', values.seconds) ?? 60,
    from: number('from', values.from),
    count: number('count', values.count) ?? 0,
    seed: number('seed', values.seed),
    smaller: {
      services: number('services', values.services),
      sessions: number('sessions', values.sessions),
      faultyMs: number('faulty-ms', values['faulty-ms']),
      without: values.without.split(',').filter(Boolean).map(kindNamed),
    },
    trace: values.trace,
    processes: number('processes', values.processes) ?? cores,
    out: values.out,
  };
}

/** The command that runs this very world again. */
export function replayCommand(seed: number, smaller: Smaller): string {
  const { services, sessions, faultyMs, without = [] } = smaller;
  return [
    `npm run sim -- --seed ${seed} --trace`,
    ...(services === undefined ? [] : [`--services ${services}`]),
    ...(sessions === undefined ? [] : [`--sessions ${sessions}`]),
    ...(faultyMs === undefined ? [] : [`--faulty-ms ${faultyMs}`]),
    ...(without.length === 0 ? [] : [`--without ${without.join(',')}`]),
  ].join(' ');
}

function kindNamed(name: string): FaultKind {
  const kind = allFaultKinds.find((each) => each === name);
  if (!kind) throw new RangeError(`there is no fault ${name}; there are ${allFaultKinds.join(', ')}`);
  return kind;
}
