import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Line } from '../e2e/support/line.ts';
import type { Started } from '../e2e/support/processes.ts';
import { type KeptProcess, keepProcess } from './kept-process.ts';

/** Quicker still than end-to-end tests are: a matrix runs hundreds of lines. */
const crashLimits = {
  probeEveryMs: 200,
  probeFails: 2,
  probePasses: 1,
  provingMs: 200,
  provingPasses: 2,
  restarts: 1,
  supersedeQuietMs: 200,
  recheckMs: 500,
  reconcileMs: 500,
};

const runFile = z.object({ pid: z.number(), url: z.string(), gatewayUrl: z.string() });

export function openLine(): Line {
  return new Line({ limits: crashLimits });
}

function runOf(line: Line): z.infer<typeof runFile> | undefined {
  const file = join(line.home, 'run.json');
  return existsSync(file) ? runFile.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

/** A coordinator that is up once it says it is ready; a successor is found at the same place. */
export function keepCoordinator(line: Line, armed?: string): KeptProcess {
  return keepProcess({
    line,
    armed,
    launch: () => line.launch('up'),
    isUp: async (started) => {
      const run = runOf(line);
      if (run?.pid !== started.pid || !(await line.ready()).ok) return false;
      line.env.ANDON_PORT = new URL(run.url).port;
      line.env.ANDON_GATEWAY_PORT = new URL(run.gatewayUrl).port;
      return true;
    },
  });
}

const builder = join(import.meta.dirname, '..', 'e2e', 'fixtures', 'builder.mjs');
const sessions = z.object({ sessions: z.array(z.object({ name: z.string(), state: z.string() })) });

/** A worker with the scripted builder; it is up once its session is on the board. */
export function keepWorker(line: Line, name: string, armed?: string): KeptProcess {
  const launch = (): Started =>
    line.launch(
      ...['worker', '--name', name, '--capabilities', 'builder,tester,fixer', '--slots', '2'],
      ...['--work-dir', join(line.directory, 'work'), '--agent', 'command'],
      ...['--writable', line.gates, '--', process.execPath, builder, line.gates],
    );
  return keepProcess({
    line,
    armed,
    launch,
    isUp: async (started) => {
      const known = sessions.parse(await line.ask('/api/sessions')).sessions;
      const alive = known.some((each) => each.name === name && ['idle', 'busy'].includes(each.state));
      return alive && started.said().includes('registered');
    },
  });
}
