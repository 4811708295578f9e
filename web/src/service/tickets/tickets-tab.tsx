import type { TabProps } from '../tab.ts';
import { TicketBox } from './ticket-box.tsx';

/** Who has its ticket and why this one, or why nobody has it. */
export default function TicketsTab({ service }: TabProps) {
  return <TicketBox service={service} />;
}
