/** Whether ⌘ takes the place of Ctrl on this machine. */
export const isMac = /mac|iphone|ipad/i.test(navigator.userAgent);
