import { Ways } from '../parts/ways.tsx';
import styles from './empty-state.module.css';

const FIRST_SPEC = 'mkdir -p SERVICES/hello && $EDITOR SERVICES/hello/SPEC.md';

/** An empty line teaches how to put something on it. */
export function EmptyState() {
  return (
    <section className={styles.empty}>
      <h2>The line is ready and empty.</h2>
      <p>
        Write <code>SERVICES/&lt;name&gt;/SPEC.md</code> with these sections: Purpose, Requirements, API
        Specs, Dependencies, Success Criteria. When you save it, it appears here and the line does the rest.
      </p>
      <Ways ways={[`\`${FIRST_SPEC}\``, 'andon spec lint SERVICES/hello/SPEC.md']} />
    </section>
  );
}
