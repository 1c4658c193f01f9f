import { Icon } from '@/components/ui/icon.tsx'
import { PageLink } from '@/components/ui/page-link.tsx'
import { Time } from '@/components/ui/time.tsx'
import type { Activity } from '@/lib/api.ts'
import { actorWords, piecesOf } from './sentence.ts'
import { iconOf } from './words.ts'

/** What was done, to which thing, by whom and when. */
export function ActivityRow({ row }: { row: Activity }) {
  const { who, from } = actorWords(row.by)
  return (
    <li>
      <span className="text-ink-3">
        <Icon name={iconOf(row.kind)} />
      </span>
      <p>
        {piecesOf(row).map(({ text, href }) =>
          href === undefined ? (
            text
          ) : (
            <PageLink key={href} className="thing" href={href}>
              {text}
            </PageLink>
          ),
        )}
        <span className="who">
          {row.by.kind === 'broker' ? (
            who
          ) : (
            <b>
              <bdi>{who}</bdi>
            </b>
          )}
          , {from}
        </span>
      </p>
      <Time at={row.at} className="mono soft" />
    </li>
  )
}
