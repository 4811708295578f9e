import styles from './agent-icon.module.css';

type Mark = { readonly of: RegExp; readonly tone: string; readonly draw: string };

/** Own small marks, one stroke each on a square of 16: none of them is anybody's logo. */
const marks: readonly Mark[] = [
  { of: /claude/, tone: 'clay', draw: 'M8 3v10M3 8h10M4.5 4.5l7 7M11.5 4.5l-7 7' },
  {
    of: /codex|openai/,
    tone: 'teal',
    draw: 'M8 2.8l4.5 2.6v5.2L8 13.2l-4.5-2.6V5.4zM8 8v5M8 8L3.7 5.5M8 8l4.3-2.5',
  },
  {
    of: /gemini/,
    tone: 'blue',
    draw: 'M8 2.5c.4 3.6 1.9 5.1 5.5 5.5-3.6.4-5.1 1.9-5.5 5.5-.4-3.6-1.9-5.1-5.5-5.5 3.6-.4 5.1-1.9 5.5-5.5z',
  },
  {
    of: /copilot/,
    tone: 'plum',
    draw: 'M3 8.5c0-3 2-4.5 5-4.5s5 1.5 5 4.5v2c-3 2-7 2-10 0zM6.3 8.5v1.5M9.7 8.5v1.5',
  },
  { of: /opencode/, tone: 'ink', draw: 'M6 4.5L2.8 8 6 11.5M10 4.5L13.2 8 10 11.5' },
  { of: /aider/, tone: 'green', draw: 'M4 12.5L8 3.5l4 9M5.6 9.5h4.8' },
  { of: /reference/, tone: 'blue', draw: 'M4 3.5h8v9H4zM6 6h4M6 8h4M6 10h2.5' },
  {
    of: /person|people|human|^me$/,
    tone: 'plum',
    draw: 'M8 8a2.4 2.4 0 1 0 0-4.8A2.4 2.4 0 0 0 8 8zM3.5 13c.5-2.3 2-3.5 4.5-3.5s4 1.2 4.5 3.5',
  },
  { of: /script|command|shell|bash|ssh/, tone: 'ink', draw: 'M3.5 5l3 3-3 3M8.5 11.5h4' },
  { of: /andon|devops/, tone: 'clay', draw: 'M8 2.5v2M5.5 6.5a2.5 2.5 0 0 1 5 0v3h-5zM4 12h8' },
];

const other: Omit<Mark, 'of'> = { tone: 'ink', draw: 'M8 4.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6z' };

type Props = {
  readonly agent: string;
  /** Says the agent's name beside it; else the name is its label, unless `silent`. */
  readonly word?: boolean;
  /** The name stands beside it already. */
  readonly silent?: boolean;
  readonly size?: number;
};

/** What runs a session's work, told by a mark and its name. */
export function AgentIcon({ agent, word = false, silent = false, size = 18 }: Props) {
  const { tone, draw } = marks.find(({ of }) => of.test(agent.toLowerCase())) ?? other;
  const said = word || silent;
  return (
    <span className={styles.agent} title={word ? undefined : agent}>
      <svg
        className={`${styles.mark} ${styles[tone]}`}
        viewBox="0 0 16 16"
        width={size}
        height={size}
        role={said ? undefined : 'img'}
        aria-label={said ? undefined : agent}
        aria-hidden={said ? true : undefined}
      >
        <rect x="0.5" y="0.5" width="15" height="15" rx="4" className={styles.ground} />
        <path d={draw} className={styles.stroke} />
      </svg>
      {word && <span>{agent}</span>}
    </span>
  );
}
