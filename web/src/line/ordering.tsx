import { DndContext, type DragMoveEvent, PointerSensor, useSensor, useSensors } from '@dnd-kit/core';
import { notifications } from '@mantine/notifications';
import { type ReactNode, type RefObject, useContext, useState } from 'react';
import type { Column } from '../../../src/contracts/board.ts';
import { useAct } from '../act/use-act.tsx';
import { useLiveStore } from '../live/use-live.ts';
import { landing, NOT_BY_HAND, orderDeed } from './landing.ts';
import { LineContext } from './line-source.ts';
import { type Mark, MarkContext } from './mark.ts';
import type { LaneControl } from './use-lane-control.ts';

type Props = {
  readonly controls: RefObject<Map<Column, LaneControl>>;
  readonly children: ReactNode;
};

const START_PX = 6;

/** Orders waiting cards by the pointer, within their column; a drop on another one is refused with the reason. */
export function Ordering({ controls, children }: Props) {
  const store = useLiveStore();
  const source = useContext(LineContext);
  const act = useAct();
  const [mark, setMark] = useState<Mark | null>(null);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: START_PX } }));
  const drop = (event: DragMoveEvent) => {
    setMark(null);
    const from = homeOf(event);
    const at = from && placeUnder(event, controls.current);
    if (!at) return;
    if (at.column !== from) return refuse(NOT_BY_HAND);
    const id = String(event.active.id);
    const lane = source.get()?.lanes[from];
    const next = lane ? landing(lane, id, at.index) : null;
    if (next === null) return;
    if (typeof next === 'string') return refuse(next);
    const { services } = store.get().board ?? {};
    const service = services?.get(id);
    const other = services?.get(next.id);
    if (service && other) void act(orderDeed(service, next.side, other));
  };
  return (
    <DndContext
      sensors={sensors}
      onDragMove={(event) => {
        const at = placeUnder(event, controls.current);
        setMark(at?.column === homeOf(event) ? at : null);
      }}
      onDragEnd={drop}
      onDragCancel={() => setMark(null)}
    >
      <MarkContext value={mark}>{children}</MarkContext>
    </DndContext>
  );
}

function refuse(message: string): void {
  notifications.show({ color: 'yellow', title: 'Not by hand', message });
}

function homeOf({ active }: DragMoveEvent): Column | null {
  const column: unknown = active.data.current?.column;
  return column === 'SPEC' || column === 'BUILD' || column === 'TEST' || column === 'PRODUCTION'
    ? column
    : null;
}

// The lanes hold more cards than are in the page, so what is under the pointer is asked of the lane and not of cards.
function placeUnder(event: DragMoveEvent, controls: ReadonlyMap<Column, LaneControl>): Mark | null {
  const { activatorEvent, delta } = event;
  if (!(activatorEvent instanceof PointerEvent)) return null;
  const x = activatorEvent.clientX + delta.x;
  const y = activatorEvent.clientY + delta.y;
  const name = document.elementFromPoint(x, y)?.closest('[data-column]')?.getAttribute('data-column');
  for (const [column, control] of controls) {
    if (column === name) return { column, index: control.edgeAt(y) };
  }
  return null;
}
