import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { UsageReport } from '../../../../src/contracts/usage.ts';
import type {
  AgentAct,
  Driver,
  DriverEvents,
  DriverOutcome,
  DriverRun,
  TicketBrief,
} from '../../../../src/worker/driver.port.ts';

export type Heard = {
  readonly acts: AgentAct[];
  readonly lines: string[];
  readonly progress: string[];
  readonly usage: UsageReport[];
  readonly sessions: string[];
  readonly questions: { question: string; options: readonly string[] }[];
  /** Everything that was said, logged or done, as text. */
  all(): string[];
};

export type RunWish = {
  readonly brief?: Partial<TicketBrief>;
  readonly more?: Partial<Pick<DriverRun, 'mcp' | 'resume'>>;
  readonly ask?: DriverEvents['ask'];
};

export type Running = {
  readonly heard: Heard;
  readonly outcome: Promise<DriverOutcome>;
  readonly workspace: string;
  stop(): void;
  /** Resolves once something with these words was heard. */
  until(words: string): Promise<void>;
};

const workspaces: string[] = [];

/** Removes every workspace of `startRun`. */
export function removeWorkspaces(): void {
  for (const directory of workspaces.splice(0)) rmSync(directory, { recursive: true, force: true });
}

/** Runs a driver on a ticket in a fresh workspace. */
export function startRun(driver: Driver, wish: RunWish = {}): Running {
  const place = mkdtempSync(join(tmpdir(), 'andon-driver-'));
  workspaces.push(place, `${place}.ticket`);
  const spec = wish.brief?.spec ?? '# Nothing\n';
  writeFileSync(join(place, 'SPEC.md'), spec);
  const acts: AgentAct[] = [];
  const lines: string[] = [];
  const progress: string[] = [];
  const usage: UsageReport[] = [];
  const sessions: string[] = [];
  const questions: Heard['questions'] = [];
  const heard: Heard = {
    ...{ acts, lines, progress, usage, sessions, questions },
    all: () => [...lines, ...acts.map(({ text }) => text)],
  };
  const stopping = new AbortController();
  const outcome = driver.run({
    brief: {
      id: 'tk-1',
      token: 1,
      kind: 'build',
      service: 'shortener',
      change: 1,
      attempt: 1,
      spec,
      feedback: [],
      base: '0'.repeat(40),
      dueAt: 0,
      prompt: 'Andon ticket tk-1, kind build: build a service.\nService shortener, change 1.\n',
      ...wish.brief,
    },
    workspace: place,
    events: {
      progress: (percent, text) => void progress.push(`${percent} ${text}`),
      log: (line) => void lines.push(line),
      act: (act) => void acts.push(act),
      usage: (report) => void usage.push(report),
      resumable: (session) => void sessions.push(session),
      ask: (question, options, signal) => {
        questions.push({ question, options });
        return wish.ask?.(question, options, signal) ?? Promise.resolve(undefined);
      },
    },
    signal: stopping.signal,
    ...wish.more,
  });
  return {
    heard,
    outcome,
    workspace: place,
    stop: () => stopping.abort(),
    until: (words) =>
      expect.poll(() => heard.all().some((text) => text.includes(words)), { timeout: 30_000 }).toBe(true),
  };
}
