import type { TabProps } from '../tab.ts';

export default function TimelineTab({ service }: TabProps) {
  return <p>{service.sentence}</p>;
}
