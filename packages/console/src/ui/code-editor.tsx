import { javascript } from '@codemirror/lang-javascript'
import { json } from '@codemirror/lang-json'
import { defaultHighlightStyle, HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorState, type Extension, Prec } from '@codemirror/state'
import { EditorView, keymap, placeholder } from '@codemirror/view'
import { basicSetup } from 'codemirror'
import { useEffect, useRef } from 'react'
import { pageNonce } from './nonce.ts'
import type { CodeEditorProps } from './code-field.tsx'

const LANGUAGE: Readonly<Record<CodeEditorProps['language'], readonly Extension[]>> = {
  json: [json()],
  javascript: [javascript()],
  text: [],
}

/** The colours of the default style, by what they stand for in ours: those are light or dark. */
const COLOURS: Readonly<Record<string, string>> = {
  '#708': 'var(--code-keyword)',
  '#219': 'var(--code-number)',
  '#164': 'var(--code-number)',
  '#a11': 'var(--code-string)',
  '#e40': 'var(--code-string)',
  '#940': 'var(--text-soft)',
}
const highlight = HighlightStyle.define(
  defaultHighlightStyle.specs.map(({ color, ...spec }) => ({
    ...spec,
    ...(color === undefined ? {} : { color: COLOURS[String(color)] ?? 'var(--code-name)' }),
  })),
)

const look = EditorView.theme({
  '&': { backgroundColor: 'var(--surface)', color: 'var(--text)', fontSize: '13px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', maxHeight: '38vh' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--text-soft)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '.cm-placeholder': { color: 'var(--text-soft)' },
  '.cm-tooltip': { backgroundColor: 'var(--surface)', color: 'var(--text)', border: '1px solid var(--line-strong)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent)', color: 'var(--on-accent)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--accent-soft) !important' },
})
const lineLook = EditorView.theme({
  '.cm-gutters': { display: 'none' },
  '.cm-content': { padding: '5px 0' },
  '.cm-line': { padding: '0 12px' },
})

/** An editor for code. Reached through `CodeField`, which loads it when it is needed. */
export default function CodeEditor({
  label,
  value,
  language,
  line = false,
  hints,
  placeholder: hint = '',
  onChange,
  onEnter,
  onBlur,
}: CodeEditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const latest = useRef({ value, hints, onChange, onEnter, onBlur })
  latest.current = { value, hints, onChange, onEnter, onBlur }
  useEffect(() => {
    // One and the same function each time: by it the editor knows the source again.
    const source = [{ autocomplete: (context: HintContext) => hintsAt(context, latest.current.hints ?? []) }]
    const hinted = EditorState.languageData.of(() => source)
    const made = new EditorView({
      parent: place.current!,
      doc: latest.current.value,
      extensions: [
        EditorView.cspNonce.of(pageNonce()),
        Prec.high(keymap.of([{ key: 'Enter', run: () => line && (latest.current.onEnter?.(), true) }])),
        ...(line
          ? [EditorState.transactionFilter.of((change) => (change.newDoc.lines > 1 ? [] : change)), lineLook]
          : [EditorView.lineWrapping]),
        basicSetup,
        syntaxHighlighting(highlight),
        LANGUAGE[language],
        hinted,
        look,
        placeholder(hint),
        EditorView.contentAttributes.of({ 'aria-label': label }),
        EditorView.updateListener.of(({ docChanged, state }) => docChanged && latest.current.onChange(state.doc.toString())),
        EditorView.domEventHandlers({ blur: () => latest.current.onBlur?.() }),
      ],
    })
    view.current = made
    return () => {
      made.destroy()
      view.current = null
    }
  }, [label, language, line, hint])
  useEffect(() => {
    const shown = view.current?.state.doc.toString()
    if (shown !== undefined && shown !== value) view.current!.dispatch({ changes: { from: 0, to: shown.length, insert: value } })
  }, [value])
  return <div ref={place} />
}

interface HintContext {
  readonly explicit: boolean
  matchBefore(before: RegExp): { readonly from: number; readonly text: string } | null
}

/** Names in scope, each whole: `value.customer.city`. */
function hintsAt(context: HintContext, names: readonly string[]) {
  const word = context.matchBefore(/[\w.$[\]]+/)
  if (word === null && !context.explicit) return null
  return {
    from: word?.from ?? context.matchBefore(/$/)?.from ?? 0,
    options: names.map((label) => ({ label, type: 'variable' })),
    validFor: /^[\w.$[\]]*$/,
  }
}
