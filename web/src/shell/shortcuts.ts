export type ShortcutId =
  | 'palette'
  | 'help'
  | 'search'
  | 'new-spec'
  | 'go-line'
  | 'go-sessions'
  | 'go-metrics'
  | 'needs-you'
  | 'undo'
  | 'past';

export type Shortcut = {
  /** Null: the page it belongs to listens for it itself. */
  readonly id: ShortcutId | null;
  /** Keys one after the other, as `KeyboardEvent.key` names them; `mod` is ⌘ on a Mac, Ctrl elsewhere. */
  readonly keys: readonly string[];
  readonly does: string;
};

/** Every key the board knows: the one table that the listener, the help and the README's list come from. */
export const shortcuts: Readonly<Record<string, readonly Shortcut[]>> = {
  Everywhere: [
    { id: 'palette', keys: ['mod+k'], does: 'Find a service, a page or an act' },
    { id: 'help', keys: ['?'], does: 'Show these keys' },
    { id: 'search', keys: ['/'], does: 'Search what is shown' },
    { id: 'new-spec', keys: ['c'], does: 'Write a new spec' },
    { id: 'undo', keys: ['z'], does: 'Undo the last act' },
    { id: 'past', keys: ['t'], does: 'Look at a moment of the past, or come back' },
    { id: 'go-line', keys: ['g', 'l'], does: 'Go to the line' },
    { id: 'go-sessions', keys: ['g', 's'], does: 'Go to the sessions' },
    { id: 'go-metrics', keys: ['g', 'm'], does: 'Go to the metrics' },
    { id: 'needs-you', keys: ['g', 'n'], does: 'Go to what needs you' },
  ],
  'On the line': [
    { id: null, keys: ['j'], does: 'Go to the next card; K to the one before; arrows do the same' },
    { id: null, keys: ['l'], does: 'Go to the column on the right; H to the one on the left' },
    { id: null, keys: ['Enter'], does: 'Open the service' },
    { id: null, keys: ['.'], does: 'Show what can be done to it' },
    { id: null, keys: ['x'], does: 'Pick it, to act on several together' },
    { id: null, keys: ['Alt+↑'], does: 'Have a waiting service given out sooner; Alt+↓ later' },
  ],
  'In a log': [
    { id: null, keys: ['n'], does: 'Go to the next match; N to the one before' },
    { id: null, keys: ['End'], does: 'Follow its end; Home goes to its beginning' },
  ],
  'In a diff': [
    { id: null, keys: ['j'], does: 'Go to the next file; K to the one before' },
    { id: null, keys: ['n'], does: 'Comment on a line of the file' },
  ],
  'In a spec': [{ id: null, keys: ['mod+s'], does: 'Save it; Ctrl+Enter, or ⌘Enter, does too' }],
  'In the past': [
    { id: null, keys: ['['], does: 'Go to the event before' },
    { id: null, keys: [']'], does: 'Go to the event after' },
  ],
};

export type Pressed = {
  readonly key: string;
  /** ⌘ or Ctrl. */
  readonly mod: boolean;
  readonly alt: boolean;
  /** The key goes into a field. */
  readonly typing: boolean;
};

export type Heard = { readonly id: ShortcutId | null; readonly pending: readonly string[] };

const listened = Object.values(shortcuts)
  .flat()
  .flatMap(({ id, keys }) => (id === null ? [] : [{ id, keys }]));

/** What a key means after those before it. While typing only keys with ⌘ or Ctrl are heard. */
export function hear(pending: readonly string[], { key, mod, alt, typing }: Pressed): Heard {
  const named = mod ? `mod+${key.toLowerCase()}` : key;
  if (alt || (typing && !mod)) return { id: null, pending: [] };
  for (const keys of [[...pending, named], [named]]) {
    const begun = listened.filter((each) => keys.every((one, index) => each.keys[index] === one));
    const whole = begun.find((each) => each.keys.length === keys.length);
    if (whole) return { id: whole.id, pending: [] };
    if (begun.length > 0) return { id: null, pending: keys };
  }
  return { id: null, pending: [] };
}

/** How a key is written for people. */
export function keyText(key: string, mac: boolean): string {
  return key
    .split('+')
    .map((part) => (part === 'mod' ? (mac ? '⌘' : 'Ctrl') : part.length === 1 ? part.toUpperCase() : part))
    .join(mac ? '' : '+');
}
