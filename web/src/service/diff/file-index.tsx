import { TextInput } from '@mantine/core';
import type { ChangedFile } from '../../../../src/contracts/submissions.ts';
import styles from './diff.module.css';

type Props = {
  readonly files: readonly { readonly file: ChangedFile; readonly at: number }[];
  readonly find: string;
  readonly onFind: (find: string) => void;
  readonly onGo: (at: number) => void;
};

const marks = { added: '+', deleted: '−', modified: '±', renamed: '→' };

/** The files that are different, to be found by name and gone to. */
export function FileIndex({ files, find, onFind, onGo }: Props) {
  return (
    <nav className={styles.index} aria-label="Files that are different">
      <TextInput
        label="Find a file"
        type="search"
        value={find}
        onChange={({ currentTarget: { value } }) => onFind(value)}
      />
      <ul className={styles.indexList}>
        {files.map(({ file, at }) => (
          <li key={file.path}>
            <button type="button" className={styles.indexRow} onClick={() => onGo(at)} title={file.path}>
              <span aria-hidden="true">{marks[file.status]}</span>
              <span className={styles.indexName}>{file.path}</span>
              {file.added !== null && file.removed !== null && (
                <span className={styles.indexCount}>
                  +{file.added} −{file.removed}
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
      {files.length === 0 && <p className={styles.none}>None is called so.</p>}
    </nav>
  );
}
