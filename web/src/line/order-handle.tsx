import { useDraggable } from '@dnd-kit/core';
import type { ServiceView } from '../../../src/contracts/board.ts';
import styles from './service-card.module.css';

/** Takes hold of a waiting card to order it: with the pointer, or with Alt and an arrow on the card. */
export function OrderHandle({ service, stop }: { service: ServiceView; stop: number }) {
  const { setNodeRef, listeners, isDragging } = useDraggable({
    id: service.id,
    data: { column: service.column },
  });
  return (
    <button
      ref={setNodeRef}
      type="button"
      className={`${styles.tool} ${styles.grip}`}
      tabIndex={stop}
      data-order=""
      data-dragging={isDragging ? '' : undefined}
      aria-label={`Order of ${service.name}: drag it, or press Alt and an arrow`}
      {...listeners}
    >
      <span aria-hidden="true">⠿</span>
    </button>
  );
}
