import { SHAPES } from '@/components/ui/state.tsx'

const WORDS =
  'A publisher sends a message to a queue. Real time: connected subscribers get it, one that is away misses it. Queued: the message is stored, and one that is away finds it waiting.'

/** The model in one picture: dashed keeps nothing, solid keeps. */
export function Diagram() {
  return (
    <svg className="dia" viewBox="0 0 976 244" role="img" aria-label={WORDS}>
      <rect x="1" y="94" width="120" height="56" rx="6" className="bx" />
      <text x="61" y="120" textAnchor="middle" className="b">
        your service
      </text>
      <text x="61" y="136" textAnchor="middle" className="s">
        publishes
      </text>
      <path d="M121 122H196" className="ln" />
      <path d="m190 117 6 5-6 5" className="ln" />
      <rect x="200" y="76" width="176" height="92" rx="6" className="bx" />
      <text x="200" y="66" className="s">
        a message
      </text>
      <text x="216" y="102" className="s">
        queue
      </text>
      <text x="276" y="102" className="m">
        orders
      </text>
      <text x="216" y="126" className="s">
        event
      </text>
      <text x="276" y="126" className="m">
        created
      </text>
      <text x="216" y="150" className="s">
        payload
      </text>
      <text x="276" y="150" className="m">
        {'{ id: 7 }'}
      </text>
      <path d="M376 106C420 106 420 52 468 52H640" className="ln dash" />
      <path d="M376 138C420 138 420 192 468 192H520" className="ln thick" />
      <path d="M600 192H640" className="ln thick" />
      <g transform="translate(468 22)" className="ic">
        <path d="M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z" />
      </g>
      <text x="490" y="35" className="b">
        Real time
      </text>
      <text x="560" y="74" textAnchor="middle" className="s">
        nothing is kept
      </text>
      <g transform="translate(468 160)" className="ic">
        <rect x="2.5" y="2.5" width="11" height="3" rx=".8" />
        <rect x="2.5" y="6.6" width="11" height="3" rx=".8" />
        <path d="M3.3 13.2h9.4" />
      </g>
      <text x="490" y="173" className="b">
        Queued
      </text>
      <rect x="520" y="180" width="80" height="24" rx="4" className="bx fill" />
      <rect x="527" y="186" width="13" height="12" rx="2" className="held" />
      <rect x="544" y="186" width="13" height="12" rx="2" className="held" />
      <rect x="561" y="186" width="13" height="12" rx="2" className="held" />
      <rect x="578" y="186" width="13" height="12" rx="2" className="held" />
      <text x="560" y="222" textAnchor="middle" className="s">
        kept in Postgres
      </text>
      <path d="M640 52C664 52 660 26 684 26M640 52C664 52 660 78 684 78" className="ln dash" />
      <path d="M640 192C664 192 660 166 684 166M640 192C664 192 660 218 684 218" className="ln thick" />
      <rect x="688" y="8" width="108" height="36" rx="6" className="bx" />
      <text x="742" y="30" textAnchor="middle" className="b">
        connected
      </text>
      <rect x="688" y="60" width="108" height="36" rx="6" className="bx dashbx" />
      <text x="742" y="82" textAnchor="middle" className="b">
        away
      </text>
      <rect x="688" y="148" width="108" height="36" rx="6" className="bx" />
      <text x="742" y="170" textAnchor="middle" className="b">
        connected
      </text>
      <rect x="688" y="200" width="108" height="36" rx="6" className="bx dashbx" />
      <text x="742" y="222" textAnchor="middle" className="b">
        away
      </text>
      <g transform="translate(812 19)" className="g delivered">
        {SHAPES.delivered}
      </g>
      <text x="834" y="30" className="b ok">
        delivered
      </text>
      <g transform="translate(812 71)" className="g missed">
        {SHAPES.missed}
      </g>
      <text x="834" y="82">
        <tspan className="b no">missed</tspan>
        <tspan className="s" dx="6">
          gone for good
        </tspan>
      </text>
      <g transform="translate(812 159)" className="g acked">
        {SHAPES.acked}
      </g>
      <text x="834" y="170" className="b ok">
        acked
      </text>
      <g transform="translate(812 211)" className="g pending">
        {SHAPES.pending}
      </g>
      <text x="834" y="222">
        <tspan className="b">waits</tspan>
        <tspan className="s" dx="6">
          until it is back
        </tspan>
      </text>
    </svg>
  )
}
