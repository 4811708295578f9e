/** `TicketHeld` and `rollingBack` as people write them: `Ticket held`, `rolling back`. */
export function spaced(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2');
  return words.slice(0, 1) + words.slice(1).toLowerCase();
}
