import { createHash } from 'node:crypto';
import type { VerificationRecord } from '../record.ts';
import { canonicalJson } from './canonical-json.ts';

/** The configuration of a gate as its record has it: the values, and one hash over them whatever their order. */
export function settingsOf(values: Readonly<Record<string, unknown>>): VerificationRecord['settings'] {
  const text = canonicalJson(values);
  // As it will be read again: members that are undefined are not there.
  const kept: Record<string, unknown> = JSON.parse(text);
  return { hash: createHash('sha256').update(text).digest('hex'), values: kept };
}
