import type { DriverOutcome } from '../../driver.port.ts';
import { lastWords } from '../../last-words.ts';
import { classifyFailure } from '../classify-failure.ts';
import { shownText } from '../shown-text.ts';

const sentences: Readonly<Record<string, string>> = {
  max_tokens: 'The agent used up the tokens it may use in one turn, and did not say that it is done.',
  max_turn_requests:
    'The agent used up the requests it may make in one turn, and did not say that it is done.',
  cancelled: 'The agent says its turn was cancelled; nobody here cancelled it.',
};

export type TurnEnd = {
  readonly stopReason: string;
  readonly lastMessage: string;
  /** It used a tool or edited something. */
  readonly hasActed: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
};

/**
 * What the end of a turn means. `end_turn` is a claim that the work is done, with the first line of the agent's last message as
 * its summary, unless the message ends with `ANDON: cannot: …`. Some agents say a limit of their provider as if it were an
 * answer: one that did nothing and says so did not hand in its work.
 */
export function turnOutcome({ stopReason, lastMessage, hasActed, now }: TurnEnd): DriverOutcome {
  if (stopReason === 'end_turn') {
    const told = hasActed ? undefined : classifyFailure({ text: lastMessage, said: 'output', now });
    if (told?.class === 'provider') return told;
    return lastWords(lastMessage) ?? { type: 'submitted', summary: firstLine(lastMessage) };
  }
  if (stopReason === 'refusal') {
    const clause = shownText(lastMessage, 2_000) || 'The agent refuses and says nothing of why.';
    return { type: 'cannot', clauses: [clause] };
  }
  const sentence =
    sentences[stopReason] ??
    `The agent's turn ended with "${shownText(stopReason, 60)}", which is not known here.`;
  const last = lastMessage && ` It last said: ${shownText(lastMessage, 2_000)}`;
  return { type: 'failed', class: 'work', reason: `${sentence}${last}` };
}

function firstLine(text: string): string {
  const line = text.split('\n').find((each) => each.trim() !== '') ?? '';
  return line.replace(/^#+ /, '').trim().slice(0, 200);
}
