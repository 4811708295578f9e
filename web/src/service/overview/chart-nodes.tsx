import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import type { DrawnState } from './chart-picture.ts';
import styles from './statechart.module.css';

/** A state: lit where the machine is in it, marked where it was. */
export function StateNode({ data }: NodeProps<Node<DrawnState>>) {
  const { label, kind, lit, visited, sentence } = data;
  const looks = [
    styles.state,
    kind === 'passing' && styles.passing,
    visited && styles.visited,
    lit && styles.lit,
  ];
  return (
    <div
      className={looks.filter(Boolean).join(' ')}
      title={sentence ?? undefined}
      data-lit={lit || undefined}
    >
      <Ends />
      {lit && <span aria-hidden="true">● </span>}
      {label}
      {lit && <span className="visually-hidden"> (now)</span>}
    </div>
  );
}

/** A region of the machine, or states that belong together. */
export function GroupNode({ data }: NodeProps<Node<{ label: string; region: boolean }>>) {
  return (
    <div className={data.region ? styles.region : styles.group}>
      <Ends />
      <span className={styles.groupLabel}>{data.label}</span>
    </div>
  );
}

// The ways are drawn by ourselves; without ends to tie them to none would be shown.
function Ends() {
  return (
    <>
      <Handle type="source" position={Position.Right} isConnectable={false} className={styles.end ?? ''} />
      <Handle type="target" position={Position.Left} isConnectable={false} className={styles.end ?? ''} />
    </>
  );
}
