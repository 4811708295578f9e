import { Button, Table } from '@mantine/core';
import { useState } from 'react';
import type { ChangeSpan } from '../../../../src/contracts/history.ts';
import { plainText } from '../../../../src/contracts/plain-text.ts';
import { clock } from '../clock.ts';
import { exactly } from '../exactly.ts';
import { spanKinds } from './span-words.ts';
import styles from './timeline.module.css';

type Props = { readonly spans: readonly ChangeSpan[]; readonly end: number };

const heads = ['From', 'Took', 'What', 'Who', 'Lane'];

/** The bars in words, in their order. */
export function SpanTable({ spans, end }: Props) {
  const [open, setOpen] = useState(false);
  const inOrder = [...spans].sort((a, b) => a.from - b.from);
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        className={styles.more}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {open ? 'Hide the table' : 'As a table'}
      </Button>
      {open && (
        <Table.ScrollContainer minWidth={560}>
          <Table verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                {heads.map((head) => (
                  <Table.Th key={head} scope="col">
                    {head}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {inOrder.map((span) => (
                <Table.Tr key={`${span.from} ${span.lane} ${span.kind}`}>
                  <Table.Td className={styles.figure}>{clock(span.from)}</Table.Td>
                  <Table.Td className={styles.figure}>{exactly((span.to ?? end) - span.from)}</Table.Td>
                  <Table.Td>
                    {spanKinds[span.kind].word}: {plainText(span.label)}
                    {span.attempt > 1 && ` (attempt ${span.attempt})`}
                  </Table.Td>
                  <Table.Td>{span.session ?? '–'}</Table.Td>
                  <Table.Td>{span.lane}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </>
  );
}
