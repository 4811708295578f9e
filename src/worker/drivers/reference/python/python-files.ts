import type { ServiceModel } from '../model/service-model.ts';
import type { Criterion } from '../read-spec.ts';
export function pythonFiles(_model: ServiceModel, _criteria: readonly Criterion[]): Map<string, string> {
  return new Map();
}
export function pythonProblems(_model: ServiceModel): string[] {
  return ['later'];
}
