import { Drawer, Table, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SessionView } from '../../../src/contracts/board.ts';
import { plainText } from '../../../src/contracts/plain-text.ts';
import { age } from '../parts/age.ts';
import { AgeMark } from '../parts/age-mark.tsx';
import { AgentIcon } from '../parts/agent-icon.tsx';
import { costText } from '../parts/cost-text.ts';
import { CapabilityList } from './capability-list.tsx';
import { HeldList } from './held-list.tsx';
import { HistoryList } from './history-list.tsx';
import { SessionActs } from './session-acts.tsx';
import { sessionStates } from './session-states.ts';
import styles from './sessions.module.css';
import { StateMark } from './state-mark.tsx';

type Props = {
  readonly name: string;
  /** Undefined: nobody of that name is on the board. */
  readonly session: SessionView | undefined;
  readonly heardAt: number | undefined;
  readonly onClose: () => void;
};

/** All of one session. */
export function SessionDrawer({ name, session, heardAt, onClose }: Props) {
  return (
    <Drawer.Root opened onClose={onClose} position="right" size="lg">
      <Drawer.Overlay />
      <Drawer.Content>
        {/* No Drawer.Header: it would be a second banner of the page. */}
        <div className={styles.drawerHead}>
          <Drawer.Title fz="h2" fw={650}>
            {name}
          </Drawer.Title>
          <Drawer.CloseButton aria-label="Close" />
        </div>
        <Drawer.Body>
          {session ? (
            <Detail session={session} heardAt={heardAt} />
          ) : (
            <p>There is no session “{name}” on this board.</p>
          )}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Detail({ session, heardAt }: { session: SessionView; heardAt: number | undefined }) {
  const { name, agent, host, state, since, slots, account, parked, unavailable, cost, record = [] } = session;
  return (
    <div className={styles.detail}>
      <SessionActs session={session} />
      <dl className={styles.facts}>
        <Fact name="State">
          <StateMark state={state} /> <span className={styles.soft}>for </span>
          <AgeMark since={since} />
          <div className={styles.soft}>{sessionStates[state].means}</div>
        </Fact>
        <Fact name="Agent">
          <AgentIcon agent={agent} word />
        </Fact>
        <Fact name="Machine">{host === '' ? 'not told' : host}</Fact>
        <Fact name="Heartbeat">
          {heardAt === undefined ? 'not heard of since Andon started' : <AgeMark since={heardAt} />}
          {heardAt !== undefined && ' ago'}
        </Fact>
        <Fact name="Slots">{slots}</Fact>
        {account !== undefined && <Fact name="Account">{account}</Fact>}
        {parked && (
          <Fact name="Rests">
            until {new Date(parked.until).toLocaleString()}: {plainText(parked.reason)}
          </Fact>
        )}
        {cost && <Fact name="Cost">{costText(cost)}</Fact>}
        <Fact name="Holds">
          <HeldList session={session} />
        </Fact>
        <Fact name="May be given">
          <CapabilityList session={session} />
          {(unavailable ?? []).map(({ capability, reason }) => (
            <div key={capability} className={styles.soft}>
              not {capability} now: {plainText(reason)}
            </div>
          ))}
        </Fact>
      </dl>
      <section aria-label="Record by kind of ticket">
        <Title order={3}>Record</Title>
        {record.length === 0 ? (
          <p className={styles.soft}>Nothing done yet.</p>
        ) : (
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Kind</Table.Th>
                <Table.Th scope="col">Done</Table.Th>
                <Table.Th scope="col">Failed</Table.Th>
                <Table.Th scope="col">Median</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {record.map(({ kind, done, failed, medianMs }) => (
                <Table.Tr key={kind}>
                  <Table.Th scope="row" fw={400}>
                    {kind}
                  </Table.Th>
                  <Table.Td>{done}</Table.Td>
                  <Table.Td>{failed}</Table.Td>
                  <Table.Td>{medianMs === null ? 'not yet' : age(medianMs)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </section>
      <section aria-label="History">
        <Title order={3}>History</Title>
        <HistoryList name={name} />
      </section>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
