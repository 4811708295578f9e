/** How much of something costs how much, as far as sentences of a few plain forms say it. */
export type Tariff = {
  /** So much of it is free. */
  readonly free: number;
  /** Each begun `step` costs `price`. */
  readonly step: number;
  readonly price: number;
  /** Whether begun steps are counted from the start or from where it stops being free. */
  readonly isFromStart: boolean;
  readonly cap: {
    readonly most: number;
    readonly period: number | null;
    readonly isFreeAgain: boolean;
  } | null;
};

/** An amount and what it costs, as an example of the spec has it. */
export type Point = { readonly amount: number; readonly cost: number };

const lengths: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  seconds: { second: 1, minute: 60, hour: 3_600, day: 86_400 },
  minutes: { minute: 1, hour: 60, day: 1_440, week: 10_080 },
  hours: { hour: 1, day: 24, week: 168 },
  days: { day: 1, week: 7 },
};

/** What an amount costs. */
export function costOf({ free, step, price, isFromStart, cap }: Tariff, amount: number): number {
  const plain = (part: number, own: number): number =>
    part <= own ? 0 : Math.ceil((part - (isFromStart ? 0 : own)) / step) * price;
  if (cap === null) return plain(amount, free);
  if (cap.period === null) return Math.min(cap.most, plain(amount, free));
  const whole = Math.floor(amount / cap.period);
  const again = cap.isFreeAgain ? free : 0;
  let total = 0;
  for (let at = 0; at <= whole; at++) {
    const part = at < whole ? cap.period : amount % cap.period;
    if (part > 0) total += Math.min(cap.most, plain(part, at === 0 ? free : again));
  }
  return total;
}

type Parts = {
  free: number | null;
  step: { length: number; price: number; from: readonly boolean[] } | null;
  cap: { most: number; periods: readonly (number | null)[]; again: readonly boolean[] } | null;
};

/**
 * Every way in which the sentences about a cost can be meant that no example contradicts. Empty where a sentence about it
 * has another form, or where fewer than two examples, one of them not free, say how it is meant.
 */
export function readTariff(sentences: readonly string[], unit: string, points: readonly Point[]): Tariff[] {
  const parts: Parts = { free: null, step: null, cap: null };
  for (const sentence of sentences) if (!takePart(sentence, unit, parts)) return [];
  const { free, step, cap } = parts;
  if (step === null || points.length < 2 || points.every(({ cost }) => cost === 0)) return [];
  const caps: Tariff['cap'][] =
    cap === null
      ? [null]
      : cap.periods.flatMap((period) =>
          cap.again.map((isFreeAgain) => ({ most: cap.most, period, isFreeAgain })),
        );
  const all = step.from.flatMap((isFromStart) =>
    caps.map(
      (one): Tariff => ({ free: free ?? 0, step: step.length, price: step.price, isFromStart, cap: one }),
    ),
  );
  return all.filter((tariff) => points.every(({ amount, cost }) => costOf(tariff, amount) === cost));
}

/** What all readings say an amount costs; null where they differ. */
export function agreedCost(readings: readonly Tariff[], amount: number): number | null {
  const costs = new Set(readings.map((tariff) => costOf(tariff, amount)));
  const [only] = costs;
  return costs.size === 1 && only !== undefined ? only : null;
}

function takePart(sentence: string, unit: string, parts: Parts): boolean {
  const text = sentence.trim().replace(/\.$/, '');
  const free =
    /^the first (?:(\d+) )?(\w+)(?: of (?:an?|the|each|every) \w+)? (?:is|are) free(?: of charge)?$/i.exec(
      text,
    );
  if (free && parts.free === null) {
    const length = lengthOf(free[1], free[2] ?? '', unit);
    parts.free = length;
    return length !== null;
  }
  const step =
    /^(after (?:that|this|it|them),? |then,? )?(?:each|every) (further |additional |following )?(?:begun|started|commenced) (?:(\d+) )?(\w+)(?: of (?:an?|the) (whole |entire )?\w+)?,? costs (\d+) \w+$/i.exec(
      text,
    );
  if (step && parts.step === null) {
    const length = lengthOf(step[3], step[4] ?? '', unit);
    if (length === null || length <= 0) return false;
    const from = step[5] ? [true] : step[2] ? [false] : [true, false];
    parts.step = { length, price: Number(step[6]), from };
    return true;
  }
  const cap =
    /^(?:an?|each|every|one) (?:(\d+) )?(\w+)(?: of (\d+) (\w+))? costs at most (\d+) \w+((?:;|,| and) (?:after it |then )?(?:the |it )?(?:counts?|counting)? ?(?:begins|starts) (?:anew|again|from the start)(, without (?:a )?free \w+)?)?$/i.exec(
      text,
    );
  if (!cap || parts.cap !== null) return false;
  const most = Number(cap[5]);
  const named = lengthOf(cap[1], cap[2] ?? '', unit);
  const period = cap[3] === undefined ? named : lengthOf(cap[3], cap[4] ?? '', unit);
  if (cap[3] !== undefined && named !== null && named !== period) return false;
  if (period === null) {
    if (cap[6]) return false;
    parts.cap = { most, periods: [null], again: [false] };
  } else
    parts.cap = {
      most,
      periods: cap[6] ? [period] : [period, null],
      again: cap[7] ? [false] : [true, false],
    };
  return true;
}

/** A length in the unit of the input; null where the word is none of time, nor the unit itself. */
function lengthOf(count: string | undefined, word: string, unit: string): number | null {
  const plain = word.toLowerCase().replace(/s$/, '');
  const own = plain === unit.toLowerCase().replace(/s$/, '') ? 1 : lengths[unit]?.[plain];
  return own === undefined ? null : own * Number(count ?? 1);
}
