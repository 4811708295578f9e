import type { TabProps } from '../tab.ts';
import { RecordBox } from './record-box.tsx';

/** What was verified, gate by gate. */
export default function RecordTab({ service }: TabProps) {
  return <RecordBox service={service} />;
}
