import type { ServiceView } from '../../../src/contracts/board.ts';

type Lines = 0 | 1 | 2;

/** What a card shows. Its height follows from this alone, so that ten thousand of them need no measuring. */
export type CardParts = {
  readonly name: Lines;
  readonly sentence: Lines;
  readonly work: boolean;
  readonly progress: boolean;
  readonly tests: boolean;
  readonly finding: boolean;
  readonly health: boolean;
  readonly reason: Lines;
};

/** Letters that fit a line of the narrowest column, for each size of type. Longer text is cut with an ellipsis. */
const NAME_LETTERS = 22;
const TEXT_LETTERS = 34;

/** Heights in pixels, those of service-card.module.css. */
const PADDING = 22;
const GAP = 4;
const NAME = 21;
const PHASE = 17;
const LINE = 18;
const PROGRESS = 26;
const BOX = 14;

export function cardParts(view: ServiceView): CardParts {
  const { sentence, reason, state, live, tests, progress, activity, cost } = view;
  const toldCost = cost !== undefined && (cost.usd !== null || cost.tokens !== null);
  // A reason says more than the state's own sentence, and in production the health does.
  const says = !reason && (state !== 'shipped' || live.health === 'none');
  return {
    name: linesOf(view.name, NAME_LETTERS),
    sentence: says ? linesOf(sentence, TEXT_LETTERS) : 0,
    work: view.session !== undefined || view.attempt > 1 || view.change > 1 || toldCost,
    progress: progress !== undefined || Boolean(activity),
    tests: tests !== undefined && tests.total > 0,
    finding: view.finding !== undefined,
    health: live.health !== 'none',
    reason: reason ? linesOf(reason.text, TEXT_LETTERS - 2) : 0,
  };
}

/** Pixels a card with these parts is high. */
export function cardHeight(parts: CardParts): number {
  let height = PADDING + parts.name * NAME + GAP + PHASE;
  if (parts.sentence > 0) height += GAP + parts.sentence * LINE;
  if (parts.work) height += GAP + LINE;
  if (parts.progress) height += GAP + PROGRESS;
  if (parts.tests) height += GAP + LINE;
  if (parts.finding) height += GAP + LINE;
  if (parts.health) height += GAP + LINE;
  if (parts.reason > 0) height += GAP + BOX + parts.reason * LINE;
  return height;
}

function linesOf(text: string, letters: number): Lines {
  return text.length > letters ? 2 : 1;
}
