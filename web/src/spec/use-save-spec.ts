import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { putSpecResponse } from '../../../src/contracts/specs.ts';
import { useReadOnly } from '../act/use-act.tsx';
import { Refused, send } from '../api/client.ts';
import { useToken } from '../api/use-token.ts';
import type { LiveStore } from '../live/live-store.ts';
import { useLiveStore } from '../live/use-live.ts';

export type Saving = { readonly name: string; readonly text: string; readonly ifHash: string | null };

/** So long the line is given to see a new directory before the page of its service is opened, milliseconds. */
const SEEN_WITHIN_MS = 5_000;

/** Saves a spec and goes to its service. `changed`: what is on the disk is another text by now. */
export function useSaveSpec(onSaved: () => void) {
  const token = useToken();
  const readOnly = useReadOnly();
  const store = useLiveStore();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const save = useCallback(
    async ({ name, text, ifHash }: Saving): Promise<'saved' | 'changed' | 'refused'> => {
      if (saving) return 'refused';
      if (readOnly !== null) {
        setProblem(readOnly);
        return 'refused';
      }
      setSaving(true);
      setProblem(null);
      try {
        const path = `/api/services/${encodeURIComponent(name)}/spec`;
        await send('PUT', path, { text, ifHash }, putSpecResponse, { token });
        onSaved();
        await seen(store, name);
        const id = store.get().board?.names.get(name)?.id ?? name;
        await queries.invalidateQueries({ queryKey: ['service', id] });
        await navigate({ to: '/services/$name', params: { name } });
        return 'saved';
      } catch (error) {
        if (error instanceof Refused && error.code === 'SPEC_CHANGED') return 'changed';
        setProblem(error instanceof Error ? error.message : String(error));
        return 'refused';
      } finally {
        setSaving(false);
      }
    },
    [token, readOnly, store, queries, navigate, onSaved, saving],
  );
  return { save, saving, problem, readOnly };
}

/** Resolves when the service is on the board, or nobody waits for that any longer. */
function seen(store: LiveStore, name: string): Promise<void> {
  const isThere = () => store.get().board?.names.get(name) !== undefined;
  if (isThere()) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(late);
      stop();
      resolve();
    };
    const late = setTimeout(done, SEEN_WITHIN_MS);
    const stop = store.subscribe(() => {
      if (isThere()) done();
    });
  });
}
