import { useMantineColorScheme } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { ServiceView } from '../../../../src/contracts/board.ts';
import { actWords } from '../../act/act-words.ts';
import { useBegin } from '../../act/acting.tsx';
import { useReadOnly } from '../../act/use-act.tsx';
import { useOffers } from '../../act/use-offers.ts';
import { useLiveStore } from '../../live/use-live.ts';
import { type ShortcutId, shortcuts } from '../shortcuts.ts';
import type { Item } from './items.ts';
import { best, rank } from './rank.ts';

const MOST_SERVICES = 12;
const schemes = { light: 'light', dark: 'dark', auto: 'as the system' } as const;
const commands = Object.values(shortcuts)
  .flat()
  .flatMap(({ id, keys, does }) => (id === null || id === 'palette' ? [] : [{ id, keys, does }]));

/** What the palette offers for these words: acts on the service in focus first, then services, pages and the rest. */
export function useItems(
  words: string,
  focus: ServiceView | undefined,
  onCommand: (id: ShortcutId) => void,
): Item[] {
  const acts = useActItems(focus);
  const store = useLiveStore();
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  return useMemo(() => {
    const named = best(words, store.get().board?.services.values() ?? [], ({ name }) => name, MOST_SERVICES);
    const services = named.map(
      ({ id, name, phase }): Item => ({
        id: `service-${id}`,
        group: 'Services',
        label: name,
        hint: phase.replaceAll('_', ' '),
        run: () => void navigate({ to: '/services/$name', params: { name } }),
      }),
    );
    const rest: Item[] = [
      ...commands.map(({ id, keys, does }) => ({
        ...{ id: `command-${id}`, group: 'Board', label: does, keys },
        run: () => onCommand(id),
      })),
      {
        id: 'copy-link',
        group: 'Board',
        label: 'Copy the link to what is shown',
        run: () => void copyLink(),
      },
      ...(['light', 'dark', 'auto'] as const).map((scheme) => ({
        ...{ id: `colours-${scheme}`, group: 'Board', label: `Colours: ${schemes[scheme]}` },
        run: () => setColorScheme(scheme),
      })),
    ];
    if (words.trim() === '') return [...acts, ...rest, ...services];
    const found = (items: readonly Item[]) => best(words, items, ({ label }) => label, items.length);
    return [found(acts), services, found(rest)]
      .sort((a, b) => answers(words, b[0]) - answers(words, a[0]))
      .flat();
  }, [words, store, acts, navigate, onCommand, setColorScheme]);
}

function useActItems(focus: ServiceView | undefined): Item[] {
  const begin = useBegin();
  const readOnly = useReadOnly();
  const { data } = useOffers(focus);
  return useMemo(() => {
    if (!focus) return [];
    const idle = focus.paused ? 'pause' : 'resume';
    const offers = (data?.offers ?? []).filter(({ act }) => act !== idle);
    const possibleFirst = [
      ...offers.filter((each) => each.allowed),
      ...offers.filter((each) => !each.allowed),
    ];
    return possibleFirst.map(({ act, allowed, why }) => ({
      id: `act-${act}`,
      group: `Acts on ${focus.name}`,
      label: actWords[act],
      why: allowed ? readOnly : (why ?? 'The line would do nothing now.'),
      run: () => begin(act, focus),
    }));
  }, [focus, data, readOnly, begin]);
}

function answers(words: string, item: Item | undefined): number {
  return item ? Math.floor(rank(words.trim().toLowerCase(), item.label.toLowerCase())) : 0;
}

async function copyLink(): Promise<void> {
  try {
    await navigator.clipboard.writeText(location.href);
    notifications.show({ message: 'The link is on the clipboard.' });
  } catch {
    notifications.show({ message: `The clipboard is closed to this page. The link is ${location.href}` });
  }
}
