import { type Edge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import type { DrawnEdge } from './chart-picture.ts';
import type { EdgePath } from './edge-path.ts';
import styles from './statechart.module.css';

export type ChartEdgeData = {
  readonly path: EdgePath;
  readonly kind: DrawnEdge['kind'];
  readonly always: boolean;
  readonly steps: string;
  readonly words: string;
};

/** A way between two states: faint until it is taken, then with the numbers of the steps that took it. */
export function ChartEdge({ data }: EdgeProps<Edge<ChartEdgeData>>) {
  if (!data) return null;
  const { path, kind, always, steps, words } = data;
  return (
    <>
      <path
        d={path.d}
        className={`${styles.edge} ${styles[kind]} ${always ? styles.always : ''}`}
        markerEnd={`url(#andon-${kind})`}
      >
        <title>{words}</title>
      </path>
      {steps !== '' && (
        <EdgeLabelRenderer>
          <span
            className={`${styles.step} ${kind === 'last' ? styles.lastStep : ''}`}
            style={{ transform: `translate(-50%, -50%) translate(${path.x}px, ${path.y}px)` }}
            title={words}
          >
            {steps}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
}
