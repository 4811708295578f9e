import type { TabProps } from '../tab.ts';

export default function ReleasesTab({ service }: TabProps) {
  return <p>{service.sentence}</p>;
}
