import type { FieldMap } from '../../../contracts/agents.ts';
import type { AgentAct, DriverEvents } from '../../driver.port.ts';
import { shownText } from '../shown-text.ts';
import { lineReader } from './line-reader.ts';
import type { Said } from './outcome-of.ts';
import { type Heard, readLine } from './read-line.ts';

/** How many of the last lines are kept for a reason. */
const lastLines = 40;
/** Tools side by side; who begins more of them does not end them. */
const mostRunning = 1_000;
/** Longer lines of JSON are file contents and pictures: nothing the board could show. */
const longestJson = 2 * 1024 * 1024;
/** Of a line that is shown. */
const longestShown = 8_000;

/** Hears what a program prints: text is its log, lines of JSON are what the map says they are. */
export function hearing(events: DriverEvents, map: FieldMap | undefined) {
  const began = performance.now();
  const tail: string[] = [];
  const errors: string[] = [];
  const running = new Map<string, AgentAct>();
  let usd: number | null = null;
  let tokens: number | null = null;
  let said: Said = {};

  const keep = (lines: string[], line: string): void => {
    lines.push(line.slice(0, 2_000));
    if (lines.length > lastLines) lines.shift();
  };
  const spent = () => events.usage({ usd, tokens, ms: Math.round(performance.now() - began) });

  /** The end of a tool is told as its beginning was: so it is known which of them still run. */
  const matched = (act: AgentAct, id: string | null): AgentAct | undefined => {
    if (id === null || act.running === undefined) return act;
    const begun = running.get(id);
    if (act.running && running.size < mostRunning) running.set(id, act);
    if (act.running) return running.has(id) ? act : { ...act, running: false };
    running.delete(id);
    return begun && { ...begun, running: false };
  };

  const hear = (heard: Heard): void => {
    if (heard.type === 'act') {
      const shown = shownText(heard.act.text, longestShown);
      if (heard.act.kind === 'said') keep(tail, shown);
      const act = matched({ ...heard.act, text: shown }, heard.id);
      if (act) events.act(act);
    } else if (heard.type === 'session') events.resumable(heard.session);
    else if (heard.type === 'usage') {
      usd = total(usd, heard.usd, heard.add);
      tokens = total(tokens, heard.tokens, heard.add);
      spent();
    } else if (heard.type === 'error') {
      said = { ...said, error: heard.text || 'it failed and gave no reason', done: undefined };
      events.log(shownText(heard.text, longestShown));
    } else if (heard.type === 'limit') said = { ...said, limit: { resetsAt: heard.resetsAt } };
    // What went wrong before the agent got done is over.
    else said = { done: heard.text };
  };

  const text = (raw: string, isError: boolean): void => {
    const line = shownText(raw, longestShown);
    const progress = isError ? null : /^andon:progress (\d{1,3})(?: (.*))?$/.exec(line);
    if (progress) {
      events.progress(Number(progress[1]), progress[2] ?? '');
      return;
    }
    keep(tail, line);
    if (isError) keep(errors, line);
    events.log(line);
  };

  const onLine = (line: string): void => {
    const heard = map && readLine(line, map);
    if (heard) for (const each of heard) hear(each);
    else text(line, false);
  };

  const stdout = map
    ? lineReader(onLine, {
        longest: longestJson,
        dropLong: (length) => events.log(`(a line of ${length} characters is left out)`),
      })
    : lineReader(onLine);
  const stderr = lineReader((line) => text(line, true));
  return {
    stdout,
    stderr,
    tail,
    errors,
    said: () => said,
    end(): void {
      stdout.end();
      stderr.end();
      spent();
    },
  };
}

function total(before: number | null, now: number | null, add: boolean): number | null {
  if (now === null) return before;
  return add ? (before ?? 0) + now : now;
}
