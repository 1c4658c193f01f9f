/** Keys that mean something to the list of what was found. */
const OF_LIST: ReadonlySet<string> = new Set(['Enter', 'ArrowDown', 'ArrowUp'])

/** Takes the keys that are pressed before the field has focus: none is lost, and none goes to the page behind. */
export function typedBefore(onText: (next: string) => void, onEscape: () => void) {
  let text = ''
  const rest: string[] = []
  function press(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const { key } = event
    if (key === 'Escape') onEscape()
    else if (OF_LIST.has(key)) rest.push(key)
    else if (key === 'Backspace') text = text.slice(0, -1)
    else if ([...key].length === 1) text += key
    else return
    event.preventDefault()
    event.stopPropagation()
    onText(text)
  }
  const stop = () => document.removeEventListener('keydown', press, true)
  document.addEventListener('keydown', press, true)
  return {
    stop,
    /** The field has focus: keys are its own. */
    goOn(field: HTMLInputElement) {
      stop()
      for (const key of rest.splice(0))
        field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    },
  }
}
