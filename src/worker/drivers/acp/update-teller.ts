import { createHash } from 'node:crypto';
import type { DriverEvents } from '../../driver.port.ts';
import { shownText } from '../shown-text.ts';
import { createMessages } from './messages.ts';
import { type PlanEntry, readUpdate, type Update } from './read-update.ts';

export type Teller = {
  /** Parameters of a `session/update`. */
  tell(params: unknown): void;
  /** While muted, what is told is history. */
  mute(muted: boolean): void;
  /** The tokens of the whole session, where the agent says them. */
  spent(tokens: number | null): void;
  /** The words of the turn are over; tells what it cost in the end. */
  finish(): void;
  /** It used a tool or edited something. */
  hasActed(): boolean;
  /** The agent's last message of this turn, whole but for the middle of a very long one. */
  lastMessage(): string;
};

type ToolUpdate = Extract<Update, { kind: 'tool' }>;
type Tool = { readonly title: string; readonly fingerprint: string; readonly status: string; edits: number };

/** Of tools that run at the same time, and of those whose end is never told. */
const mostTools = 500;
const editsPerTool = 100;
const titleLength = 300;

/** Tells the board what an agent tells of its work. `root` is the workspace as the agent knows it. */
export function createTeller(events: DriverEvents, root: string): Teller {
  const tools = new Map<string, Tool>();
  const messages = createMessages(events);
  let isMuted = false;
  let hasActed = false;
  const began = performance.now();
  let usd: number | null = null;
  let tokens: number | null = null;

  const tool = (update: ToolUpdate): void => {
    hasActed = true;
    const before = tools.get(update.id);
    const title = oneLine(update.title ?? before?.title ?? update.tool ?? 'a tool');
    const status = update.status ?? before?.status ?? 'pending';
    const fingerprint =
      before?.fingerprint ?? `${title.slice(0, 80)} ${digest([update.tool, title, update.input])}`;
    const now = { title, fingerprint, status, edits: before?.edits ?? 0 };
    const isRunning = status === 'pending' || status === 'in_progress';
    if (!before || isOver(before.status) !== isOver(status)) {
      const ended = isRunning ? '' : status === 'failed' ? ' failed' : ' is done';
      events.act({ kind: 'tool', fingerprint, text: `${title}${ended}`, running: isRunning });
    }
    for (const { path, before: old, after } of update.diffs.slice(0, editsPerTool - now.edits)) {
      now.edits += 1;
      const name = oneLine(path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path);
      const size = `${lines(after)} lines`;
      events.act({
        kind: 'edit',
        fingerprint: `${name.slice(0, 120)} ${digest(after)}`,
        text: old === undefined ? `writes ${name} (${size})` : `edits ${name} (${lines(old)} → ${size})`,
      });
    }
    tools.delete(update.id);
    tools.set(update.id, now);
    if (tools.size > mostTools) for (const id of [...tools.keys()].slice(0, 1)) tools.delete(id);
  };

  const plan = (entries: readonly PlanEntry[]): void => {
    if (entries.length === 0) return;
    const done = entries.filter(({ status }) => status === 'completed').length;
    const current =
      entries.find(({ status }) => status === 'in_progress') ??
      entries.find(({ status }) => status !== 'completed');
    const text = `${done}/${entries.length} ${oneLine(current?.text ?? 'the plan is carried out')}`;
    events.progress(Math.round((95 * done) / entries.length), text);
    events.act({ kind: 'plan', fingerprint: digest(entries), text });
  };

  const tellUsage = (): void => events.usage({ usd, tokens, ms: Math.round(performance.now() - began) });

  const tell = (update: Update): void => {
    if (update.kind === 'message' || update.kind === 'thought') messages.add(update);
    else if (update.kind !== 'nothing') {
      messages.pause();
      tellMore(update);
    }
  };

  const tellMore = (update: Exclude<Update, { kind: 'message' | 'thought' | 'nothing' }>): void => {
    switch (update.kind) {
      case 'tool':
        tool(update);
        break;
      case 'plan':
        plan(update.entries);
        break;
      case 'notice':
        events.log(`the agent: ${shownText(update.text, 1_000)}`);
        break;
      case 'unknown':
        events.log(`the agent tells of "${oneLine(update.name)}", which is not known here`);
        break;
      case 'usage':
        usd = update.usd ?? usd;
        tellUsage();
    }
  };

  return {
    tell: (params) => {
      if (!isMuted) tell(readUpdate(params));
    },
    mute: (muted) => {
      isMuted = muted;
    },
    spent: (total) => {
      tokens = total;
    },
    finish: () => {
      messages.pause();
      tellUsage();
    },
    hasActed: () => hasActed,
    lastMessage: () => messages.last(),
  };
}

function isOver(status: string): boolean {
  return status !== 'pending' && status !== 'in_progress';
}

function oneLine(text: string): string {
  return shownText(text.slice(0, 4 * titleLength).replace(/\s+/g, ' '), titleLength).trim();
}

function lines(text: string): number {
  if (text === '') return 0;
  let count = text.endsWith('\n') ? 0 : 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

function digest(value: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(value) ?? '';
  } catch {
    // Nested deeper than anybody means.
    text = 'too deep';
  }
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
