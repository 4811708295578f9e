import '@xyflow/react/dist/base.css';
import { ActionIcon, Checkbox, Group } from '@mantine/core';
import {
  type Edge,
  type EdgeTypes,
  type Node,
  type NodeTypes,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { ChartEdge, type ChartEdgeData } from './chart-edge.tsx';
import { GroupNode, StateNode } from './chart-nodes.tsx';
import type { ChartPicture, DrawnEdge } from './chart-picture.ts';
import { edgePath } from './edge-path.ts';
import { type Box, layOut } from './lay-out.ts';
import styles from './statechart.module.css';

const nodeTypes: NodeTypes = { state: StateNode, cluster: GroupNode };
const edgeTypes: EdgeTypes = { way: ChartEdge };
const STEP = 60;
/** How far below the top of its region a way back runs. */
const CEILING = 17;

/** The machine of a service, drawn from itself: what it is in is lit, the path it took is numbered. */
export default function Statechart({ picture }: { picture: ChartPicture }) {
  return (
    <ReactFlowProvider>
      <Canvas picture={picture} />
    </ReactFlowProvider>
  );
}

function Canvas({ picture }: { picture: ChartPicture }) {
  const [all, setAll] = useState(false);
  const flow = useReactFlow();
  const laid = useMemo(() => layOut(picture), [picture]);
  const nodes = useMemo(() => nodesOf(picture, laid.boxes), [picture, laid]);
  const edges = useMemo(() => edgesOf(picture, laid.boxes, all), [picture, laid, all]);
  const lit = picture.states.find((state) => state.lit)?.id;
  const isNarrow = window.matchMedia('(max-width: 700px)').matches;
  // On a phone the whole would be too small to read: what is lit is shown, the rest is a drag away.
  const first =
    isNarrow && lit !== undefined ? { nodes: [{ id: lit }], maxZoom: 0.8 } : { padding: 0.02, maxZoom: 1.1 };
  const keys = (event: KeyboardEvent) => {
    const move = moves[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if ('zoom' in move) void (move.zoom > 0 ? flow.zoomIn() : flow.zoomOut());
    else if ('fit' in move) void flow.fitView({ padding: 0.02 });
    else {
      const { x, y, zoom } = flow.getViewport();
      void flow.setViewport({ x: x - move.x * STEP, y: y - move.y * STEP, zoom });
    }
  };
  return (
    <div className={styles.frame}>
      <Group gap="xs" className={styles.tools}>
        <Checkbox
          size="xs"
          label="Every way"
          checked={all}
          onChange={({ currentTarget }) => setAll(currentTarget.checked)}
        />
        <ActionIcon.Group>
          <ActionIcon variant="default" aria-label="Zoom out" onClick={() => flow.zoomOut()}>
            −
          </ActionIcon>
          <ActionIcon variant="default" aria-label="Zoom in" onClick={() => flow.zoomIn()}>
            +
          </ActionIcon>
          <ActionIcon
            variant="default"
            aria-label="Show all of it"
            onClick={() => flow.fitView({ padding: 0.02 })}
          >
            ⤢
          </ActionIcon>
        </ActionIcon.Group>
      </Group>
      <section
        className={styles.canvas}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved with the arrow keys
        tabIndex={0}
        onKeyDown={keys}
        aria-label="The machine: arrow keys move the picture, plus and minus zoom. The path is told as a list as well."
      >
        <Arrowheads />
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          zoomOnScroll={false}
          zoomOnDoubleClick={false}
          preventScrolling={false}
          disableKeyboardA11y
          minZoom={0.25}
          maxZoom={2}
          fitView
          fitViewOptions={first}
        />
      </section>
    </div>
  );
}

const heads: readonly DrawnEdge['kind'][] = ['way', 'back', 'taken', 'last'];

function Arrowheads() {
  return (
    <svg aria-hidden="true" className={styles.heads}>
      <defs>
        {heads.map((kind) => (
          <marker
            key={kind}
            id={`andon-${kind}`}
            className={`${styles.head} ${styles[kind]}`}
            {...{ viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 8, markerHeight: 8, orient: 'auto' }}
            markerUnits="userSpaceOnUse"
          >
            <path d="M 0 0.8 L 7.4 4 L 0 7.2 z" />
          </marker>
        ))}
      </defs>
    </svg>
  );
}

/** All of them while they are few; else the first and the last: the list below has them all. */
function stepsWords(steps: readonly number[]): string {
  return steps.length < 3 ? steps.join(', ') : `${steps[0]} … ${steps.at(-1)}`;
}

type Move = { readonly x: number; readonly y: number } | { readonly zoom: number } | { readonly fit: true };

const moves: Readonly<Record<string, Move | undefined>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  '+': { zoom: 1 },
  '=': { zoom: 1 },
  '-': { zoom: -1 },
  '0': { fit: true },
};

function nodesOf(picture: ChartPicture, boxes: ReadonlyMap<string, Box>): Node[] {
  const place = (id: string) => {
    const box = boxes.get(id) ?? { x: 0, y: 0, width: 0, height: 0 };
    return { id, position: { x: box.x, y: box.y }, width: box.width, height: box.height };
  };
  return [
    ...picture.groups.map(({ id, label, parent }) => ({
      ...place(id),
      type: 'cluster',
      data: { label, region: parent === null },
      zIndex: 0,
    })),
    ...picture.states.map((state) => ({ ...place(state.id), type: 'state', data: { ...state }, zIndex: 3 })),
  ];
}

function edgesOf(
  picture: ChartPicture,
  boxes: ReadonlyMap<string, Box>,
  all: boolean,
): Edge<ChartEdgeData>[] {
  return picture.edges.flatMap((edge) => {
    const [from, to] = [boxes.get(edge.from), boxes.get(edge.to)];
    if (!from || !to || (!all && edge.kind === 'back')) return [];
    const { kind, always, steps, words } = edge;
    const region = boxes.get(edge.from.split('.')[0] ?? '');
    const path = edgePath(from, to, (region?.y ?? 0) + CEILING);
    return [
      {
        id: `${edge.from} ${edge.to} ${kind} ${always}`,
        ...{ source: edge.from, target: edge.to, type: 'way' },
        data: { path, kind, always, steps: stepsWords(steps), words },
        zIndex: kind === 'way' || kind === 'back' ? 1 : 2,
      },
    ];
  });
}
