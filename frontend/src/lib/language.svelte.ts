/** The language of the screen: from the address, else from the browser. */
import { address } from './address.svelte'
import { en } from './i18n/en'
import { type Key, zh } from './i18n/zh'
import type { Name } from './resources'

export type Language = 'zh' | 'en'

const preferred: Language = navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'

class LanguageState {
  get current(): Language {
    const asked = address.get('lang')
    return asked === 'zh' || asked === 'en' ? asked : preferred
  }

  get tag(): string {
    return this.current === 'zh' ? 'zh-CN' : 'en'
  }
}

export const language = new LanguageState()

/** The text for a key: `{n}` is filled in, `{n|one|many}` chooses the word that fits. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  const text: string = (language.current === 'zh' ? zh : en)[key]
  return text.replace(
    /\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g,
    (mark, name: string, one?: string, many?: string) => {
      const value = String(values[name] ?? mark)
      return many === undefined ? value : ((value === '1' ? one : many) ?? '')
    },
  )
}

/** The name in the present language; Chinese where no English is established. */
export function pick(name: Name): string {
  return language.current === 'en' && name.en ? name.en : name.zh
}

/** Language of the text that `pick` returns. */
export function tagOf(name: Name): string {
  return language.current === 'en' && name.en ? 'en' : 'zh-CN'
}

/** A word of a closed list in the present language; the word itself where we have none. */
export function term(group: string, word: string): string {
  const key = `${group}.${word}`
  return key in zh ? t(key as Key) : word
}

/** Language of words taken from a document. */
export function languageOf(words: string): string {
  return /\p{Script=Han}/u.test(words) ? 'zh-CN' : 'en'
}
