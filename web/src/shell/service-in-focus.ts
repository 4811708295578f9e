export type ServiceInFocus = { readonly id: string } | { readonly name: string } | null;

/** Id or name of the service one is at: that of the page, else that of the card with the focus. */
export function serviceInFocus(): ServiceInFocus {
  const [, folder, name] = location.pathname.split('/');
  if (folder === 'services' && name) return { name: decodeURIComponent(name) };
  const id = document.activeElement?.closest('[data-service]')?.getAttribute('data-service');
  return id ? { id } : null;
}
