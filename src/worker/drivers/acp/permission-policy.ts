import type { TicketKind } from '../../../../machines/ticket/ticket.events.ts';

export type Ruling = 'allow' | 'deny' | 'ask';

/** Kinds of tools an agent may ask leave for. What names another one is taken for `other`. */
export const toolKinds = [
  'read',
  'edit',
  'delete',
  'move',
  'search',
  'execute',
  'think',
  'fetch',
  'switch_mode',
  'other',
] as const;
export type ToolKind = (typeof toolKinds)[number];

type Rulings = Readonly<Partial<Record<ToolKind, Ruling>>>;

/** What an agent may do, by the kind of the tool and, where it differs, by the kind of the ticket. */
export type PermissionPolicy = {
  readonly always: Rulings;
  readonly byTicket?: Readonly<Partial<Record<TicketKind, Rulings>>>;
};

/**
 * In a sandbox everything is allowed: its walls hold, and nobody is there to be asked at night. Where no sandbox holds, what
 * changes or runs something is asked.
 */
export function defaultPermissions(isWalled: boolean): PermissionPolicy {
  const ruling: Ruling = isWalled ? 'allow' : 'ask';
  return {
    always: {
      read: 'allow',
      search: 'allow',
      think: 'allow',
      edit: 'allow',
      switch_mode: 'allow',
      delete: ruling,
      move: ruling,
      execute: ruling,
      fetch: ruling,
      other: ruling,
    },
  };
}

/** The ruling for a tool in a ticket; what the policy does not name is asked. */
export function ruleOn(policy: PermissionPolicy, ticket: TicketKind, tool: string | undefined): Ruling {
  const kind = toolKinds.find((known) => known === tool) ?? 'other';
  return policy.byTicket?.[ticket]?.[kind] ?? policy.always[kind] ?? 'ask';
}

export type PermissionOption = { readonly optionId: string; readonly name: string; readonly kind: string };

/**
 * The option that carries a ruling out: for this once where that can be had, since what holds for ever is written into the
 * user's own settings. Undefined where the agent offers none: then its request is cancelled.
 */
export function optionFor(
  ruling: 'allow' | 'deny',
  options: readonly PermissionOption[],
): PermissionOption | undefined {
  const wanted = ruling === 'allow' ? ['allow_once', 'allow_always'] : ['reject_once', 'reject_always'];
  return wanted.flatMap((kind) => options.filter((option) => option.kind === kind))[0];
}

/** The option a person's answer means: by its name, its id or its number, else by a plain yes or no; undefined where it means none. */
export function optionAnswered(
  answer: string,
  options: readonly PermissionOption[],
): PermissionOption | undefined {
  const said = answer.trim().toLowerCase();
  const named =
    options.find(({ name }) => name.trim().toLowerCase() === said) ??
    options.find(({ optionId }) => optionId.toLowerCase() === said) ??
    (/^\d+$/.test(said) ? options[Number(said) - 1] : undefined);
  if (named) return named;
  if (/^(yes|y|allow|ok|okay)\b/.test(said)) return optionFor('allow', options);
  return /^(no|n|deny|reject)\b/.test(said) ? optionFor('deny', options) : undefined;
}
