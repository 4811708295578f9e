import { describe, expect, it } from 'vitest';
import { type SubmittedFile, submissionProblems } from '../../src/workspace/submission-rules.ts';

const file = (path: string, more: Partial<SubmittedFile> = {}): SubmittedFile => ({
  path,
  mode: '100644',
  blob: 'a',
  size: 1,
  ...more,
});
const problemsOf = (...files: SubmittedFile[]) => submissionProblems([], files, ['BUILD/']).join('; ');

describe('what a submission may hold', () => {
  it('takes ordinary files below what the ticket allows', () => {
    expect(
      problemsOf(file('BUILD/src/main.js'), file('BUILD/.gitignore'), file('BUILD/.gitattributes')),
    ).toBe('');
  });

  it('sees a changed, an added and a removed file outside it', () => {
    const base = [file('SPEC.md'), file('README.md')];
    const after = [file('SPEC.md', { blob: 'b' }), file('BUILDER/x')];
    expect(submissionProblems(base, after, ['BUILD/'])).toHaveLength(3);
  });

  it.each([
    'BUILD/.git/config',
    'BUILD/.GIT',
    'BUILD/git~1/x',
    'BUILD/.git. /x',
    'BUILD/.g\u200cit/x',
    'BUILD/.git:x',
  ])('refuses %j as a name of git', (path) =>
    expect(problemsOf(file(path))).toContain('git keeps for itself'),
  );

  it('refuses submodules, control characters, and paths that climb', () => {
    expect(problemsOf(file('BUILD/sub', { mode: '160000', size: -1 }))).toContain('is a submodule');
    expect(problemsOf(file('BUILD/a\nb'))).toContain('may not have');
    expect(problemsOf(file('BUILD/../SPEC.md'))).toContain('may not have');
    expect(problemsOf(file('BUILD/a\\b'))).toContain('may not have');
  });

  it.each([
    ['BUILD/a', 'b', true],
    ['BUILD/src/a', '../lib/b', true],
    ['BUILD/a', './b/./c', true],
    ['BUILD/a', '', false],
    ['BUILD/a', '/etc/passwd', false],
    ['BUILD/a', '../SPEC.md', false],
    ['BUILD/a', '..', false],
    ['BUILD/src/a', '../../SPEC.md', false],
    ['BUILD/a', 'b/../c', false],
    ['BUILD/a', 'b/../../../x', false],
    ['BUILD/a', '../BUILDX', false],
    ['a', 'b', false],
  ])('a link %s to %j stays inside: %s', (path, target, inside) => {
    const said = submissionProblems([], [file(path, { mode: '120000', target })], ['BUILD/', 'a']).join();
    expect(said.includes('leaves its folder')).toBe(!inside);
  });

  it('refuses names that differ in case or composition only, folders too', () => {
    expect(problemsOf(file('BUILD/a.js'), file('BUILD/A.js'))).toContain("letters' case");
    expect(problemsOf(file('BUILD/Src/a.js'), file('BUILD/src/b.js'))).toContain("letters' case");
    expect(problemsOf(file('BUILD/é'), file('BUILD/e\u0301'))).toContain("letters' case");
  });

  it('refuses too many files and too much in all, and names at most fifty of the problems', () => {
    const many = Array.from({ length: 20_001 }, (_, n) => file(`BUILD/${n}`, { size: 11_000 }));
    const said = submissionProblems([], many, ['BUILD/']);
    expect(said).toEqual(['it has 20001 files, more than 20,000', 'it is larger than 200 MB']);
    expect(submissionProblems([], many.slice(0, 100), ['SPEC.md'])).toHaveLength(51);
  });
});
