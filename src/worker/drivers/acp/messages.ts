import type { DriverEvents } from '../../driver.port.ts';
import { shownText } from '../shown-text.ts';

type Chunk = { readonly kind: 'message' | 'thought'; readonly text: string; readonly id: string | undefined };

const lineLength = 2_000;
const linesAtOnce = 1_000;
/** Of the last message: its end says what became of the ticket, its beginning what was done. */
const keptStart = 4_000;
const keptEnd = 32_000;
/** A line that is not over is shown when nothing more came of it for so long. */
const quietMs = 700;

/** Makes lines of the pieces an agent speaks in, and keeps its last message. */
export function createMessages(events: DriverEvents) {
  let kind: Chunk['kind'] = 'message';
  let id: string | undefined;
  let line = '';
  let message = '';
  /** What is said next is another message. */
  let isNew = true;
  let timer: NodeJS.Timeout | undefined;

  const show = (text: string): void => {
    const shown = shownText(text, lineLength).trimEnd();
    if (shown === '') return;
    const act = kind === 'message' ? ('said' as const) : ('thought' as const);
    events.act({ kind: act, fingerprint: shown.slice(0, 120), text: shown });
  };
  const showRest = (): void => {
    clearTimeout(timer);
    show(line);
    line = '';
  };
  const pause = (): void => {
    showRest();
    isNew = true;
  };

  return {
    add(chunk: Chunk): void {
      if (chunk.kind !== kind || (chunk.id !== undefined && chunk.id !== id)) pause();
      kind = chunk.kind;
      id = chunk.id;
      if (kind === 'message' && chunk.text !== '') {
        message = isNew ? chunk.text : message + chunk.text;
        if (message.length > 2 * (keptStart + keptEnd))
          message = `${message.slice(0, keptStart)}\n…\n${message.slice(-keptEnd)}`;
        isNew = false;
      }
      const lines = (line + chunk.text).split('\n');
      line = lines.pop() ?? '';
      for (const whole of lines.slice(0, linesAtOnce)) show(whole);
      if (lines.length > linesAtOnce) show(`… (${lines.length - linesAtOnce} more lines)`);
      clearTimeout(timer);
      if (line.length > lineLength) showRest();
      else if (line !== '') timer = setTimeout(showRest, quietMs).unref();
    },
    /** Something else is told, or the turn is over. */
    pause,
    last: () => shownText(message, 2 * (keptStart + keptEnd)).trim(),
  };
}
