import type { VerificationSettings } from '../../stack/verification-settings.ts';
import type { Check } from '../check.ts';
import type { GateContext } from '../gate-context.ts';
import { productionLevel } from './production-level.ts';
import { qualityLevel } from './quality-level.ts';
import { securityLevel } from './security-level.ts';
import { udcLevel } from './udc-level.ts';

type Level = keyof VerificationSettings['verification']['levels'];

const levels: readonly (readonly [Level, (context: GateContext) => Promise<Check[]>])[] = [
  ['quality', qualityLevel],
  ['security', securityLevel],
  ['production', productionLevel],
  ['udc', udcLevel],
];

/** Code quality, security and production readiness, with the tools that are here, as strictly as the settings say. */
export async function runLevels(context: GateContext): Promise<Check[]> {
  const checks: Check[] = [];
  for (const [name, look] of levels) {
    const strictness = context.settings.verification.levels[name];
    if (strictness === 'off') continue;
    const found = await look(context);
    checks.push(...found.map((check) => ({ ...check, advisory: strictness === 'advisory' })));
  }
  return checks;
}
