/** What people and other systems call a capability, and the word the line uses for it. Any other word is its own. */
const synonyms: Readonly<Record<string, string>> = {
  architecture: 'architect',
  design: 'architect',
  designer: 'architect',
  spec: 'architect',
  build: 'builder',
  coder: 'builder',
  develop: 'builder',
  developer: 'builder',
  implement: 'builder',
  test: 'tester',
  testing: 'tester',
  qa: 'tester',
  debug: 'fixer',
  debugger: 'fixer',
  fix: 'fixer',
  repair: 'fixer',
  deploy: 'devops',
  deployer: 'devops',
  ops: 'devops',
  release: 'devops',
};

/** The line's own word for a capability. */
export function canonical(capability: string): string {
  const word = capability.trim().toLowerCase();
  return synonyms[word] ?? word;
}
