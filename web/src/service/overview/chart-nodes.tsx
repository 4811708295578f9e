import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import type { DrawnState } from './chart-picture.ts';
import styles from './statechart.module.css';

type Tone = 'plain' | 'good' | 'warn' | 'bad';

/** What being in a state means, where it means something; the sign says it beside the colour. */
const tones: Readonly<Record<string, Tone | undefined>> = {
  'line.blocked': 'bad',
  'line.unknown': 'bad',
  'line.shipped': 'good',
  'live.healthy': 'good',
  'live.unhealthy': 'warn',
  'live.restarting': 'warn',
  'live.rollingBack': 'warn',
  'live.missing': 'warn',
  'live.down': 'bad',
};
const signs: Readonly<Record<Tone, string>> = { plain: '●', good: '●', warn: '▲', bad: '■' };

/** A state: lit where the machine is in it, marked where it was. */
export function StateNode({ data }: NodeProps<Node<DrawnState>>) {
  const { id, label, kind, lit, visited, sentence } = data;
  const tone = tones[id] ?? 'plain';
  const looks = [
    styles.state,
    kind === 'passing' && styles.passing,
    visited && styles.visited,
    lit && styles.lit,
    lit && styles[tone],
  ];
  return (
    <div
      className={looks.filter(Boolean).join(' ')}
      title={sentence ?? undefined}
      data-lit={lit || undefined}
    >
      <Ends />
      {lit && <span aria-hidden="true">{signs[tone]} </span>}
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
