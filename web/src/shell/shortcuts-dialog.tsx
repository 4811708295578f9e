import { Modal } from '@mantine/core';
import { Keys } from './keys.tsx';
import { shortcuts } from './shortcuts.ts';
import styles from './shortcuts-dialog.module.css';

/** Every key the board knows. */
export default function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="Keys" closeButtonProps={{ 'aria-label': 'Close' }}>
      {Object.entries(shortcuts).map(([where, rows]) => (
        <table key={where} className={styles.table}>
          <caption className={styles.caption}>{where}</caption>
          <tbody>
            {rows.map(({ keys, does }) => (
              <tr key={does}>
                <th scope="row" className={styles.does}>
                  {does}
                </th>
                <td className={styles.keys}>
                  <Keys keys={keys} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </Modal>
  );
}
