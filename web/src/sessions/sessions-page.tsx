import { Switch, TextInput, Title } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useMemo } from 'react';
import type { SessionView } from '../../../src/contracts/board.ts';
import { useSessions } from '../live/use-live.ts';
import { JoinBox } from './join-box.tsx';
import { SessionDrawer } from './session-drawer.tsx';
import { SessionList } from './session-list.tsx';
import { sessionStates, shownSessions } from './session-states.ts';
import styles from './sessions.module.css';
import { useHeard } from './use-heard.ts';

const route = getRouteApi('/sessions');

/** Who works on the line, and on what. */
export function SessionsPage() {
  const sessions = useSessions();
  const heard = useHeard();
  const { q = '', session: opened, gone = false } = route.useSearch();
  const navigate = useNavigate({ from: '/sessions' });
  const words = useDeferredValue(q);
  const all = useMemo(() => [...(sessions?.values() ?? [])], [sessions]);
  const shown = useMemo(() => shownSessions(all, { words, gone }), [all, words, gone]);
  const here = all.filter(({ state }) => state !== 'gone');
  const workers = here.filter(({ agent, builtIn }) => !(builtIn && agent === 'andon'));
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <Title order={2}>Sessions</Title>
        <p className={styles.soft}>{countText(all)}</p>
      </div>
      {sessions && <JoinBox open={workers.length === 0} />}
      <div className={styles.tools}>
        <TextInput
          type="search"
          placeholder="Find a session"
          aria-label="Find a session by name, agent, machine, capability or what it holds"
          value={q}
          onChange={({ currentTarget: { value } }) =>
            void navigate({ search: (before) => ({ ...before, q: value || undefined }), replace: true })
          }
        />
        <Switch
          label="also those that are gone"
          checked={gone}
          onChange={({ currentTarget: { checked } }) =>
            void navigate({ search: (before) => ({ ...before, gone: checked || undefined }), replace: true })
          }
        />
      </div>
      {sessions && shown.length === 0 && <p className={styles.none}>{noneText(all.length, q)}</p>}
      {shown.length > 0 && <SessionList sessions={shown} heard={heard} />}
      {opened !== undefined && sessions && (
        <SessionDrawer
          name={opened}
          session={sessions.get(opened)}
          heardAt={heard.get(opened)}
          onClose={() => void navigate({ search: (before) => ({ ...before, session: undefined }) })}
        />
      )}
    </div>
  );
}

function noneText(count: number, q: string): string {
  if (count === 0) return 'Nobody works on this line yet. The commands above bring somebody.';
  return q.trim() === '' ? 'All sessions are gone.' : `No session is found by “${q}”.`;
}

function countText(sessions: readonly SessionView[]): string {
  const states = ['busy', 'idle', 'silent', 'draining', 'gone'] as const;
  return states
    .map((state) => ({ state, count: sessions.filter((session) => session.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${sessionStates[state].word}`)
    .join(' · ');
}
