import { Button, Table, Title } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { HelpMark } from './help-mark.tsx';
import styles from './metrics.module.css';

type Props = {
  readonly title: string;
  readonly help: string;
  /** What will be here and when; said in place of a chart of nothing. */
  readonly none: string | null;
  readonly columns: readonly string[];
  /** Begins with what the row is of. */
  readonly rows: readonly (readonly string[])[];
  readonly children: ReactNode;
};

/** A chart, and the same as a table. */
export function ChartBox({ title, help, none, columns, rows, children }: Props) {
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  return (
    <section className={styles.chart} aria-labelledby={id}>
      <div className={styles.chartHead}>
        <Title order={4} size="h3" id={id}>
          {title}
        </Title>
        <HelpMark of={title} text={help} />
        {none === null && (
          <Button size="compact-sm" variant="subtle" onClick={() => setAsTable(!asTable)}>
            {asTable ? 'As a chart' : 'As a table'}
          </Button>
        )}
      </div>
      {none !== null && <p className={styles.none}>{none}</p>}
      {none === null && !asTable && <div>{children}</div>}
      {none === null && asTable && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
        <section className={styles.table} tabIndex={0} aria-label={`${title}, as a table`}>
          <Table stickyHeader>
            <Table.Thead>
              <Table.Tr>
                {columns.map((column) => (
                  <Table.Th key={column} scope="col">
                    {column}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map(([head, ...cells]) => (
                <Table.Tr key={head}>
                  <Table.Th scope="row" fw={400}>
                    {head}
                  </Table.Th>
                  {cells.map((cell, index) => (
                    <Table.Td key={columns[index + 1]}>{cell}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      )}
    </section>
  );
}
