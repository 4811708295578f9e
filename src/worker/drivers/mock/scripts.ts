import { type MockScript, mockScript, type Step } from './script.ts';

const limit = "You've hit your usage limit. Try again in 2 hours 30 minutes.";
const done: Step = { do: 'say', text: 'It is done.\nAll of it.' };

const steps: Readonly<Record<string, readonly Step[]>> = {
  work: [{ do: 'work' }],
  stream: [
    { do: 'plan', entries: ['read the spec', 'write the code', 'test it'], done: 1 },
    { do: 'think', text: 'The spec is short.' },
    { do: 'say', text: 'I begin.\nWith the code.' },
    { do: 'tool', title: 'Run the tests', kind: 'execute', ends: 'completed' },
    { do: 'write', path: 'BUILD/made.txt', text: 'made\n' },
    done,
  ],
  usage: [{ do: 'usage', usd: 0.25, tokens: 1_200 }, done],
  'usage-unknown': [{ do: 'usage', usd: null, tokens: null }, done],
  question: [
    { do: 'askLeave', title: 'Push to production', kind: 'execute', options: ['Yes, push', 'No'] },
    { do: 'askForm', message: 'Which colour?', options: ['red', 'blue'] },
    done,
  ],
  session: [{ do: 'tellSession' }, done],
  'long-line': [{ do: 'longLine', bytes: 10_000_000 }, done],
  garbage: [{ do: 'garbage', lines: 20 }, { do: 'tellUnknown' }, done],
  flood: [{ do: 'flood', lines: 5_000 }, done],
  child: [{ do: 'child', word: 'left-behind' }, done],
  silence: [
    { do: 'say', text: 'I think about it.' },
    { do: 'silence', deaf: false },
  ],
  deaf: [
    { do: 'child', word: 'deaf-too' },
    { do: 'say', text: 'I listen to nobody.' },
    { do: 'silence', deaf: true },
  ],
  cannot: [{ do: 'cannot', clauses: ['Requirements: it has no way to send a letter'] }],
  contradiction: [{ do: 'contradiction', clauses: ['it is public', 'it is secret'] }],
  limit: [{ do: 'fail', message: limit }],
  'no-login': [{ do: 'fail', message: 'Invalid API key · Please run /login', code: -32_000 }],
  'disk-full': [{ do: 'fail', message: 'ENOSPC: no space left on device, write' }],
  fails: [{ do: 'fail', message: 'I lost the thread' }],
  dies: [
    { do: 'say', text: 'I begin.' },
    { do: 'exit', code: 3, stderr: '' },
  ],
  'dies-loud': [{ do: 'exit', code: 4, stderr: 'Segmentation fault in the parser' }],
  refuses: [
    { do: 'say', text: 'I do not build weapons.' },
    { do: 'stop', reason: 'refusal' },
  ],
  'out-of-tokens': [
    { do: 'say', text: 'And then I' },
    { do: 'stop', reason: 'max_tokens' },
  ],
  'out-of-requests': [{ do: 'stop', reason: 'max_turn_requests' }],
  'says-cancelled': [{ do: 'stop', reason: 'cancelled' }],
};

const others: Readonly<Record<string, MockScript>> = Object.fromEntries(
  Object.entries({
    mute: { greeting: 'mute' },
    'dies-early': { greeting: 'dies' },
    'other-version': { greeting: 'other-version' },
    nonsense: { greeting: 'nonsense' },
    'logged-out': { isLoggedIn: false },
    loads: { resumes: 'load' },
    'begins-anew': { resumes: 'not', takesMcp: false },
  }).map(([name, more]) => [name, mockScript.parse({ ...more, steps: [{ do: 'tellSession' }, done] })]),
);

/** The script of this name; undefined where there is none. */
export function namedScript(name: string): MockScript | undefined {
  if (Object.hasOwn(others, name)) return others[name];
  return Object.hasOwn(steps, name) ? mockScript.parse({ steps: steps[name] }) : undefined;
}

export const scriptNames: readonly string[] = [...Object.keys(steps), ...Object.keys(others)];
