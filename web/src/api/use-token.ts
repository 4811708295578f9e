import { createContext, useContext } from 'react';

/** Null: this tab reads only. */
export const TokenContext = createContext<string | null>(null);

/** The operator's token of this tab. */
export function useToken(): string | null {
  return useContext(TokenContext);
}
