import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type InviteView, inviteView } from '../contracts/invites.ts';
import type { Clock } from '../coordinator/clock.port.ts';
import { AndonError } from '../errors.ts';
import type { Store } from '../store/store.port.ts';
import type { Invites } from './invites.port.ts';
import { hashToken, matchesHash } from './session-tokens.ts';

const kept = inviteView.omit({ state: true }).extend({ hash: z.string(), revoked: z.boolean() });
type Kept = z.infer<typeof kept>;

const prefix = 'invite/';
/** For so long after its end an invite is listed, and lets back in who joined with it. */
const rememberedMs = 30 * 24 * 60 * 60_000;

/** Invites in the home's database, by their ids. */
export function createInvites(
  store: Pick<Store, 'get' | 'put' | 'remove' | 'keys'>,
  clock: Pick<Clock, 'now'>,
): Invites {
  const read = (id: string): Kept | undefined => {
    const text = store.get(`${prefix}${id}`);
    return text === undefined ? undefined : kept.parse(JSON.parse(text));
  };
  const write = (invite: Kept): void => store.put(`${prefix}${invite.id}`, JSON.stringify(invite));

  const view = ({ hash: _hash, revoked, ...invite }: Kept): InviteView => {
    const over = clock.now() >= invite.expiresAt ? 'expired' : 'open';
    const state = revoked ? 'revoked' : invite.joined.length >= invite.uses ? 'used-up' : over;
    return { ...invite, state };
  };

  const all = (): Kept[] =>
    store.keys(prefix).flatMap((key) => {
      const invite = read(key.slice(prefix.length));
      if (!invite) return [];
      if (clock.now() < invite.expiresAt + rememberedMs) return [invite];
      store.remove(key);
      return [];
    });

  return {
    create({ name, capabilities, uses, expiresMs }) {
      const id = randomBytes(5).toString('hex');
      const token = ['invite', id, randomBytes(32).toString('base64url')].join('~');
      const at = clock.now();
      const invite: Kept = {
        id,
        name: name ?? null,
        capabilities: [...new Set(capabilities)],
        uses: name === undefined ? uses : 1,
        createdAt: at,
        expiresAt: at + expiresMs,
        joined: [],
        hash: hashToken(token),
        revoked: false,
      };
      write(invite);
      return { invite: view(invite), token };
    },

    list: () =>
      all()
        .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1))
        .map(view),

    revoke(id) {
      const invite = read(id);
      if (!invite)
        throw new AndonError('NOT_FOUND', `There is no invite "${id}". "andon invite ls" lists them.`);
      const revoked = { ...invite, revoked: true };
      write(revoked);
      return view(revoked);
    },

    authenticate(token) {
      const [word, id = '', secret, ...more] = token.split('~');
      if (word !== 'invite' || secret === undefined || more.length > 0 || !/^[0-9a-f]{10}$/.test(id)) return;
      const invite = read(id);
      return invite && !invite.revoked && matchesHash(token, invite.hash) ? view(invite) : undefined;
    },

    admit(id, session, isKnown) {
      const invite = read(id);
      const refuse = (why: string): never => {
        throw new AndonError('FORBIDDEN', `${why} Ask for another invite.`, { invite: id, session });
      };
      if (!invite || invite.revoked) return refuse('This invite was revoked.');
      if (invite.joined.includes(session)) return view(invite);
      if (clock.now() >= invite.expiresAt) return refuse('This invite has expired.');
      if (invite.name !== null && invite.name !== session)
        return refuse(`This invite is for the name ${invite.name}, not for ${session}.`);
      if (invite.joined.length >= invite.uses)
        return refuse(`This invite is used up: ${invite.joined.join(', ')} joined with it.`);
      // The name of a session that came in another way, its record with it, is nobody else's to take.
      if (isKnown && invite.name === null) return refuse(`${session} is a session of this line already.`);
      const joined = { ...invite, joined: [...invite.joined, session] };
      write(joined);
      return view(joined);
    },
  };
}
