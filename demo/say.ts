/** One line of what happens: who, and what. */
export type Say = (who: string, what: string) => void

export const say: Say = (who, what) => {
  const time = new Date().toTimeString().slice(0, 8)
  console.log(`${time}  ${who.padEnd(10)}  ${what}`)
}
