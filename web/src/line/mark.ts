import { createContext } from 'react';
import type { Column } from '../../../src/contracts/board.ts';

/** The row of a column before which the card that is dragged would land; null while none is. */
export type Mark = { readonly column: Column; readonly index: number };

export const MarkContext = createContext<Mark | null>(null);
