import type { ReactNode } from 'react';
import styles from './notice.module.css';

const shapes = { bad: '■', warn: '▲', soft: '○' } as const;

type Props = {
  readonly tone: keyof typeof shapes;
  readonly title: string;
  /** Read out as soon as it is there. */
  readonly urgent?: boolean;
  readonly children?: ReactNode;
};

/** Something to be known before one goes on. */
export function Notice({ tone, title, urgent = false, children }: Props) {
  return (
    <div className={styles.notice} data-tone={tone} {...(urgent ? { role: 'alert' } : {})}>
      <p className={styles.title}>
        <span aria-hidden="true">{shapes[tone]} </span>
        {title}
      </p>
      {children}
    </div>
  );
}
