import { Button } from '@mantine/core';
import { useState } from 'react';
import { plainText } from '../../../../src/contracts/plain-text.ts';
import type { CoveredFile } from '../../../../src/contracts/records.ts';
import record from '../record/record.module.css';
import styles from './tests.module.css';

const first = 12;

/** How much of each source file the tests ran, the least covered first, and which lines never ran. */
export function CoverageList({ files }: { files: readonly CoveredFile[] | undefined }) {
  const [all, setAll] = useState(false);
  if (!files)
    return <p className={record.soft}>Of this run it was not kept which file was covered how far.</p>;
  if (files.length === 0) return <p className={record.soft}>There was no source to cover.</p>;
  const shown = all ? files : files.slice(0, first);
  return (
    <>
      <ul>
        {shown.map((file) => (
          <FileRow key={file.path} file={file} />
        ))}
      </ul>
      {shown.length < files.length && (
        <Button variant="default" size="compact-sm" onClick={() => setAll(true)}>
          Show all {files.length} files
        </Button>
      )}
    </>
  );
}

function FileRow({ file: { path, covered, lines, missed } }: { file: CoveredFile }) {
  const percent = lines === 0 ? 100 : (100 * covered) / lines;
  const level = percent >= 80 ? 'good' : percent >= 50 ? 'some' : 'low';
  const parts = missed.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`));
  return (
    <li className={styles.file}>
      <div className={styles.fileHead}>
        <code className={record.mono}>{plainText(path)}</code>
        <span className={styles.time}>
          {Math.floor(percent)} % · {covered}/{lines} lines
        </span>
      </div>
      <div className={styles.bar} aria-hidden="true">
        <div className={styles.fill} data-level={level} style={{ width: `${percent}%` }} />
      </div>
      {parts.length > 0 && <p className={styles.missed}>never ran: {parts.join(', ')}</p>}
    </li>
  );
}
