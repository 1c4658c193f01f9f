import type { ReactNode } from 'react'

/** The line icons, on a 16 px square, drawn with `currentColor`. */
const PATHS = {
  overview: <path d="M2.5 13.5V9M6.2 13.5V5M9.8 13.5V7.5M13.5 13.5v-11" />,
  queue: (
    <>
      <path d="M2.5 4h11M2.5 8h11M2.5 12h7" />
      <circle cx="12.5" cy="12" r="1.25" />
    </>
  ),
  subscribers: <path d="M5.5 2v3.5M10.5 2v3.5M3.5 5.5h9V8a4.5 4.5 0 0 1-9 0zM8 12.5V14.5" />,
  plug: <path d="M5.5 2v3.5M10.5 2v3.5M3.5 5.5h9V8a4.5 4.5 0 0 1-9 0zM8 12.5V14.5" />,
  publish: <path d="M14 2 7.3 8.7M14 2 9.6 14 7.3 8.7 2 6.4z" />,
  lab: <path d="M6 2h4M6.8 2v4.4L3 12.6A1 1 0 0 0 3.9 14h8.2a1 1 0 0 0 .9-1.4L9.2 6.4V2M4.9 10h6.2" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.5 10.5 3.5 3.5" />
    </>
  ),
  realtime: <path d="M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z" />,
  queued: (
    <>
      <rect x="2.5" y="2.5" width="11" height="3" rx=".8" />
      <rect x="2.5" y="6.6" width="11" height="3" rx=".8" />
      <path d="M3.3 13.2h9.4" />
    </>
  ),
  unplug: <path d="M5.5 1.5V3M10.5 1.5V3M3.5 5.5h9V8M3.5 5.5V8a4.5 4.5 0 0 0 6.3 4.1M8 12.5v2M2 2l12 12" />,
  sidebar: (
    <>
      <rect x="2" y="2.5" width="12" height="11" rx="1.5" />
      <path d="M6 2.5v11" />
    </>
  ),
  theme: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 2.5v11A5.5 5.5 0 0 0 8 2.5z" fill="currentColor" />
    </>
  ),
  help: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M6.2 6.2a1.8 1.8 0 1 1 2.5 1.7c-.5.2-.7.6-.7 1.1M8 11.3v.1" />
    </>
  ),
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  up: <path d="m4 10 4-4 4 4" />,
  down: <path d="m4 6 4 4 4-4" />,
  right: <path d="m6 4 4 4-4 4" />,
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.2" />
      <path d="M10.5 5.5V3.3a.8.8 0 0 0-.8-.8H3.3a.8.8 0 0 0-.8.8v6.4c0 .4.4.8.8.8h2.2" />
    </>
  ),
  pause: <path d="M5.5 3.5v9M10.5 3.5v9" />,
  play: <path d="M5 3.2v9.6L12.5 8z" />,
  more: <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2.2" />,
  filter: <path d="M2.5 4h11M4.5 8h7M6.5 12h3" />,
  check: <path d="m3.5 8.5 3 3 6-7" />,
  clock: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 5v3.2l2 1.3" />
    </>
  ),
  redrive: <path d="M13.5 8a5.5 5.5 0 1 1-1.8-4.1M13.5 1.8v3h-3" />,
  number: <path d="M6 2.5 4.8 13.5M11.2 2.5 10 13.5M2.5 5.8h11.2M2.2 10.2h11.2" />,
  dead: <path d="M2.5 5.5 4 2.5h8l1.5 3v7a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1zM2.5 5.5h11M6.3 8l3.4 3.4M9.7 8l-3.4 3.4" />,
  activity: <path d="M1.5 8h3l2-5 3 10 2-5h3" />,
  trash: <path d="M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.6 9h6.8l.6-9" />,
  warn: <path d="M8 2.2 14.2 13H1.8zM8 6.5v3M8 11.2v.1" />,
  menu: <path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11" />,
  download: <path d="M8 2.5v8M4.7 7.3 8 10.6l3.3-3.3M2.5 13.5h11" />,
  bookmark: <path d="M4 2.5h8v11L8 10.3 4 13.5z" />,
  sliders: <path d="M2.5 4.5h6M12 4.5h1.5M2.5 11.5H4M7.5 11.5h6M10.2 2.7v3.6M5.8 9.7v3.6" />,
  grow: <path d="M8 13V3.5M4 7.2l4-4 4 4" />,
} as const satisfies Record<string, ReactNode>

export type IconName = keyof typeof PATHS

/** A decorative icon: what it means always stands beside it as a word, or in the label of its button. */
export function Icon({ name, size = 16 }: { name: IconName; size?: 12 | 13 | 14 | 16 | 20 }) {
  const sized = size === 16 ? undefined : { width: size, height: size }
  return (
    <svg className="i" viewBox="0 0 16 16" aria-hidden="true" focusable="false" style={sized}>
      {PATHS[name]}
    </svg>
  )
}
