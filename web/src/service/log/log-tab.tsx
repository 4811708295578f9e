import type { TabProps } from '../tab.ts';
import { LogTail } from './log-tail.tsx';

/** What its sessions, gates and releases printed. */
export default function LogTab({ service }: TabProps) {
  return <LogTail service={service} />;
}
