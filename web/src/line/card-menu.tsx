import { Menu, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ServiceView } from '../../../src/contracts/board.ts';
import { actWords, arrange } from '../act/act-words.ts';
import { useBegin } from '../act/acting.tsx';
import { useReadOnly } from '../act/use-act.tsx';
import { useOffers } from '../act/use-offers.ts';
import { useServiceById } from '../live/use-live.ts';
import styles from './card-menu.module.css';

type Props = { readonly id: string; readonly at: DOMRect; readonly onClose: () => void };

/** What can be done to a card's service now, and why the rest cannot. */
export default function CardMenu({ id, at, onClose }: Props) {
  const service = useServiceById(id);
  const before = useRef(document.activeElement);
  useEffect(() => {
    const from = before.current;
    return () => {
      // A dialog that an act opened keeps the focus; a menu that was only closed gives it back.
      if (from instanceof HTMLElement && document.activeElement === document.body) from.focus();
    };
  }, []);
  return (
    <Menu
      opened
      onClose={onClose}
      position="bottom-end"
      width={300}
      withinPortal
      trapFocus
      returnFocus={false}
    >
      <Menu.Target>
        <span
          className={styles.place}
          style={{ left: at.left, top: at.top, width: at.width, height: at.height }}
        />
      </Menu.Target>
      <Menu.Dropdown>{service && <Acts service={service} />}</Menu.Dropdown>
    </Menu>
  );
}

function Acts({ service }: { service: ServiceView }) {
  const begin = useBegin();
  const readOnly = useReadOnly();
  const { data, error } = useOffers(service);
  const { near, far } = arrange(service, data?.offers ?? []);
  return (
    <>
      <Menu.Label>{service.name}</Menu.Label>
      {!data && !error && <Menu.Item aria-disabled>Asking what can be done …</Menu.Item>}
      {error && (
        <Text p="xs" size="sm">
          What can be done is not known now: {error.message}
        </Text>
      )}
      {[...near, ...far].map(({ act, allowed, why }) => {
        const reason = allowed ? readOnly : (why ?? 'The line would do nothing now.');
        return (
          <Menu.Item
            key={act}
            aria-disabled={reason !== null}
            closeMenuOnClick={reason === null}
            className={reason === null ? '' : styles.off}
            onClick={() => {
              if (reason === null) begin(act, service);
            }}
          >
            {actWords[act]}
            {reason !== null && <span className={styles.why}>{reason}</span>}
          </Menu.Item>
        );
      })}
    </>
  );
}
