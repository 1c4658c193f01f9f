'use client'
import dynamic from 'next/dynamic'
import { createContext, useContext } from 'react'
import type { JsonEditorProps } from './props.ts'

const Shown = createContext('')

// A third of all code of its page, and needed only once there is something to edit: the rest does not wait for it.
const CodeMirror = dynamic(() => import('./code-mirror.tsx').then((module) => module.CodeMirror), {
  ssr: false,
  loading: Arriving,
})

/** A payload under edit, with its text shown until the editor has come. */
export function JsonEditor(props: JsonEditorProps) {
  return (
    <Shown value={props.value}>
      <CodeMirror {...props} />
    </Shown>
  )
}

/** A long payload does not make a page tall while the editor is on its way. */
const LINES = 20

function Arriving() {
  const text = useContext(Shown)
  return (
    <div className="jsoneditor" aria-busy="true">
      <pre className="arriving">{text.split('\n').slice(0, LINES).join('\n')}</pre>
    </div>
  )
}
