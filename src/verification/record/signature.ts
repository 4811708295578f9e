import { verify } from 'node:crypto';
import { z } from 'zod';
import type { SignatureState } from '../../contracts/records.ts';
import { canonicalJson } from './canonical-json.ts';
import type { PublicKeys, SigningKeys } from './signing-keys.ts';

const signed = z.object({
  signature: z.object({ algorithm: z.literal('ed25519'), key: z.string(), value: z.base64() }),
});

/** The same record with the signature of this home over its canonical JSON. */
export function signRecord<T extends object>(record: T, keys: SigningKeys) {
  const value = keys.sign(canonicalJson({ ...record, signature: undefined }));
  return { ...record, signature: { algorithm: 'ed25519' as const, key: keys.id, value } };
}

/**
 * Checks a record as it was read, with every member it has. `unknown-key`: signed, but by none of these keys; `invalid`
 * is also what is no record.
 */
export function signatureOf(record: unknown, keys: PublicKeys): SignatureState {
  if (typeof record !== 'object' || record === null) return 'invalid';
  if (!('signature' in record) || record.signature === null) return 'unsigned';
  const parsed = signed.safeParse(record);
  if (!parsed.success) return 'invalid';
  const { signature } = parsed.data;
  const key = keys.get(signature.key);
  if (!key) return 'unknown-key';
  const text = Buffer.from(canonicalJson({ ...record, signature: undefined }));
  return verify(null, text, key, Buffer.from(signature.value, 'base64')) ? 'valid' : 'invalid';
}
