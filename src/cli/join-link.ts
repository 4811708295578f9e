import { hostname } from 'node:os';
import { invitationView } from '../contracts/invites.ts';
import { createClient } from './client.ts';
import { Exit, exitCodes } from './exit-codes.ts';

export type Joining = {
  readonly url: string;
  readonly token: string;
  readonly name: string;
  readonly capabilities: readonly string[];
};

/**
 * What a worker needs to join by the link of an invite (`http://host:8900#invite~…`). What `given` leaves open the invite
 * says; the coordinator is asked only for that. Rejects with an `Exit`.
 */
export async function joinByLink(
  link: string,
  given: { readonly name?: string | undefined; readonly capabilities?: readonly string[] | undefined },
): Promise<Joining> {
  const { url, token } = readLink(link);
  const { name, capabilities } = given;
  if (name !== undefined && capabilities !== undefined) return { url, token, name, capabilities };
  const invitation = await createClient('', url, token).get('/api/invitation', invitationView);
  return {
    url,
    token,
    name: name ?? invitation.name ?? hostname(),
    capabilities: capabilities ?? invitation.capabilities,
  };
}

/** Throws a usage `Exit` for what is not the link of an invite. */
export function readLink(link: string): { url: string; token: string } {
  const address = URL.canParse(link) ? new URL(link) : undefined;
  const token = address?.hash.slice(1) ?? '';
  if (!address || !/^https?:$/.test(address.protocol) || !/^[\w~.-]+$/.test(token)) {
    throw new Exit(
      exitCodes.usage,
      'A link like http://host:8900#invite~… is needed, as "andon invite" prints it. Put it in quotes if your shell needs that.',
    );
  }
  return { url: address.origin, token };
}
