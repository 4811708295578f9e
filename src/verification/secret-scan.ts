import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { filesUnder } from '../stack/build-files.ts';

const patterns: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/, 'a private key'],
  [/\b(?:AKIA|ASIA)(?!IOSFODNN7EXAMPLE)[0-9A-Z]{16}\b/, 'an AWS access key'],
  [/\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_[A-Za-z0-9_]{60,}\b/, 'a GitHub token'],
  [/\bglpat-[A-Za-z0-9_-]{20,}\b/, 'a GitLab token'],
  [/\bxox[abprs]-[A-Za-z0-9-]{20,}\b/, 'a Slack token'],
  [/\bsk-(?:ant-|proj-|live-)?[A-Za-z0-9_-]{32,}\b/, 'an API key'],
  [/\b[rs]k_live_[A-Za-z0-9]{20,}\b/, 'a Stripe key'],
  [/\bAIza[A-Za-z0-9_-]{35}\b/, 'a Google API key'],
];
const largestBytes = 1024 * 1024;

/** Secrets in the files below `build`, one sentence each: where and what kind, never the value. */
export async function secretsIn(build: string): Promise<string[]> {
  const found: string[] = [];
  for (const path of await filesUnder(build)) {
    const name = basename(path);
    if (name === '.env' || (name.startsWith('.env.') && !/\.(?:example|sample|template|dist)$/.test(name))) {
      found.push(`BUILD/${path} must not be submitted: secrets are set with \`andon env\``);
      continue;
    }
    const file = join(build, path);
    if ((await stat(file)).size > largestBytes) continue;
    const lines = (await readFile(file, 'utf8')).split('\n');
    for (const [pattern, kind] of patterns) {
      const line = lines.findIndex((text) => pattern.test(text));
      if (line !== -1)
        found.push(`BUILD/${path}:${line + 1} holds ${kind}; take it out, and read it from the environment`);
    }
  }
  return found;
}
