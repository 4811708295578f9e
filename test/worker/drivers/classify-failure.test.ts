import { describe, expect, it } from 'vitest';
import { classifyFailure } from '../../../src/worker/drivers/classify-failure.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const ofError = (text: string, code?: number) =>
  classifyFailure({ text, said: 'error', now, ...(code === undefined ? {} : { code }) });
const ofOutput = (text: string, exit = 1) => classifyFailure({ text, said: 'output', exit, now });

describe('whose a failure is', () => {
  it.each([
    'Claude AI usage limit reached|1795288800',
    "You've hit your session limit · resets 3pm (UTC)",
    '5-hour limit reached ∙ resets 3pm',
    'Weekly limit reached · resets Nov 24, 9am',
    "You've hit your usage limit. Upgrade to Pro or try again in 3 days 20 hours 41 minutes.",
    'stream error: exceeded retry limit, last status: 429 Too Many Requests',
    'Quota exceeded for quota metric "Gemini 3 Pro requests" … Please retry in 34.07s',
    'You have exhausted your daily quota on this model.',
    'You exceeded your current quota, please check your plan and billing details.',
    'RESOURCE_EXHAUSTED',
    'API Error: 529 {"type":"error","error":{"type":"overloaded_error"}}',
    'Your credit balance is too low to access the API.',
    'You have exceeded your premium request allowance: premium request limit reached',
  ])('a limit is the provider’s: %s', (text) => {
    const failure = ofError(text);
    expect(failure.class).toBe('provider');
    expect(failure.reason).toContain(text.slice(0, 20));
  });

  it.each([
    ['Authentication required', -32_000],
    ['Invalid API key · Please run /login', undefined],
    ['Not logged in. Please run codex login', undefined],
    ['OAuth token has expired. Please obtain a new token or refresh your existing token.', undefined],
    ['Please set an Auth method in your settings.json or specify GEMINI_API_KEY', undefined],
    ['No authentication credentials found. Use `gh auth login`', undefined],
    ['ANTHROPIC_API_KEY is not set', undefined],
  ])('that nobody is logged in is the provider’s: %s', (text, code) => {
    expect(ofError(text, code)).toMatchObject({
      class: 'provider',
      reason: expect.stringContaining(`nobody is logged in: ${text.slice(0, 10)}`),
    });
  });

  it.each([
    'ENOSPC: no space left on device, write',
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    'Error: spawn codex ENOENT',
    'fork: Cannot allocate memory',
  ])('a program, disk or memory that is missing is the machine’s: %s', (text) => {
    expect(ofError(text).class).toBe('environment');
    expect(ofOutput(text).class).toBe('environment');
  });

  it('takes a shell’s codes for a program that cannot be run as the machine’s', () => {
    expect(ofOutput('sh: 1: aider: not found', 127).class).toBe('environment');
    expect(ofOutput('sh: 1: ./agent: Permission denied', 126).class).toBe('environment');
  });

  it('takes everything else as the work’s, with its words', () => {
    expect(ofError('Internal error')).toEqual({ type: 'failed', class: 'work', reason: 'Internal error' });
    expect(ofOutput('')).toEqual({ type: 'failed', class: 'work', reason: 'nothing was said' });
  });

  it.each([
    'FAIL test/auth.test.js: expected 401, got 200',
    'AssertionError: GET /items without a token must be unauthorized',
    'expected status 429 after ten requests',
    'Error: connect ECONNREFUSED 127.0.0.1:8080',
    'the login page answers 200',
  ])('does not take the words of a tested service for the provider’s: %s', (text) => {
    expect(ofOutput(text).class).toBe('work');
  });

  it('says when the limit is over, where the provider says it', () => {
    expect(ofError('Claude AI usage limit reached|1795288800')).toMatchObject({
      resetsAt: 1_795_288_800_000,
    });
    expect(ofError("You've hit your usage limit.")).not.toHaveProperty('resetsAt');
  });

  it('shows no control characters and no more than can be read', () => {
    const { reason } = ofError(`\u001b[31mred\u0007\u202e ${'x'.repeat(1e6)}`);
    expect(reason).toMatch(/^red x+… \(\d+ more characters\)$/);
    expect(reason.length).toBeLessThan(5_000);
  });
});
