import type { TabProps } from '../tab.ts';

export default function TestsTab({ service }: TabProps) {
  return <p>{service.sentence}</p>;
}
