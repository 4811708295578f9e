import { parentPort } from 'node:worker_threads';
import type { StudiedSpec } from '../specs/studied-spec.ts';
import { lintSpec, studySpec } from './study-spec.ts';

/** A text to be read in the thread. */
export type StudyWish = { readonly text: string; readonly strict: boolean };
/** First what is missing from it, then all that is understood of it (`whole`). */
export type StudyAnswer = { readonly studied: StudiedSpec; readonly whole: boolean };

function answer(studied: StudiedSpec, whole: boolean): void {
  const message: StudyAnswer = { studied, whole };
  parentPort?.postMessage(message);
}

parentPort?.on('message', ({ text, strict }: StudyWish) => {
  const lint = lintSpec(text, strict);
  answer({ lint, statements: [] }, false);
  answer(studySpec(text, lint), true);
});
