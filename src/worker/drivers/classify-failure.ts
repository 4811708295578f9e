import type { DriverOutcome } from '../driver.port.ts';
import { resetTime } from './reset-time.ts';
import { shownText } from './shown-text.ts';

export type FailureFacts = {
  /** What is said about it. */
  readonly text: string;
  /**
   * `error`: the agent's own word for its failure (a JSON-RPC error, the error of a result). `output`: what a program printed
   * last, in which the tests of a service may well speak of logins and limits: only what no test says counts there.
   */
  readonly said: 'error' | 'output';
  /** Of a JSON-RPC error. */
  readonly code?: number;
  /** Of the program. 126 and 127 are a shell's for one that cannot be run. */
  readonly exit?: number | null;
  /** Epoch milliseconds. */
  readonly now: number;
  /** In which a time of day without a zone is meant. Default: that of this machine, as agents have it. */
  readonly zone?: string;
};

export type Failure = Extract<DriverOutcome, { type: 'failed' }>;

const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
/** ACP's `auth_required`. */
const authRequired = -32_000;

/** Phrases of agents and providers, gathered from the known agents' sources and their users' reports. */
const limitWords =
  /usage limit|(?:rate|spend|spending|session|weekly|daily|monthly|5[- ]hour|five[- ]hour|request|token)s?[ _-]?limit(?:[ _-]?error|ed)?\b.{0,40}(?:reach|exceed|hit|error|reset|retry)|(?:reach|exceed|hit)\w* (?:\w+ ){0,3}(?:rate|usage|session|weekly|daily|monthly|spending|free tier|5-hour)[ -]limit|rate[ _-]?limit(?:ed|_error|_exceeded)|you(?:'|’)ve (?:hit|reached) your (?:\w+ ){0,3}limit|exceeded your (?:current )?quota|quota (?:exceeded|exhausted|will reset)|exhausted your (?:\w+ )?(?:quota|capacity)|resource[_ ]exhausted|insufficient[_ ](?:quota|credits?|funds|balance)|out of (?:extra )?(?:usage|credits)|credit balance is too low|overloaded_error|premium requests? (?:limit|allowance)/i;
const looseLimitWords =
  /too many requests|rate[ _-]?limit|quota|limit (?:reached|exceeded)|\b(?:429|529)\b|overloaded/i;
const loginWords =
  /(?:please|must|to) (?:run|use|type|do) [`'"/]*(?:\w+ ){0,2}(?:auth )?\/?login|\/login\b|not (?:logged|signed) in|log ?in (?:is )?required|oauth token (?:has |is )?(?:expired|revoked|invalid)|invalid (?:x-)?api[- ]key|(?:api[_ -]key|[A-Z]+_API_KEY) (?:is |was )?(?:missing|not (?:set|found|configured|valid)|invalid)|no api key (?:found|set|configured|provided)|please set an auth method|authentication_error|no (?:auth|authentication) (?:credentials|method) (?:found|configured|selected)/i;
const looseLoginWords =
  /authentication (?:is )?(?:required|failed)|auth_required|unauthenticated|unauthorized|\b401\b|credentials|log ?in|sign ?in/i;
const placeWords =
  /no space left on device|\bENOSPC\b|\bEDQUOT\b|disk quota exceeded|javascript heap out of memory|cannot allocate memory|\bENOMEM\b|spawn \S+ ENOENT|bad interpreter|cannot find module .*node_modules|error while loading shared libraries/i;
const loosePlaceWords =
  /out of memory|command not found|no such file or directory.*(?:bin|exec)|\b(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRESET|ENETUNREACH)\b|fetch failed|network is unreachable|could not resolve/i;

/**
 * Whose a failure is: the provider's (nobody is logged in, a limit is reached, with the time it is over), this machine's
 * (a program, disk or memory is missing), else the work's. The reason is a sentence with the words that were said.
 */
export function classifyFailure({ text, said, code, exit, now, zone = ownZone }: FailureFacts): Failure {
  const reason = shownText(text.trim(), 4_000) || 'nothing was said';
  const own = said === 'error';
  const speaks = (strict: RegExp, loose: RegExp) => strict.test(reason) || (own && loose.test(reason));
  // A shell says so of the program it was to run; an agent of its own tools by its words alone.
  if (!own && (exit === 126 || exit === 127))
    return { type: 'failed', class: 'environment', reason: `the program cannot be run: ${reason}` };
  if (placeWords.test(reason))
    return { type: 'failed', class: 'environment', reason: `this machine stands in the way: ${reason}` };
  if (speaks(limitWords, looseLimitWords)) {
    const resetsAt = resetTime(reason, now, zone);
    return {
      type: 'failed',
      class: 'provider',
      reason: `the provider's limit is reached: ${reason}`,
      ...(resetsAt === undefined ? {} : { resetsAt }),
    };
  }
  if (code === authRequired || speaks(loginWords, looseLoginWords))
    return { type: 'failed', class: 'provider', reason: `nobody is logged in: ${reason}` };
  if (own && loosePlaceWords.test(reason))
    return { type: 'failed', class: 'environment', reason: `this machine stands in the way: ${reason}` };
  return { type: 'failed', class: 'work', reason };
}
