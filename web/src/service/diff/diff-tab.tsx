import type { TabProps } from '../tab.ts';

export default function DiffTab({ service }: TabProps) {
  return <p>{service.sentence}</p>;
}
