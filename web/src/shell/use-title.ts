import { useEffect } from 'react';

/** Shows how many things call for a person in the tab's title and icon. */
export function useTitle(calls: number): void {
  useEffect(() => {
    document.title = calls > 0 ? `(${calls}) Andon` : 'Andon';
    const icon = document.querySelector('link[rel="icon"]');
    icon?.setAttribute('href', calls > 0 ? '/lamp-calling.svg' : '/lamp.svg');
  }, [calls]);
}
