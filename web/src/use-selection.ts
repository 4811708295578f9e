import { useCallback, useEffect, useState } from 'react';

const KEY = 'service';

const fromAddress = () => new URLSearchParams(location.search).get(KEY);

/** The service whose details are open, kept in the address so that it can be linked to. */
export function useSelection(): [string | null, (name: string | null) => void] {
  const [selected, setSelected] = useState(fromAddress);
  useEffect(() => {
    const back = () => setSelected(fromAddress());
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, []);
  const select = useCallback((name: string | null) => {
    const address = new URL(location.href);
    if (name) address.searchParams.set(KEY, name);
    else address.searchParams.delete(KEY);
    history.pushState(null, '', address);
    setSelected(name);
  }, []);
  return [selected, select];
}
