import { z } from 'zod';
import type { TicketKind } from '../../../../machines/ticket/ticket.events.ts';
import type { DriverEvents } from '../../driver.port.ts';
import { shownText } from '../shown-text.ts';
import { answerForm } from './answer-form.ts';
import { optionAnswered, optionFor, type PermissionPolicy, ruleOn } from './permission-policy.ts';

export type QuestionDeskOptions = {
  readonly events: DriverEvents;
  readonly policy: PermissionPolicy;
  readonly ticket: TicketKind;
  /** How long a person is waited for, in milliseconds. */
  readonly askMs: number;
  /** Its abort ends every waiting. */
  readonly signal: AbortSignal;
};

type Outcome =
  | { readonly outcome: 'cancelled' }
  | { readonly outcome: 'selected'; readonly optionId: string };

const option = z.object({
  optionId: z.string(),
  name: z.string().catch(''),
  kind: z.string().catch(''),
});
const permission = z.object({
  toolCall: z
    .object({ title: z.string().nullish().catch(undefined), kind: z.string().nullish().catch(undefined) })
    .catch({}),
  options: z.array(option).max(50).catch([]),
});

/** One person answers one question after the other; an agent that asks on and on is told no. */
const mostWaiting = 8;

/**
 * Answers what an agent asks while it works: by the policy, else by a person on the board, and within `askMs` in any case,
 * then with no. Nothing it asks is left without an answer.
 */
export function createQuestionDesk({ events, policy, ticket, askMs, signal }: QuestionDeskOptions) {
  let waiting = 0;
  const ask = async (question: string, options: readonly string[]): Promise<string | undefined> => {
    if (signal.aborted || waiting >= mostWaiting) return undefined;
    waiting += 1;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), askMs);
    try {
      const asked = AbortSignal.any([signal, late.signal]);
      const over = new Promise<undefined>((resolve) =>
        asked.addEventListener('abort', () => resolve(undefined), { once: true }),
      );
      return await Promise.race([events.ask(question, options, asked), over]);
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
      waiting -= 1;
    }
  };

  return {
    /** Answers `session/request_permission`. */
    async permission(params: unknown): Promise<{ outcome: Outcome }> {
      const { toolCall, options = [] } = permission.safeParse(params).data ?? {};
      const title = shownText(toolCall?.title ?? 'something', 300);
      let ruling = ruleOn(policy, ticket, toolCall?.kind ?? undefined);
      let chosen = ruling === 'ask' ? undefined : optionFor(ruling, options);
      if (ruling === 'ask') {
        const answer = await ask(
          `The agent asks leave for: ${title}`,
          options.map(({ name, optionId }) => shownText(name || optionId, 200)),
        );
        chosen = answer === undefined ? undefined : optionAnswered(answer, options);
        if (answer === undefined && !signal.aborted) events.log(`nobody answered; "${title}" is refused`);
        if (!chosen) {
          ruling = 'deny';
          chosen = signal.aborted ? undefined : optionFor('deny', options);
        }
      }
      if (ruling === 'deny') events.log(`refused: ${title}`);
      return {
        outcome: chosen ? { outcome: 'selected', optionId: chosen.optionId } : { outcome: 'cancelled' },
      };
    },
    /** Answers `elicitation/create`: a form of one field by a person, anything else not at all. */
    elicitation: (params: unknown) => answerForm(params, ask),
  };
}
