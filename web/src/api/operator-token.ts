const KEY = 'andon.token';

/**
 * The operator's token, or null. The board's link carries it in its fragment, which no server sees; it is moved to this
 * tab's storage and out of the address at once.
 */
export function takeToken(): string | null {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const given = fragment.get('token');
  if (given) {
    sessionStorage.setItem(KEY, given);
    fragment.delete('token');
    const rest = fragment.toString();
    history.replaceState(null, '', location.pathname + location.search + (rest ? `#${rest}` : ''));
  }
  return given ?? sessionStorage.getItem(KEY);
}
