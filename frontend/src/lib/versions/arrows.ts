/** The sign before each word for a change: up for more, down for less, sideways in time. */
export const arrows: Record<string, string> = {
  raised: '↑',
  lowered: '↓',
  hardened: '▲',
  softened: '▽',
  brought_forward: '←',
  put_off: '→',
  rolled_over: '↗',
  drawn_in: '↙',
  rescoped: '⇄',
  redefined: '≠',
  dropped: '−',
  new: '+',
  unchanged: '=',
}
