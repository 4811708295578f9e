/**
 * In the environment of what builds a sandbox, and not inside it: the real `DATA_DIR` of a command that is told another
 * name for it. By it a later coordinator finds what a killed one left running.
 */
export const placeMark = 'ANDON_PLACE';
