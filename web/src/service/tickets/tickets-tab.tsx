import { Button } from '@mantine/core';
import { useLive } from '../../live/use-live.ts';
import type { TabProps } from '../tab.ts';
import { useNow } from '../use-now.ts';
import { cutTickets } from './cut-ticket.ts';
import { TicketCard } from './ticket-card.tsx';
import styles from './tickets.module.css';
import { useTickets } from './use-tickets.ts';

/** Every ticket, who tried it and what became of that; who has it now and why, or why nobody has it. */
export default function TicketsTab({ service }: TabProps) {
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useTickets(service);
  const until = useLive(({ at }) => at);
  const tickets = cutTickets(data?.pages.flatMap((page) => page.tickets) ?? [], until);
  const now = useNow(tickets.some(({ over }) => !over));
  return (
    <div className={styles.page}>
      {error && <p className={styles.bad}>The tickets cannot be read now: {error.message}</p>}
      {data && tickets.length === 0 && <p className={styles.soft}>It has had no ticket yet.</p>}
      {tickets.map((ticket) => (
        <TicketCard key={ticket.id} ticket={ticket} now={now} />
      ))}
      {hasNextPage && (
        <Button
          size="compact-md"
          variant="default"
          className={styles.more}
          loading={isFetchingNextPage}
          onClick={() => fetchNextPage()}
        >
          Older tickets
        </Button>
      )}
    </div>
  );
}
