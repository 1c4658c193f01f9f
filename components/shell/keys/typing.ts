/** Whether a key press belongs to something that is being typed into, or to a popup over the page. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.closest('[role="dialog"], [role="menu"], [role="listbox"]') !== null)
    return true
  return target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select')
}
