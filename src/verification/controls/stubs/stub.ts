/** What a stub does when it is called: end with an error, or answer nothing. */
export type StubMode = 'throw' | 'nothing';

/** The text of the error that stubs throw. */
export const stubError = 'Andon replaced the implementation';
