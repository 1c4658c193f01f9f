import { Fragment } from 'react'
import { Kbd } from '@/components/ui/badge.tsx'
import { SECTIONS } from '../frame/sections.ts'

/** Keys pressed one after the other or together, and what they do. */
type Key = readonly [keys: string, what: string]

interface KeyGroup {
  readonly title: string
  readonly keys: readonly Key[]
}

const LIST: readonly Key[] = [
  ['j k', 'Next row, row before'],
  ['Enter', 'Open it'],
  ['/', 'Filter'],
]
const SELECT: Key = ['x', 'Select it, or not']

const GRID: KeyGroup = {
  title: 'Messages',
  keys: [
    ...LIST,
    ['← →', 'Along the row: each subscriber'],
    ['n', 'Show what is new'],
    ['Esc', 'Close the panel, back to the row'],
  ],
}

/** What a page adds to the keys of everywhere, by the beginning of its address; the first that fits. */
const PAGES: readonly (readonly [path: string, group: KeyGroup])[] = [
  ['/queues/', GRID],
  ['/queues', { title: 'Queues', keys: LIST }],
  ['/subscribers', { title: 'Subscribers', keys: LIST }],
  ['/dead', { title: 'Dead letters', keys: [...LIST, SELECT] }],
  ['/activity', { title: 'Activity', keys: LIST }],
  ['/publish', { title: 'Publish', keys: [['⌘ Enter', 'Publish']] }],
  [
    '/lab',
    {
      title: 'Lab',
      keys: [
        ['Space', 'Plug in or unplug, on the switch'],
        ['← →', 'Along the tiles, or the behaviours'],
      ],
    },
  ],
]

const EVERYWHERE: readonly KeyGroup[] = [
  {
    title: 'Everywhere',
    keys: [
      ['⌘ K', 'Search or jump to anything'],
      ['p', 'Pause or resume live updates'],
      ['[', 'Fold the navigation'],
      ['?', 'This list'],
    ],
  },
  { title: 'Go to', keys: SECTIONS.map((section): Key => [`g ${section.key}`, section.word]) },
]

/** The keys that hold on the page at `path`: its own first. */
export function keysOfPage(path: string): readonly KeyGroup[] {
  const own = PAGES.find(([start]) => path.startsWith(start))
  return own === undefined ? EVERYWHERE : [own[1], ...EVERYWHERE]
}

/** Every key there is, page by page. */
export const ALL_KEYS: readonly KeyGroup[] = [...EVERYWHERE, ...PAGES.map(([, group]) => group)]

export function KeySheet({ groups }: { groups: readonly KeyGroup[] }) {
  return (
    <div className="keysheet">
      {groups.map((group) => (
        <section key={group.title} aria-label={`Keys: ${group.title}`}>
          <h3>{group.title}</h3>
          <dl>
            {group.keys.map(([keys, what]) => (
              <Fragment key={keys}>
                <dt>
                  {keys.split(' ').map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </dt>
                <dd>{what}</dd>
              </Fragment>
            ))}
          </dl>
        </section>
      ))}
    </div>
  )
}
