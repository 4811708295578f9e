import { Radio } from '@mantine/core';
import type { SpecTemplate } from '../../../src/contracts/specs.ts';
import styles from './template-chooser.module.css';

type Props = {
  readonly templates: readonly SpecTemplate[];
  readonly chosen: string;
  readonly onChoose: (template: SpecTemplate) => void;
};

/** What a new spec can begin with. */
export function TemplateChooser({ templates, chosen, onChoose }: Props) {
  const choose = (id: string) => {
    const template = templates.find((one) => one.id === id);
    if (template) onChoose(template);
  };
  return (
    <Radio.Group label="Begin with" value={chosen} onChange={choose}>
      <div className={styles.templates}>
        {templates.map(({ id, name, about }) => (
          <Radio.Card key={id} value={id} className={styles.template} p="xs" radius="md">
            <span className={styles.name}>
              <Radio.Indicator size="xs" /> {name}
            </span>
            <span className={styles.about}>{about}</span>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}
