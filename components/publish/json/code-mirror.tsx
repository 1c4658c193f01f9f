'use client'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, setDiagnostics } from '@codemirror/lint'
import { EditorState, type Extension } from '@codemirror/state'
import { EditorView, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { useEffect, useRef } from 'react'
import type { JsonFault } from './check.ts'
import type { JsonEditorProps } from './props.ts'

const highlight = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: [tags.separator, tags.punctuation, tags.brace, tags.squareBracket], color: 'var(--ink-3)' },
])

/** A payload under edit. Tab leaves it, as it leaves any field. */
export function CodeMirror({ value, onChange, fault, labelledBy, describedBy, onSubmit }: JsonEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const latest = useRef({ onChange, onSubmit })
  useEffect(() => {
    latest.current = { onChange, onSubmit }
  })
  const first = useRef(value)

  useEffect(() => {
    if (host.current === null) return
    const submit = {
      key: 'Mod-Enter',
      run: () => {
        latest.current.onSubmit()
        return true
      },
    }
    const changed = EditorView.updateListener.of((update) => {
      if (update.docChanged) latest.current.onChange(update.state.doc.toString())
    })
    const named = EditorView.contentAttributes.of({ 'aria-labelledby': labelledBy, 'aria-describedby': describedBy })
    const extensions: Extension[] = [keymap.of([submit]), ...BASIC, changed, named]
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({ doc: first.current, extensions }),
    })
    view.current = editor
    return () => editor.destroy()
  }, [labelledBy, describedBy])

  // From outside: formatted, or filled from a message. What is typed is there already.
  useEffect(() => {
    const editor = view.current
    if (editor === null || editor.state.doc.toString() === value) return
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } })
  }, [value])

  useEffect(() => {
    const editor = view.current
    if (editor === null) return
    editor.contentDOM.setAttribute('aria-invalid', fault === null ? 'false' : 'true')
    editor.dispatch(setDiagnostics(editor.state, fault === null ? [] : [diagnosticOf(fault, editor.state.doc.length)]))
  }, [fault])

  return <div ref={host} className="jsoneditor" data-invalid={fault === null ? undefined : ''} />
}

const BASIC: Extension[] = [
  lineNumbers(),
  history(),
  json(),
  bracketMatching(),
  indentOnInput(),
  syntaxHighlighting(highlight),
  EditorView.lineWrapping,
  keymap.of([...defaultKeymap, ...historyKeymap]),
]

// At the very end there is no character to mark: the last one is.
function diagnosticOf(fault: JsonFault, length: number): Diagnostic {
  const from = Math.min(fault.at, Math.max(0, length - 1))
  return { from, to: Math.min(length, from + 1), severity: 'error', message: fault.message }
}
