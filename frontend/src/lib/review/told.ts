/** A decision in words. */
import type { Key } from '../i18n/zh'
import { language, t } from '../language.svelte'
import type { Decision } from '../resources'

/** 林采纳，2026年11月22日 14:03; accepted by Lin, 22 Nov 2026, 14:03. */
export function told(decision: Decision): string {
  const moment = new Date(decision.at)
  const at = Number.isNaN(moment.valueOf())
    ? decision.at
    : new Intl.DateTimeFormat(language.tag, { dateStyle: 'medium', timeStyle: 'short' }).format(
        moment,
      )
  return t(`decision.${decision.action}` as Key, { by: decision.by, at })
}
