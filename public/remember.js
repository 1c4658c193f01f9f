// Runs before the first paint, so that neither theme nor navigation is drawn wrong for a moment.
for (const name of ['theme', 'rail']) {
  try {
    const value = localStorage.getItem(`holdline.${name}`)
    if (value) document.documentElement.dataset[name] = value
  } catch {
    // Private windows may refuse storage: the system decides.
  }
}
