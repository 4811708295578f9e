import type { Random } from '../../random.ts';
import type { Canary, Injection } from './canary.ts';

const nameLength = 14;

/** Canaries for a Go test file; one that panics would take the other tests of its package along, so none does. */
export function goCanary(text: string, random: Random): Injection {
  const testing = text.match(/^\s*(?:import\s+)?(?:(\w+)\s+)?"testing"\s*$/m);
  if (!testing) return { impossible: 'it does not import "testing"' };
  const alias = testing[1] && testing[1] !== 'import' ? testing[1] : 'testing';
  const canaries: Canary[] = [];
  const add = (body: string) => {
    const name = `Test${random.word(nameLength).replace(/^./, (first) => first.toUpperCase())}`;
    canaries.push({ name, does: body });
    return `func ${name}(t *${alias}.T) {\n\t${body}\n}\n`;
  };
  return { text: `\n${add('t.Errorf("canary")')}\n${add('t.Fatal("canary")')}`, canaries };
}
