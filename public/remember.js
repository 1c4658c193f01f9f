// Runs before the first paint, so that nothing that was chosen is drawn otherwise for a moment.
for (const name of ['theme', 'rail', 'zone', 'times']) {
  try {
    const value = localStorage.getItem(`holdline.${name}`)
    if (value) document.documentElement.dataset[name] = value
  } catch {
    // Private windows may refuse storage: the defaults hold.
  }
}
