import type { TabProps } from '../tab.ts';

export default function SpecTab({ service }: TabProps) {
  return <p>{service.sentence}</p>;
}
