import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** Public keys that records may be signed with, by their ids. */
export type PublicKeys = ReadonlyMap<string, KeyObject>;

/** What signs the records of a home, and every key that ever did. */
export type SigningKeys = {
  /** Of the key that signs now: the first 16 hex digits of SHA-256 over its DER. */
  readonly id: string;
  /** The public half of the key that signs now, PEM. */
  readonly publicPem: string;
  readonly known: PublicKeys;
  /** Ed25519 over the bytes of this text, base64. */
  sign(text: string): string;
};

const privateName = 'record-signing.key';
const publicName = 'record-signing.pub';

/**
 * The keys that sign the records of a home, made on the first start (0600). Where the private key was taken away, a new
 * one is made and the old public key is kept beside it, so that old records can still be checked. Throws when the
 * directory cannot be read or written, or the key is no Ed25519 key.
 */
export function loadSigningKeys(directory: string): SigningKeys {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, privateName);
  if (!existsSync(file)) makeKey(file);
  chmodSync(file, 0o600);
  const key = createPrivateKey(readFileSync(file));
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError(`${file} holds no Ed25519 key`);
  const publicKey = createPublicKey(key);
  const publicPem = pemOf(publicKey);
  keepPublic(directory, publicPem);
  return {
    id: keyId(publicKey),
    publicPem,
    known: publicKeysIn(directory),
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64'),
  };
}

/** Every public key for records in the directory, this home's own and older ones; what is no key there is passed over. */
export function publicKeysIn(directory: string): PublicKeys {
  const names = existsSync(directory) ? readdirSync(directory) : [];
  const keys = new Map<string, KeyObject>();
  for (const name of names) {
    if (!/^record-signing(?:-[0-9a-f]{16})?\.pub$/.test(name)) continue;
    try {
      keys.set(...publicKeyOf(readFileSync(join(directory, name), 'utf8')));
    } catch {}
  }
  return keys;
}

/** A public key and its id, from PEM. Throws where the text is none. */
export function publicKeyOf(pem: string): [id: string, key: KeyObject] {
  const key = createPublicKey(pem);
  return [keyId(key), key];
}

function keyId(key: KeyObject): string {
  const der = key.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, 16);
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString();
}

/** Written aside and linked: never half there, and two starts at once agree on one. */
function makeKey(file: string): void {
  const { privateKey } = generateKeyPairSync('ed25519');
  const aside = `${file}.${process.pid}.part`;
  writeFileSync(aside, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  try {
    linkSync(aside, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function keepPublic(directory: string, pem: string): void {
  const file = join(directory, publicName);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : null;
  if (before === pem) return;
  if (before !== null && before.trim() !== '') {
    const [id] = publicKeyOf(before);
    renameSync(file, join(directory, `record-signing-${id}.pub`));
  }
  const aside = `${file}.${process.pid}.part`;
  writeFileSync(aside, pem, { mode: 0o600 });
  renameSync(aside, file);
}
