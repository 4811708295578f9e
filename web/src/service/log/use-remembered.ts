import { useState } from 'react';

/** A choice this browser keeps for the next time. */
export function useRemembered(key: string, usual: boolean): [boolean, (value: boolean) => void] {
  const name = `andon.${key}`;
  const [value, setValue] = useState(() => {
    const kept = localStorage.getItem(name);
    return kept === null ? usual : kept === 'on';
  });
  const remember = (next: boolean) => {
    localStorage.setItem(name, next ? 'on' : 'off');
    setValue(next);
  };
  return [value, remember];
}
