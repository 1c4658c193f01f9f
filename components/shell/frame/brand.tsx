/** Two lines: dashed keeps nothing, solid keeps, and holds one. */
export function Brand() {
  return (
    <div className="brand">
      <svg viewBox="0 0 20 20" aria-hidden="true" focusable="false">
        <path
          d="M1.5 6h17"
          fill="none"
          stroke="currentColor"
          strokeWidth="2.4"
          strokeDasharray="3.6 3.1"
          opacity=".55"
        />
        <path d="M1.5 14h17" fill="none" stroke="currentColor" strokeWidth="2.4" />
        <circle cx="13" cy="14" r="4" fill="var(--accent)" stroke="var(--bg)" strokeWidth="1.5" />
      </svg>
      <span>Holdline</span>
    </div>
  )
}
