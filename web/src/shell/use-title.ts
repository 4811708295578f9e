import { useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { pageTitle } from './page-title.ts';

/** Names the tab after the page, with how many things call for a person, also in its icon. */
export function useTitle(calls: number): void {
  const title = useRouterState({
    select: ({ location: { pathname, search } }) => pageTitle(pathname, search.tab, calls),
  });
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    const icon = document.querySelector('link[rel="icon"]');
    icon?.setAttribute('href', calls > 0 ? '/lamp-calling.svg' : '/lamp.svg');
  }, [calls]);
}
