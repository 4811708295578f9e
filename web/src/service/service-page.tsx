import { Group, Loader, Tabs, Text, Title } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense, useEffect, useRef } from 'react';
import { ActionBar } from '../act/action-bar.tsx';
import { useLive, useService } from '../live/use-live.ts';
import { HealthMark } from '../parts/health-mark.tsx';
import { serviceTabs } from '../router.tsx';
import styles from './service-page.module.css';
import type { TabProps } from './tab.ts';

const route = getRouteApi('/services/$name');

type TabName = (typeof serviceTabs)[number];

const tabs: Readonly<Record<TabName, { label: string; Body: ComponentType<TabProps> }>> = {
  overview: { label: 'Overview', Body: lazy(() => import('./overview/overview-tab.tsx')) },
  timeline: { label: 'Timeline', Body: lazy(() => import('./timeline/timeline-tab.tsx')) },
  tickets: { label: 'Tickets', Body: lazy(() => import('./tickets/tickets-tab.tsx')) },
  log: { label: 'Log', Body: lazy(() => import('./log/log-tab.tsx')) },
  diff: { label: 'Diff', Body: lazy(() => import('./diff/diff-tab.tsx')) },
  tests: { label: 'Tests', Body: lazy(() => import('./tests/tests-tab.tsx')) },
  record: { label: 'Record', Body: lazy(() => import('./record/record-tab.tsx')) },
  releases: { label: 'Releases', Body: lazy(() => import('./releases/releases-tab.tsx')) },
  spec: { label: 'Spec', Body: lazy(() => import('./spec/spec-tab.tsx')) },
};

/** These are read from what is there now: no moment of the past has them. */
const ofNow: ReadonlySet<TabName> = new Set(['diff', 'tests', 'record', 'releases', 'spec']);

/** All that is known of one service. */
export function ServicePage() {
  const { name } = route.useParams();
  const { tab = 'overview' } = route.useSearch();
  const navigate = useNavigate({ from: '/services/$name' });
  const known = useLive(({ board }) => board !== null);
  const past = useLive(({ at }) => at !== null);
  const service = useService(name);
  const list = useRef<HTMLDivElement>(null);
  const there = service !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen tab is looked for in the page
  useEffect(() => {
    const chosen = list.current?.querySelector('[aria-selected="true"]');
    chosen?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [tab, there]);
  if (!known) return <p>Waiting for the first picture of the line …</p>;
  if (!service) return <p>There is no service “{name}” on the line.</p>;
  const { Body } = tabs[tab];
  return (
    <>
      <Group gap="sm" mb="sm">
        <Title order={2}>{service.name}</Title>
        <HealthMark live={service.live} />
        <ActionBar service={service} />
      </Group>
      <Tabs
        value={tab}
        onChange={(value) => void navigate({ search: { tab: serviceTabs.find((known) => known === value) } })}
        keepMounted={false}
      >
        <Tabs.List ref={list} aria-label={`About ${name}`} className={styles.tabs}>
          {serviceTabs.map((known) => (
            <Tabs.Tab key={known} value={known}>
              {tabs[known].label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab} pt="md">
          {past && ofNow.has(tab) && (
            <Text c="dimmed" mb="sm">
              ▲ What follows is as it is now, not as it was then.
            </Text>
          )}
          <Suspense fallback={<Loader aria-label="Loading" />}>
            <Body service={service} />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
