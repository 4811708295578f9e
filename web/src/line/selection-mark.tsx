import { useContext, useSyncExternalStore } from 'react';
import { SelectionContext } from './selection.ts';
import styles from './service-card.module.css';

/** Shows that a card is picked; a press puts it back. Cards are picked with `x`, or by a press here once one is. */
export function SelectionMark({ id }: { id: string }) {
  const selection = useContext(SelectionContext);
  const picked = useSyncExternalStore(selection.subscribe, () => selection.get().has(id));
  const any = useSyncExternalStore(selection.subscribe, () => selection.get().size > 0);
  if (!any) return null;
  return (
    <input
      type="checkbox"
      checked={picked}
      aria-label="Picked"
      tabIndex={-1}
      className={styles.pick}
      onChange={() => selection.toggle(id)}
    />
  );
}
