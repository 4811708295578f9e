import { Modal } from '@mantine/core';
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useState } from 'react';
import { useLive } from '../../live/use-live.ts';
import { Keys } from '../keys.tsx';
import type { ServiceInFocus } from '../service-in-focus.ts';
import type { ShortcutId } from '../shortcuts.ts';
import styles from './palette.module.css';
import { useItems } from './use-items.ts';

type Props = {
  /** The service whose acts are offered. */
  readonly focus: ServiceInFocus;
  readonly onCommand: (id: ShortcutId) => void;
  readonly onClose: () => void;
};

/** Finds services, pages and acts by a few letters, by keyboard alone. */
export default function Palette({ focus, onCommand, onClose }: Props) {
  const [words, setWords] = useState('');
  const [active, setActive] = useState(0);
  const [said, setSaid] = useState('');
  const list = useId();
  const service = useLive(({ board }) =>
    focus === null ? undefined : 'id' in focus ? board?.services.get(focus.id) : board?.names.get(focus.name),
  );
  const items = useItems(useDeferredValue(words), service, onCommand);
  const groups = [...new Set(items.map(({ group }) => group))];
  const chosen = items[Math.min(active, items.length - 1)];

  useEffect(() => {
    if (chosen) document.getElementById(`${list}-${chosen.id}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen, list]);

  const run = (item = chosen) => {
    if (!item) return;
    if (item.why) {
      setSaid(item.why);
      return;
    }
    onClose();
    item.run();
  };
  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const last = items.length - 1;
      setActive((at) =>
        Math.abs(step) === 1 ? (at + step + items.length) % (last + 1) : clamp(at + step, last),
      );
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      run();
    }
  };
  return (
    <Modal.Root opened onClose={onClose} size={620} yOffset="12vh">
      <Modal.Overlay />
      <Modal.Content aria-label="Find anything">
        <Modal.Body p={0}>
          <input
            className={styles.field}
            role="combobox"
            aria-label="Find a service, a page or an act"
            aria-expanded="true"
            aria-controls={list}
            aria-activedescendant={chosen ? `${list}-${chosen.id}` : undefined}
            placeholder="Find a service, a page or an act"
            autoComplete="off"
            spellCheck={false}
            data-autofocus
            value={words}
            onChange={({ currentTarget: { value } }) => {
              setWords(value);
              setActive(0);
              setSaid('');
            }}
            onKeyDown={move}
          />
          <div className={styles.list} role="listbox" id={list} aria-label="What was found" tabIndex={-1}>
            {groups.map((group) => (
              // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a listbox
              <div key={group} role="group" aria-label={group}>
                <p className={styles.group} aria-hidden="true">
                  {group}
                </p>
                {items
                  .filter((item) => item.group === group)
                  .map((item) => (
                    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard by the field, which keeps the focus
                    <div
                      key={item.id}
                      id={`${list}-${item.id}`}
                      className={styles.item}
                      role="option"
                      tabIndex={-1}
                      aria-selected={item === chosen}
                      aria-disabled={Boolean(item.why)}
                      onMouseDown={(event) => event.preventDefault()}
                      onMouseMove={() => setActive(items.indexOf(item))}
                      onClick={() => run(item)}
                    >
                      <span>
                        {item.label}
                        {item.why && <span className={styles.why}>{item.why}</span>}
                      </span>
                      <span className={styles.hint}>
                        {item.hint}
                        {item.keys && <Keys keys={item.keys} />}
                      </span>
                    </div>
                  ))}
              </div>
            ))}
          </div>
          <p className={styles.none} role="status">
            {items.length === 0 ? `Nothing is called “${words}”.` : said}
          </p>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function clamp(at: number, last: number): number {
  return Math.max(0, Math.min(at, last));
}
